using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ReductionSamples
{
    public static IEnumerable<Sample> All =>
    [
        Smooth<Sum>("torch.sum(a.flip(0), dim=0)", x => x[0].Flip(0).Sum(0), Real(70, 3)),
        Smooth<Sum>("torch.sum(a, dim=1)", x => x[0].Sum(1), Real(3, 130, 2)),
        Smooth<Sum>("torch.sum(a)", x => x[0].Sum(), Real(3, 4)),
        Smooth<Sum>("torch.sum(a, dim=[0, 2], keepdim=True)", x => x[0].Sum([0, 2], keepDimensions: true), Real(2, 3, 4)),
        Smooth<Sum>("torch.sum(a, dim=0)", x => x[0].Sum(0), Real(70, 19)),
        Smooth<Sum>("torch.sum(a, dim=1)", x => x[0].Sum(1), Real(2, 3, 17)),
        Exact<Sum>("torch.sum(a)", x => x[0].Sum(), Whole(-9, 9, 3, 4)),
        Exact<Sum>("torch.sum(a, dim=0)", x => x[0].Sum(0), Booleans(3, 4)),
        Exact<Sum>("torch.sum(a, dim=0)", x => x[0].Sum(0), Real(0, 4)),
        Smooth<ReduceMean>("torch.mean(a)", x => x[0].Mean(), Real(3, 4)),
        Smooth<ReduceMean>("torch.mean(a, dim=[-1, 0])", x => x[0].Mean([-1, 0]), Real(2, 3, 4)),
        Exact<ReduceMean>("torch.mean(a)", x => x[0].Mean(), Real(0)),
        Smooth<Product>("torch.prod(a)", x => x[0].Product(), Real(3, 4)),
        Smooth<Product>("torch.prod(a, dim=1)", x => x[0].Product(1), Real(2, 5, 3)),
        Smooth<Product>("torch.prod(a, dim=0, keepdim=True)", x => x[0].Product(0, keepDimensions: true), Real(1, 5)),
        Smooth<Product>("torch.prod(torch.prod(a, dim=2), dim=0)", x => x[0].Product([2, 0]), Real(2, 3, 4)),
        Smooth<Product>("torch.prod(a, dim=0)", x => x[0].Product(0), Values([3, 2], DType.Float64, 0, 2, 3, 0, 5, 0)),
        Exact<Product>("torch.prod(a)", x => x[0].Product(), Values(0, 2, 3)),
        Exact<Product>("torch.prod(a)", x => x[0].Product(), Values(0, 2, 0)),
        Exact<Product>("torch.prod(a)", x => x[0].Product(), Values(0, double.NaN, 3)),
        Exact<Product>("torch.prod(a, dim=0)", x => x[0].Product(0), Whole(-9, 9, 3, 4)),
        Exact<Product>("torch.prod(a, dim=0)", x => x[0].Product(0), Booleans(2, 5)),
        Exact<Product>("torch.prod(a, dim=0)", x => x[0].Product(0), Values([3], DType.Int32, 2, 3, -4)),
        Exact<Product>("torch.prod(a, dim=0)", x => x[0].Product(0), Real(0, 4)),
        Exact<Product>("torch.prod(a, dim=1)", x => x[0].Product(1), Real(0, 4)),
        .. Extrema<Amax, ReduceMax, ArgMax>("max", (x, axes, keep) => x.Max(axes, keep), (x, axis, keep) => x.Max(axis, keep), (x, axis, keep) => x.ArgMax(axis, keep)),
        .. Extrema<Amin, ReduceMin, ArgMin>("min", (x, axes, keep) => x.Min(axes, keep), (x, axis, keep) => x.Min(axis, keep), (x, axis, keep) => x.ArgMin(axis, keep)),
        Smooth<Amax>("torch.amax(a)", x => x[0].Max(), Real(3, 4)),
        Smooth<Amin>("torch.amin(a)", x => x[0].Min(), Real(3, 4)),
        Exact<ArgMax>("torch.argmax(a)", x => x[0].ArgMax(), Real(3, 4)),
        Exact<ArgMin>("torch.argmin(a)", x => x[0].ArgMin(), Real(3, 4)),
        Exact<Any>("torch.any(a)", x => x[0].Any(), Booleans(3, 4)),
        Exact<Any>("torch.any(a, dim=1)", x => x[0].Any(1), Booleans(4, 3)),
        Exact<Any>("torch.any(a, dim=[0, 2], keepdim=True)", x => x[0].Any([0, 2], keepDimensions: true), Whole(0, 1, 2, 3, 2)),
        Exact<Any>("torch.any(a)", x => x[0].Any(), Values(0, -0.0)),
        Exact<Any>("torch.any(a)", x => x[0].Any(), Values(0, double.NaN)),
        Exact<Any>("torch.any(a, dim=0)", x => x[0].Any(0), Booleans(0, 2)),
        Exact<All>("torch.all(a)", x => x[0].All(), Booleans(3, 4)),
        Exact<All>("torch.all(a, dim=0)", x => x[0].All(0), Booleans(2, 6)),
        Exact<All>("torch.all(a, dim=[0, 2], keepdim=True)", x => x[0].All([0, 2], keepDimensions: true), Whole(0, 3, 2, 3, 2)),
        Exact<All>("torch.all(a)", x => x[0].All(), Values(1, -0.0)),
        Exact<All>("torch.all(a)", x => x[0].All(), Values(1, double.NaN)),
        Exact<All>("torch.all(a, dim=0)", x => x[0].All(0), Booleans(0, 2)),
        Smooth<CumulativeSum>("torch.cumsum(a, 0)", x => x[0].CumulativeSum(0), Real(5)),
        Smooth<CumulativeSum>("torch.cumsum(a, 1)", x => x[0].CumulativeSum(1), Real(2, 4, 3)),
        Smooth<CumulativeSum>("torch.cumsum(a, -1)", x => x[0].CumulativeSum(-1), Real(3, 7)),
        Exact<CumulativeSum>("torch.cumsum(a, 0)", x => x[0].CumulativeSum(0), Values(1, double.PositiveInfinity, 2, double.NegativeInfinity, 0)),
        Exact<CumulativeSum>("torch.cumsum(a, 0)", x => x[0].CumulativeSum(0), Whole(-9, 9, 3, 2)),
        Exact<CumulativeSum>("torch.cumsum(a, 0)", x => x[0].CumulativeSum(0), Booleans(6)),
        Exact<CumulativeSum>("torch.cumsum(a, 1)", x => x[0].CumulativeSum(1), Real(2, 0)),
        .. Spread<Variance>("var", (x, axes, correction, keep) => x.Variance(axes, correction, keep)),
        .. Spread<StandardDeviation>("std", (x, axes, correction, keep) => x.StandardDeviation(axes, correction, keep)),
        Smooth<Variance>("torch.var(a)", x => x[0].Variance(), Real(3, 4)),
        Smooth<Variance>("torch.var(a, dim=[1])", x => x[0].Variance(1), Real(3, 4)),
        Exact<Variance>("torch.var(a, dim=[0], correction=2)", x => x[0].Variance(0, correction: 2), Values(1, 2)),
        Exact<Variance>("torch.var(a)", x => x[0].Variance(), Values(1e8, 1e8 + 1, 1e8 + 2)),
        Smooth<StandardDeviation>("torch.std(a)", x => x[0].StandardDeviation(), Real(3, 4)),
        Smooth<StandardDeviation>("torch.std(a, dim=[1])", x => x[0].StandardDeviation(1), Real(3, 4)),
        Exact<StandardDeviation>("torch.std(a, dim=[0], correction=2)", x => x[0].StandardDeviation(0, correction: 2), Values(1, 2)),
        .. Norms(2, "2."),
        .. Norms(1, "1."),
        .. Norms(3, "3."),
        .. Norms(1.5, "1.5"),
        .. Norms(0.5, "0.5"),
        .. Norms(-1, "-1."),
        .. Norms(double.PositiveInfinity, "float('inf')"),
        .. Norms(double.NegativeInfinity, "float('-inf')"),
        Exact<Norm>("torch.linalg.vector_norm(a, 0.)", x => x[0].Norm(p: 0), Values(0, -0.0, 2, double.NaN, double.PositiveInfinity)),
        Exact<Norm>("torch.linalg.vector_norm(a, 0., dim=[1])", x => x[0].Norm(1, 0), Real(3, 4)),
        Exact<Norm>("torch.linalg.vector_norm(a, 2., dim=[0])", x => x[0].Norm(0), Real(0, 2)),
        Exact<Norm>("torch.linalg.vector_norm(a, 3., dim=[0])", x => x[0].Norm(0, 3), Real(0, 2)),
        Exact<Norm>("torch.linalg.vector_norm(a, float('inf'), dim=[1])", x => x[0].Norm(1, double.PositiveInfinity), Real(0, 2)),
        Smooth<LogSumExp>("torch.logsumexp(a, [0, 1])", x => x[0].LogSumExp(), Real(3, 4)),
        Smooth<LogSumExp>("torch.logsumexp(a, [1])", x => x[0].LogSumExp(1), Real(2, 5, 3)),
        Smooth<LogSumExp>("torch.logsumexp(a, [0, 2], keepdim=True)", x => x[0].LogSumExp([0, 2], keepDimensions: true), Real(2, 3, 4)),
        Smooth<LogSumExp>("torch.logsumexp(a, [0])", x => x[0].LogSumExp(0), Real(1000.0, 1003.0, 4)),
        Smooth<LogSumExp>("torch.logsumexp(a, [-1])", x => x[0].LogSumExp(-1), Real(2, 600)),
        Exact<LogSumExp>("torch.logsumexp(a, [1])", x => x[0].LogSumExp(1), Values([6, 2], DType.Float64,
            double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, 1, double.PositiveInfinity, 1,
            double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1, 1e300, 1e300)),
        Exact<LogSumExp>("torch.logsumexp(a, [0])", x => x[0].LogSumExp(0), Real(0, 3)),
        Exact<LogSumExp>("torch.logsumexp(a, [0])", x => x[0].LogSumExp(0), Whole(-3, 3, 4)),
    ];

    /// <summary>The same rows for the variance and its root.</summary>
    private static IEnumerable<Sample> Spread<TSpread>(string name, Func<Tensor, int[], double, bool, Tensor> apply) where TSpread : Operation =>
    [
        Smooth<TSpread>($"torch.{name}(a, dim=[0], correction=0)", x => apply(x[0], [0], 0, false), Real(5, 3)),
        Smooth<TSpread>($"torch.{name}(a, dim=[0, 2], correction=1, keepdim=True)", x => apply(x[0], [0, 2], 1, true), Real(2, 3, 4)),
        Smooth<TSpread>($"torch.{name}(a, dim=[1], correction=2)", x => apply(x[0], [1], 2, false), Real(2, 5, 3)),
        Smooth<TSpread>($"torch.{name}(a, dim=[-1], correction=1)", x => apply(x[0], [-1], 1, false), Real(2, 1200)),
        Exact<TSpread>($"torch.{name}(a, dim=[0], correction=1)", x => apply(x[0], [0], 1, false), Real(1, 3)),
        Exact<TSpread>($"torch.{name}(a, dim=[0], correction=1)", x => apply(x[0], [0], 1, false), Real(0, 3)),
        Exact<TSpread>($"torch.{name}(a, dim=[1], correction=1)", x => apply(x[0], [1], 1, false), Real(0, 3)),
        Exact<TSpread>($"torch.{name}(a, dim=[0], correction=1)", x => apply(x[0], [0], 1, false), Values(2, 2, 2)),
        Exact<TSpread>($"torch.{name}(a, dim=[0], correction=1)", x => apply(x[0], [0], 1, false), Values(2, double.NaN, 2)),
        Exact<TSpread>($"torch.{name}(a, dim=[0], correction=0)", x => apply(x[0], [0], 0, false), Values(2, double.PositiveInfinity, 2)),
    ];

    private static IEnumerable<Sample> Norms(double p, string torch)
    {
        // Below 1 the norm bends so sharply near 0 that finite differences have no digits left there.
        SampleInput Numbers(params int[] shape) => p < 1 && double.IsFinite(p) ? Real(0.5, 2.0, shape) : Real(shape);
        return
        [
            Smooth<Norm>($"torch.linalg.vector_norm(a, {torch})", x => x[0].Norm(p: p), Numbers(3, 4)),
            Smooth<Norm>($"torch.linalg.vector_norm(a, {torch}, dim=[1])", x => x[0].Norm(1, p), Numbers(2, 5, 3)),
            Smooth<Norm>($"torch.linalg.vector_norm(a, {torch}, dim=[0, 2], keepdim=True)", x => x[0].Norm([0, 2], p, keepDimensions: true), Numbers(2, 3, 4)),
            Exact<Norm>($"torch.linalg.vector_norm(a, {torch})", x => x[0].Norm(p: p), Values(0, -2, 3, 2, -0.0, -3)),
            Exact<Norm>($"torch.linalg.vector_norm(a, {torch})", x => x[0].Norm(p: p), Values(0, -0.0, 0)),
            Exact<Norm>($"torch.linalg.vector_norm(a, {torch})", x => x[0].Norm(p: p), Values(double.NaN, 1, 0)),
            Exact<Norm>($"torch.linalg.vector_norm(a, {torch})", x => x[0].Norm(p: p), Values(double.PositiveInfinity, -1, double.NegativeInfinity)),
        ];
    }

    /// <summary>The same rows for the greatest and the least element.</summary>
    private static IEnumerable<Sample> Extrema<TSpread, TPicked, TPlace>(
        string name, Func<Tensor, int[], bool, Tensor> spread, Func<Tensor, int, bool, Selection> picked, Func<Tensor, int, bool, Tensor> place)
        where TSpread : Operation where TPicked : Operation where TPlace : Operation
    {
        var ties = Values([3, 4], DType.Float64, 2, 1, 2, -1, -1, -1, -1, -1, 0, -0.0, double.PositiveInfinity, double.NegativeInfinity);
        var special = Values([3, 3], DType.Float64, 1, double.NaN, 2, double.NaN, double.NaN, 1, -0.0, 0, -0.0);
        return
        [
            Smooth<TSpread>($"torch.a{name}(a, [1])", x => spread(x[0], [1], false), Real(3, 4)),
            Smooth<TSpread>($"torch.a{name}(a, [0, 2], keepdim=True)", x => spread(x[0], [0, 2], true), Real(2, 3, 4)),
            Smooth<TSpread>($"torch.a{name}(a, [0])", x => spread(x[0], [0], false), Real(70, 19)),
            Smooth<TSpread>($"torch.a{name}(a, [-1])", x => spread(x[0], [-1], false), Real(2, 600)),
            Exact<TSpread>($"torch.a{name}(a, [1])", x => spread(x[0], [1], false), ties),
            Exact<TSpread>($"torch.a{name}(a, [0])", x => spread(x[0], [0], false), ties),
            // Which of −0 and 0 is the greater depends in libtorch on their places, so none is here; ours is IEEE 754's 0.
            Exact<TSpread>($"torch.a{name}(a, [1])", x => spread(x[0], [1], false), Values([2, 3], DType.Float64, 1, double.NaN, 2, double.NaN, double.NaN, 1)),
            Exact<TSpread>($"torch.a{name}(a, [0])", x => spread(x[0], [0], false), Whole(-9, 9, 3, 4)),
            Exact<TSpread>($"torch.a{name}(a, [1])", x => spread(x[0], [1], false), Real(0, 3)),
            Smooth<TPicked>($"torch.{name}(a, dim=1)[0]", x => picked(x[0], 1, false), Real(3, 4)),
            Smooth<TPicked>($"torch.{name}(a, dim=0, keepdim=True)[0]", x => picked(x[0], 0, true), Real(5, 3)),
            Smooth<TPicked>($"torch.{name}(a, dim=1)[0]", x => picked(x[0], 1, false), Real(2, 4, 3)),
            Exact<TPicked>($"torch.{name}(a, dim=1)[0]", x => picked(x[0], 1, false), ties),
            Exact<TPicked>($"torch.{name}(a, dim=0)[0]", x => picked(x[0], 0, false), ties),
            Exact<TPicked>($"torch.{name}(a, dim=1)[0]", x => picked(x[0], 1, false), special),
            Exact<TPicked>($"torch.{name}(a, dim=0)[0]", x => picked(x[0], 0, false), Whole(-9, 9, 3, 4)),
            Exact<TPicked>($"torch.{name}(a, dim=0)[0]", x => picked(x[0], 0, false), Booleans(2, 6)),
            Exact<TPicked>($"torch.{name}(a, dim=1)[0]", x => picked(x[0], 1, false), Real(0, 3)),
            Exact<TPlace>($"torch.{name}(a, dim=1)[1]", x => picked(x[0], 1, false).Indices, ties),
            Exact<TPlace>($"torch.arg{name}(a, 1)", x => place(x[0], 1, false), ties),
            Exact<TPlace>($"torch.arg{name}(a, 0, True)", x => place(x[0], 0, true), special),
            Exact<TPlace>($"torch.arg{name}(a, 1)", x => place(x[0], 1, false), Whole(-9, 9, 2, 5, 3)),
        ];
    }
}
