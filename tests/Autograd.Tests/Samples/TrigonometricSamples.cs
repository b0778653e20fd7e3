namespace Autograd.Tests.Samples;

internal static class TrigonometricSamples
{
    public static IEnumerable<Sample> All =>
    [
    ];
}
