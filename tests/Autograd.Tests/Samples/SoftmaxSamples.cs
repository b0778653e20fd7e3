using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class SoftmaxSamples
{
    public static IEnumerable<Sample> All =>
    [
        Smooth<Softmax>("torch.softmax(a, 0)", x => x[0].Softmax(0), Real(5)),
        Smooth<Softmax>("torch.softmax(a, -1)", x => x[0].Softmax(-1), Real(3, 19)),
        Smooth<Softmax>("torch.softmax(a, 1)", x => x[0].Softmax(1), Real(2, 4, 3)),
        Smooth<Softmax>("torch.softmax(a, 0)", x => x[0].Softmax(0), Real(1000.0, 1003.0, 4, 2)),
        Exact<Softmax>("torch.softmax(a, -1)", x => x[0].Softmax(-1), Edges),
        Exact<Softmax>("torch.softmax(a, 0)", x => x[0].Softmax(0), Values(1e300, -1e300, 1e300, 0)),
        Exact<Softmax>("torch.softmax(a, -1)", x => x[0].Softmax(-1), Real(2, 600)),
        Exact<Softmax>("torch.softmax(a, 1)", x => x[0].Softmax(1), Real(3, 0)),
        Exact<Softmax>("torch.softmax(a, 1)", x => x[0].Softmax(1), Real(0, 3)),
        Smooth<SoftmaxGradient>(
            "torch._softmax_backward_data(b, a, 1, 7)", x => Operation.Run(new SoftmaxGradient(x[0], x[1], 1)), Positive(2, 3), Real(2, 3)),
        Smooth<SoftmaxGradient>(
            "a * (b - (a * b).sum(0, keepdim=True))", x => Operation.Run(new SoftmaxGradient(x[0], x[1], 0)), Positive(5, 2), Real(5, 2)),
        Smooth<LogSoftmax>("torch.log_softmax(a, 0)", x => x[0].LogSoftmax(0), Real(5)),
        Smooth<LogSoftmax>("torch.log_softmax(a, -1)", x => x[0].LogSoftmax(-1), Real(3, 19)),
        Smooth<LogSoftmax>("torch.log_softmax(a, 1)", x => x[0].LogSoftmax(1), Real(2, 4, 3)),
        Smooth<LogSoftmax>("torch.log_softmax(a, 0)", x => x[0].LogSoftmax(0), Real(1000.0, 1003.0, 4, 2)),
        Exact<LogSoftmax>("torch.log_softmax(a, -1)", x => x[0].LogSoftmax(-1), Edges),
        Exact<LogSoftmax>("torch.log_softmax(a, -1)", x => x[0].LogSoftmax(-1), Real(2, 600)),
        Exact<LogSoftmax>("torch.log_softmax(a, 1)", x => x[0].LogSoftmax(1), Real(3, 0)),
        Smooth<LogSoftmaxGradient>(
            "torch._log_softmax_backward_data(b, a, 1, 7)", x => Operation.Run(new LogSoftmaxGradient(x[0], x[1], 1)), Real(2, 3), Real(2, 3)),
        Smooth<LogSoftmaxGradient>(
            "b - torch.exp(a) * b.sum(0, keepdim=True)", x => Operation.Run(new LogSoftmaxGradient(x[0], x[1], 0)), Real(5, 2), Real(5, 2)),
    ];

    /// <summary>A row each with −∞, only −∞, ∞, NaN, and numbers whose exponentials overflow or vanish.</summary>
    private static SampleInput Edges => Values([5, 3], DType.Float64,
        double.NegativeInfinity, 1, 2,
        double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity,
        double.PositiveInfinity, 1, 2,
        double.NaN, 1, 2,
        800, 0, -800);
}
