using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class RoundingSamples
{
    // Halves, so that the way of rounding shows; numbers too large to have a fraction.
    private static SampleInput Halves => Values(0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999999999999994, -0.49999999999999994, 4503599627370497.5, 1e300);

    // The gradient is 0 on both sides of every step; two samples of it, away from the steps.
    private static SampleInput BetweenSteps => Values(0.2, -0.3, 1.7, -1.8, 2.4, 0.9);

    public static IEnumerable<Sample> All =>
    [
        Smooth<Floor>("torch.floor(a)", x => x[0].Floor(), BetweenSteps),
        Exact<Floor>("torch.floor(a)", x => x[0].Floor(), Edges.All),
        Exact<Floor>("torch.floor(a)", x => x[0].Floor(), Halves),
        Exact<Floor>("torch.floor(a)", x => x[0].Floor(), Values([3, 1], DType.Float32, 1.25, -1.25, -0.0)),
        Smooth<Ceiling>("torch.ceil(a)", x => x[0].Ceiling(), BetweenSteps),
        Exact<Ceiling>("torch.ceil(a)", x => x[0].Ceiling(), Edges.All),
        Exact<Ceiling>("torch.ceil(a)", x => x[0].Ceiling(), Halves),
        Smooth<Round>("torch.round(a)", x => x[0].Round(), BetweenSteps),
        Exact<Round>("torch.round(a)", x => x[0].Round(), Edges.All),
        Exact<Round>("torch.round(a)", x => x[0].Round(), Halves),
        Exact<Round>("torch.round(a)", x => x[0].Round(), Values([4], DType.Float32, 0.5, 1.5, 2.5, -3.5)),
        Smooth<Truncate>("torch.trunc(a)", x => x[0].Truncate(), BetweenSteps),
        Exact<Truncate>("torch.trunc(a)", x => x[0].Truncate(), Edges.All),
        Exact<Truncate>("torch.trunc(a)", x => x[0].Truncate(), Halves),
        Exact<Truncate>("torch.trunc(a)", x => x[0].Truncate(), Real(0, 2)),
    ];
}
