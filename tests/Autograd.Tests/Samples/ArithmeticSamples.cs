using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ArithmeticSamples
{
    public static IEnumerable<Sample> All =>
    [
        Elementwise<Add>("torch.add(a, b)", x => x[0] + x[1], Real(3, 4), Real(3, 4)),
        Smooth<Add>("a + b", x => x[0] + x[1], Real(3, 1), Real(4)),
        Smooth<Add>("a + b + c", x => x[0].Add(x[1], x[2]), Real(3, 4), Real(4), Real()),
        Elementwise<Mul>("torch.mul(a, b)", x => x[0] * x[1], Real(3, 4), Real(3, 4)),
        Smooth<Mul>("a * b", x => x[0] * x[1], Real(2, 1, 4), Real(3, 1)),
        Smooth<Mul>("a * 3.5", x => x[0] * 3.5, Real(3)),
        Exact<Mul>("a * b", x => x[0] * x[1], Values(0, double.PositiveInfinity, double.NaN, -0.0), Values(double.PositiveInfinity, 0, 1, 2)),
        Elementwise<Div>("torch.div(a, b)", x => x[0] / x[1], Real(3, 4), Positive(3, 4)),
        Exact<Div>("a / b", x => x[0] / x[1], Values(1, -1, 0, 5), Values(0, 0, 0, -0.0)),
        Exact<Div>("a / b", x => x[0] / x[1], Whole(-9, 9, 6), Values([6], DType.Int64, 1, 2, 3, 4, -5, 7)),
        Elementwise<Neg>("torch.neg(a)", x => -x[0], Real(3, 4)),
        Elementwise<Sqrt>("torch.sqrt(a)", x => x[0].Sqrt(), Positive(3, 4)),
        Exact<Sqrt>("torch.sqrt(a)", x => x[0].Sqrt(), Values(0, -0.0, -1, double.PositiveInfinity, double.NaN, 4)),
        Exact<FloorDivide>("torch.floor_divide(a.detach(), b.detach())", x => x[0].FloorDivide(x[1]), Values(7, -7, 7, -7, 1, 0), Values(2, 2, -2, -2, 0.1, 0)),
        Exact<FloorDivide>("torch.floor_divide(a.detach(), b.detach())", x => x[0].FloorDivide(x[1]), Whole(-9, 9, 6), Values([6], DType.Int64, 1, 2, 3, 4, -5, 7)),
    ];
}
