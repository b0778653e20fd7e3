using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ComparisonSamples
{
    public static IEnumerable<Sample> All =>
    [
        Exact<Equal>("torch.eq(a, b)", x => x[0].Equal(x[1]), Values(1, 2, double.NaN, -0.0), Values(1, 3, double.NaN, 0)),
        Exact<Or>("torch.logical_or(a, b)", x => x[0] | x[1], Booleans(8), Booleans(8)),
        Exact<And>("torch.logical_and(a, b)", x => x[0] & x[1], Booleans(8), Booleans(8)),
    ];
}
