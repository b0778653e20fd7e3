using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ActivationSamples
{
    public static IEnumerable<Sample> All =>
    [
        Elementwise<Relu>("torch.relu(a)", x => x[0].Relu(), Real(3, 4)),
        Exact<Relu>("torch.relu(a)", x => x[0].Relu(), Values(0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN)),
        Elementwise<ReluGradient>("torch.where(a <= 0, torch.zeros_like(b), b)", x => Operation.Run(new ReluGradient(x[0], x[1])), Real(3, 4), Real(3, 4)),
    ];
}
