namespace Autograd.Tests.Samples;

internal static class LossSamples
{
    public static IEnumerable<Sample> All =>
    [
    ];
}
