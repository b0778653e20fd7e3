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

        Elementwise<Log>("torch.log(a)", x => x[0].Log(), Real(0.5, 4, 3, 4)),
        Exact<Log>("torch.log(a)", x => x[0].Log(), Edges.All),
        Exact<Log>("torch.log(a)", x => x[0].Log(), Values(5e-324, 1e-310, double.Epsilon, double.MaxValue, 1.0000000001)),
        Exact<Log>("torch.log(a)", x => x[0].Log(), Values([2], DType.Int64, 1, 0)),

        Elementwise<Log2>("torch.log2(a)", x => x[0].Log2(), Real(0.5, 4, 3, 4)),
        Exact<Log2>("torch.log2(a)", x => x[0].Log2(), Edges.All),
        Exact<Log2>("torch.log2(a)", x => x[0].Log2(), Values([4], DType.Int64, 1, 2, 1024, 0)),

        Elementwise<Log10>("torch.log10(a)", x => x[0].Log10(), Real(0.5, 4, 3, 4)),
        Exact<Log10>("torch.log10(a)", x => x[0].Log10(), Edges.All),
        Exact<Log10>("torch.log10(a)", x => x[0].Log10(), Values([4], DType.Int64, 1, 10, 1000, 0)),
    ];
}
