namespace Autograd.Tests.Samples;

internal static class IndexingSamples
{
    public static IEnumerable<Sample> All =>
    [
    ];
}
