namespace Autograd.Tests.Samples;

internal static class ExponentialSamples
{
    public static IEnumerable<Sample> All =>
    [
    ];
}
