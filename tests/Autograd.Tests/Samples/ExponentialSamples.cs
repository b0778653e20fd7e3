using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ExponentialSamples
{
    public static IEnumerable<Sample> All =>
    [
        Elementwise<Exp>("torch.exp(a)", x => x[0].Exp(), Real(3, 4)),
        Exact<Exp>("torch.exp(a)", x => x[0].Exp(), Edges.All),
        Exact<Exp>("torch.exp(a)", x => x[0].Exp(), Values(709, 710, -745, -746, 1e-300, 88, -103)),
        Exact<Exp>("torch.exp(a)", x => x[0].Exp(), Real(0, 3)),
        Exact<Exp>("torch.exp(a.to(torch.float64))", x => x[0].Cast(DType.Float64).Exp(), Whole(-3, 3, 2, 5)),
        Exact<Exp>("torch.exp(a)", x => x[0].Exp(), Values([2], DType.Int64, 0, 0)),
        Exact<Exp>("torch.exp(a)", x => x[0].Exp(), Values([2], DType.Bool, 0, 0)),

        Elementwise<Expm1>("torch.expm1(a)", x => x[0].Expm1(), Real(3, 4)),
        Exact<Expm1>("torch.expm1(a)", x => x[0].Expm1(), Edges.All),
        Exact<Expm1>("torch.expm1(a) * 1e10", x => x[0].Expm1() * 1e10, Values(1e-10, -1e-10, 1e-9, 3e-8, -1e-5)),

        Elementwise<Log>("torch.log(a)", x => x[0].Log(), Real(0.5, 4, 3, 4)),
        Exact<Log>("torch.log(a)", x => x[0].Log(), Edges.All),
        Exact<Log>("torch.log(a)", x => x[0].Log(), Values(5e-324, 1e-310, double.Epsilon, double.MaxValue, 1.0000000001)),
        Exact<Log>("torch.log(a)", x => x[0].Log(), Values([2], DType.Int64, 1, 0)),

        Elementwise<Log1p>("torch.log1p(a)", x => x[0].Log1p(), Real(-0.4, 3, 3, 4)),
        Exact<Log1p>("torch.log1p(a)", x => x[0].Log1p(), Edges.All),
        Exact<Log1p>("torch.log1p(a) * 1e10", x => x[0].Log1p() * 1e10, Values(1e-10, -1e-10, 1e-9, 3e-8, -1e-5)),

        Elementwise<Log2>("torch.log2(a)", x => x[0].Log2(), Real(0.5, 4, 3, 4)),
        Exact<Log2>("torch.log2(a)", x => x[0].Log2(), Edges.All),
        Exact<Log2>("torch.log2(a)", x => x[0].Log2(), Values([4], DType.Int64, 1, 2, 1024, 0)),

        Elementwise<Log10>("torch.log10(a)", x => x[0].Log10(), Real(0.5, 4, 3, 4)),
        Exact<Log10>("torch.log10(a)", x => x[0].Log10(), Edges.All),
        Exact<Log10>("torch.log10(a)", x => x[0].Log10(), Values([4], DType.Int64, 1, 10, 1000, 0)),

        Elementwise<LogAddExp>("torch.logaddexp(a, b)", x => x[0].LogAddExp(x[1]), Real(3, 4), Real(3, 4)),
        Smooth<LogAddExp>("torch.logaddexp(a, b)", x => x[0].LogAddExp(x[1]), Real(3, 1), Real(4)),
        Exact<LogAddExp>("torch.logaddexp(a, b)", x => x[0].LogAddExp(x[1]), Values(1000, -1000, 0, 3, -1e6), Values(1000, -1001, 1000, 3, 1e6)),
        Exact<LogAddExp>("torch.logaddexp(a, b)", x => x[0].LogAddExp(x[1]), Edges.Left, Edges.Right),

        Elementwise<Erf>("torch.erf(a)", x => x[0].Erf(), Real(3, 4)),
        Exact<Erf>("torch.erf(a)", x => x[0].Erf(), Edges.All),
        Exact<Erf>("torch.erf(a)", x => x[0].Erf(), Values(1e-20, -1e-8, 0.46875, 1, 2, 3, 4, 5, 6, -6)),
        Exact<Erf>("torch.erf(a)", x => x[0].Erf(), Values([2], DType.Int64, 0, 5)),
    ];
}
