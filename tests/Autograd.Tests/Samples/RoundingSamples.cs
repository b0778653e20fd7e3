namespace Autograd.Tests.Samples;

internal static class RoundingSamples
{
    public static IEnumerable<Sample> All =>
    [
    ];
}
