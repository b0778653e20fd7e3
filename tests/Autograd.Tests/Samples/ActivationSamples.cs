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

        Elementwise<Sigmoid>("torch.sigmoid(a)", x => x[0].Sigmoid(), Real(3, 4)),
        Exact<Sigmoid>("torch.sigmoid(a)", x => x[0].Sigmoid(), Edges.All),
        Exact<Sigmoid>("torch.sigmoid(a)", x => x[0].Sigmoid(), Values(-745, -700, 36, 37, 710, 1e300, -1e300)),
        Exact<Sigmoid>("torch.sigmoid(a)", x => x[0].Sigmoid(), Values([2], DType.Int64, 0, 100)),
        Elementwise<SigmoidGradient>("b * a * (1 - a)", x => Operation.Run(new SigmoidGradient(x[0], x[1])), Real(0.1, 0.9, 3, 4), Real(3, 4)),

        Elementwise<LeakyRelu>("torch.nn.functional.leaky_relu(a)", x => x[0].LeakyRelu(), Real(3, 4)),
        Elementwise<LeakyRelu>("torch.nn.functional.leaky_relu(a, 0.3)", x => x[0].LeakyRelu(0.3), Real(3, 4)),
        Exact<LeakyRelu>("torch.nn.functional.leaky_relu(a, 0.2)", x => x[0].LeakyRelu(0.2), Edges.All),
        Exact<LeakyRelu>("torch.nn.functional.leaky_relu(a, 2.)", x => x[0].LeakyRelu(2), Edges.All),
        Elementwise<LeakyReluGradient>(
            "torch.where(a > 0, b, b * 0.3)", x => Operation.Run(new LeakyReluGradient(x[0], x[1], 0.3)), Real(3, 4), Real(3, 4)),

        Elementwise<Elu>("torch.nn.functional.elu(a)", x => x[0].Elu(), Real(3, 4)),
        Elementwise<Elu>("torch.nn.functional.elu(a, 1.7)", x => x[0].Elu(1.7), Real(3, 4)),
        Exact<Elu>("torch.nn.functional.elu(a, 1.7)", x => x[0].Elu(1.7), Edges.All),
        Exact<Elu>("torch.nn.functional.elu(a)", x => x[0].Elu(), Values(800, -800, 1e-10, -1e-10)),
        Elementwise<Elu>("torch.selu(a)", x => x[0].Selu(), Real(3, 4)),
        Exact<Elu>("torch.selu(a)", x => x[0].Selu(), Edges.All),
        Smooth<Where>("torch.prelu(a, b)", x => x[0].PRelu(x[1]), Real(2, 3, 4), Positive(3)),
        Smooth<Where>("torch.prelu(a, b)", x => x[0].PRelu(x[1]), Real(3, 4), Values(-0.3)),
        Exact<Where>("torch.prelu(a, b)", x => x[0].PRelu(x[1]), Edges.All, Values(0.25)),
        Elementwise<EluGradient>(
            "torch.where(a > 0, 2 * b, 3 * b * torch.exp(a))", x => Operation.Run(new EluGradient(x[0], x[1], 1.5, 2)), Real(3, 4), Positive(3, 4)),

        Elementwise<Gelu>("torch.nn.functional.gelu(a)", x => x[0].Gelu(), Real(3, 4)),
        Exact<Gelu>("torch.nn.functional.gelu(a)", x => x[0].Gelu(), Edges.All),
        Exact<Gelu>("torch.nn.functional.gelu(a)", x => x[0].Gelu(), Values(-4, -3, 3, 4, 8, 1e-8, 1e10)),
        Elementwise<GeluGradient>(
            "b * (0.5 * (1 + torch.erf(a * 0.7071067811865476)) + a * torch.exp(-0.5 * a * a) * 0.3989422804014327)",
            x => Operation.Run(new GeluGradient(x[0], x[1])), Real(3, 4), Real(3, 4)),
        Elementwise<GeluTanh>("torch.nn.functional.gelu(a, approximate='tanh')", x => x[0].Gelu(GeluApproximation.Tanh), Real(3, 4)),
        Exact<GeluTanh>("torch.nn.functional.gelu(a, approximate='tanh')", x => x[0].Gelu(GeluApproximation.Tanh), Edges.All),
        Exact<GeluTanh>("torch.nn.functional.gelu(a, approximate='tanh')", x => x[0].Gelu(GeluApproximation.Tanh), Values(-4, -3, 3, 4, 8, 1e-8, 1e10)),
        Elementwise<GeluTanhGradient>(
            """
            u = 0.7978845608028654 * (a + 0.044715 * a ** 3)
            t = torch.tanh(u)
            return b * 0.5 * (1 + t + a * (1 - t * t) * 0.7978845608028654 * (1 + 3 * 0.044715 * a * a))
            """,
            x => Operation.Run(new GeluTanhGradient(x[0], x[1])), Real(3, 4), Real(3, 4)),

        Elementwise<Silu>("torch.nn.functional.silu(a)", x => x[0].Silu(), Real(3, 4)),
        Exact<Silu>("torch.nn.functional.silu(a)", x => x[0].Silu(), Edges.All),
        Elementwise<SiluGradient>(
            "b * torch.sigmoid(a) * (1 + a * (1 - torch.sigmoid(a)))", x => Operation.Run(new SiluGradient(x[0], x[1])), Real(3, 4), Real(3, 4)),

        Elementwise<Softplus>("torch.nn.functional.softplus(a)", x => x[0].Softplus(), Real(3, 4)),
        Elementwise<Softplus>("torch.nn.functional.softplus(a, 2.5, 3.)", x => x[0].Softplus(2.5, 3), Real(1.5, 2, 3, 4)),
        Elementwise<Softplus>("torch.nn.functional.softplus(a, 2.5, 9.)", x => x[0].Softplus(2.5, 9), Real(3, 4)),
        Exact<Softplus>("torch.nn.functional.softplus(a)", x => x[0].Softplus(), Edges.All),
        Exact<Softplus>("torch.nn.functional.softplus(a, 2., 1.)", x => x[0].Softplus(2, 1), Edges.All),
        Exact<Softplus>("torch.nn.functional.softplus(a)", x => x[0].Softplus(), Values(20, 20.000001, 19.999999, -40, -800, 800)),
        Elementwise<SoftplusGradient>(
            "b * torch.sigmoid(2.5 * a)", x => Operation.Run(new SoftplusGradient(x[0], x[1], 2.5, 9)), Real(3, 4), Real(3, 4)),

        Elementwise<Mish>("torch.nn.functional.mish(a)", x => x[0].Mish(), Real(3, 4)),
        Exact<Mish>("torch.nn.functional.mish(a)", x => x[0].Mish(), Edges.All),
        Exact<Mish>("torch.nn.functional.mish(a)", x => x[0].Mish(), Values(20, -20, -40, 50, 800, -800, 1e-8)),
        Elementwise<MishGradient>(
            """
            t = torch.tanh(torch.nn.functional.softplus(a))
            return b * (t + a * torch.sigmoid(a) * (1 - t * t))
            """,
            x => Operation.Run(new MishGradient(x[0], x[1])), Real(3, 4), Real(3, 4)),

        Elementwise<Hardtanh>("torch.nn.functional.hardtanh(a, -2.5, 2.5)", x => x[0].Hardtanh(-2.5, 2.5), Real(3, 4)),
        Smooth<Hardtanh>("torch.nn.functional.hardtanh(a)", x => x[0].Hardtanh(), Values(-3, -1.1, -0.9, 0.1, 0.9, 2)),
        Exact<Hardtanh>("torch.nn.functional.hardtanh(a)", x => x[0].Hardtanh(), Values(-1, 1, 0, Edges.Infinity, -Edges.Infinity, 2)),
        Exact<Hardtanh>("torch.nn.functional.hardtanh(a)", x => x[0].Hardtanh(), Values(Edges.NaN)),
        Exact<Hardtanh>("torch.nn.functional.hardtanh(a, 0., 6.)", x => x[0].Hardtanh(0, 6), Values(-1, 0, 3, 6, 7)),
        Elementwise<HardtanhGradient>(
            "torch.where((a > -3) & (a < 3), b, torch.zeros_like(b))", x => Operation.Run(new HardtanhGradient(x[0], x[1], -3, 3)), Real(3, 4), Real(3, 4)),
    ];
}
