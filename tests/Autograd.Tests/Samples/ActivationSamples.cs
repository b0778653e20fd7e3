using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ActivationSamples
{
    public static IEnumerable<Sample> All =>
    [
        Elementwise<Relu>("torch.relu(a)", x => x[0].Relu(), Real(3, 4)),
        Exact<Relu>("torch.relu(a)", x => x[0].Relu(), Edges.All),
        Exact<Relu>("torch.relu(a)", x => x[0].Relu(), Whole(-5, 5, 2, 3)),
        Exact<ReluGradient>("torch.where(a <= 0, torch.zeros_like(b), b)", x => Operation.Run(new ReluGradient(x[0], x[1])), Edges.Left, Edges.Right),
        Elementwise<ReluGradient>("torch.where(a <= 0, torch.zeros_like(b), b)", x => Operation.Run(new ReluGradient(x[0], x[1])), Real(3, 4), Real(3, 4)),

        Elementwise<LeakyRelu>("torch.nn.functional.leaky_relu(a)", x => x[0].LeakyRelu(), Real(3, 4)),
        Elementwise<LeakyRelu>("torch.nn.functional.leaky_relu(a, 0.3)", x => x[0].LeakyRelu(0.3), Real(3, 4)),
        Exact<LeakyRelu>("torch.nn.functional.leaky_relu(a, 0.2)", x => x[0].LeakyRelu(0.2), Edges.All),
        Exact<LeakyRelu>("torch.nn.functional.leaky_relu(a, 2.)", x => x[0].LeakyRelu(2), Edges.All),
        Elementwise<LeakyReluGradient>(
            "torch.where(a > 0, b, b * 0.3)", x => Operation.Run(new LeakyReluGradient(x[0], x[1], 0.3)), Real(3, 4), Real(3, 4)),

        Elementwise<Hardtanh>("torch.nn.functional.hardtanh(a, -2.5, 2.5)", x => x[0].Hardtanh(-2.5, 2.5), Real(3, 4)),
        Smooth<Hardtanh>("torch.nn.functional.hardtanh(a)", x => x[0].Hardtanh(), Values(-3, -1.1, -0.9, 0.1, 0.9, 2)),
        Exact<Hardtanh>("torch.nn.functional.hardtanh(a)", x => x[0].Hardtanh(), Values(-1, 1, 0, Edges.Infinity, -Edges.Infinity, 2)),
        Exact<Hardtanh>("torch.nn.functional.hardtanh(a)", x => x[0].Hardtanh(), Values(Edges.NaN)),
        Exact<Hardtanh>("torch.nn.functional.hardtanh(a, 0., 6.)", x => x[0].Hardtanh(0, 6), Values(-1, 0, 3, 6, 7)),
        Elementwise<HardtanhGradient>(
            "torch.where((a > -3) & (a < 3), b, torch.zeros_like(b))", x => Operation.Run(new HardtanhGradient(x[0], x[1], -3, 3)), Real(3, 4), Real(3, 4)),
    ];
}
