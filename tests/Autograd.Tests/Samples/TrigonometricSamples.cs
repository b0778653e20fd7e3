using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class TrigonometricSamples
{
    public static IEnumerable<Sample> All =>
    [
        Elementwise<Sin>("torch.sin(a)", x => x[0].Sin(), Real(3, 4)),
        Exact<Sin>("torch.sin(a)", x => x[0].Sin(), Edges.All),
        Exact<Sin>("torch.sin(a)", x => x[0].Sin(), Values(Math.PI, Math.PI / 2, -3 * Math.PI / 2, 1e5, 1e8, -1e15, 1e22, 1e300)),
        Exact<Sin>("torch.sin(a)", x => x[0].Sin(), Values([2], DType.Int64, 0, 0)),
        Elementwise<Cos>("torch.cos(a)", x => x[0].Cos(), Real(3, 4)),
        Exact<Cos>("torch.cos(a)", x => x[0].Cos(), Edges.All),
        Exact<Cos>("torch.cos(a)", x => x[0].Cos(), Values(Math.PI, Math.PI / 2, -3 * Math.PI / 2, 1e5, 1e8, -1e15, 1e22, 1e300)),
        Exact<Cos>("torch.cos(a)", x => x[0].Cos(), Values([2], DType.Bool, 0, 0)),
        Elementwise<Tan>("torch.tan(a)", x => x[0].Tan(), Real(-1.0, 1.0, 3, 4)),
        Exact<Tan>("torch.tan(a)", x => x[0].Tan(), Edges.All),
        Elementwise<Asin>("torch.asin(a)", x => x[0].Asin(), Real(-0.7, 0.7, 3, 4)),
        Exact<Asin>("torch.asin(a)", x => x[0].Asin(), Edges.All),
        Elementwise<Acos>("torch.acos(a)", x => x[0].Acos(), Real(-0.7, 0.7, 3, 4)),
        Exact<Acos>("torch.acos(a)", x => x[0].Acos(), Edges.All),
        Elementwise<Atan>("torch.atan(a)", x => x[0].Atan(), Real(3, 4)),
        Exact<Atan>("torch.atan(a)", x => x[0].Atan(), Edges.All),
        Elementwise<Sinh>("torch.sinh(a)", x => x[0].Sinh(), Real(3, 4)),
        Exact<Sinh>("torch.sinh(a)", x => x[0].Sinh(), Edges.All),
        Elementwise<Cosh>("torch.cosh(a)", x => x[0].Cosh(), Real(3, 4)),
        Exact<Cosh>("torch.cosh(a)", x => x[0].Cosh(), Edges.All),
        Elementwise<Tanh>("torch.tanh(a)", x => x[0].Tanh(), Real(3, 4)),
        Exact<Tanh>("torch.tanh(a)", x => x[0].Tanh(), Edges.All),
        Exact<Tanh>("torch.tanh(a)", x => x[0].Tanh(), Values([2], DType.Int64, 0, 100)),
        Elementwise<TanhGradient>("b * (1 - a * a)", x => Operation.Run(new TanhGradient(x[0], x[1])), Real(-0.9, 0.9, 3, 4), Real(3, 4)),
    ];
}
