using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class NormalizationSamples
{
    private static readonly Tensor _mean = Tensor.From([0.5, -1, 2]), _variance = Tensor.From([1.5, 0.25, 4]);

    public static IEnumerable<Sample> All => [.. Rows, .. Channels, .. Batches, .. Gradients];

    private static IEnumerable<Sample> Rows =>
    [
        Smooth<LayerNormalization>("torch.layer_norm(a, [5])", x => x[0].LayerNorm(), Real(3, 5)),
        Smooth<LayerNormalization>("torch.layer_norm(a, [5], b)", x => x[0].LayerNorm(1, x[1]), Real(3, 5), Real(5)),
        Smooth<LayerNormalization>("torch.layer_norm(a, [5], b, c)", x => x[0].LayerNorm([5], x[1], x[2]), Real(2, 3, 5), Real(5), Real(5)),
        Smooth<LayerNormalization>("torch.layer_norm(a, [5], None, b)", x => x[0].LayerNorm(1, null, x[1]), Real(3, 5), Real(5)),
        Smooth<LayerNormalization>("torch.layer_norm(a, [3, 7], b, c, 0.1)", x => x[0].LayerNorm(2, x[1], x[2], 0.1), Real(2, 2, 3, 7), Real(3, 7), Real(3, 7)),
        Smooth<LayerNormalization>("torch.layer_norm(a, [7], b, c)", x => x[0].LayerNorm(1, x[1], x[2]), Real(7), Real(7), Real(7)),
        Smooth<LayerNormalization>("torch.layer_norm(a, [19], b, c, 0.)", x => x[0].LayerNorm(1, x[1], x[2], 0), Real(3, 19), Real(19), Real(19)),
        // More rows than one chunk of weights' gradients (among so many some are nearly constant: a large ε keeps their curvature in
        // reach of finite differences), and rows longer than a block.
        Smooth<LayerNormalization>("torch.layer_norm(a, [3], b, c, 0.5)", x => x[0].LayerNorm(1, x[1], x[2], 0.5), Real(150, 3), Real(3), Real(3)),
        Smooth<LayerNormalization>("torch.layer_norm(a, [523], b, c)", x => x[0].LayerNorm(1, x[1], x[2]), Real(2, 523), Real(523), Real(523)),
        Smooth<LayerNormalization>(
            "torch.layer_norm(a.transpose(0, 1)[1:], [5], b)", x => x[0].Transpose(0, 1).Slice(0, 1, 4).LayerNorm(1, x[1]), Real(5, 4), Real(5)),
        // Equal elements, a single one, none; far from 0; NaN and infinity.
        Exact<LayerNormalization>("torch.layer_norm(a, [3], b, c)", x => x[0].LayerNorm(1, x[1], x[2]), Values([2, 3], DType.Float64, 2, 2, 2, -1, -1, -1), Real(3), Real(3)),
        Exact<LayerNormalization>("torch.layer_norm(a, [1], b, c)", x => x[0].LayerNorm(1, x[1], x[2]), Real(3, 1), Real(1), Real(1)),
        Exact<LayerNormalization>("torch.layer_norm(a, [4], b, c)", x => x[0].LayerNorm(1, x[1], x[2]), Real(0, 4), Real(4), Real(4)),
        Exact<LayerNormalization>("torch.layer_norm(a, [0], b)", x => x[0].LayerNorm(1, x[1]), Real(3, 0), Real(0)),
        Exact<LayerNormalization>("torch.layer_norm(a, [4], b)", x => x[0].LayerNorm(1, x[1]), Real(1e6 - 1, 1e6 + 1, 2, 4), Real(4)) with { Tolerance = 1e-9 },
        Exact<LayerNormalization>("torch.layer_norm(a, [2])", x => x[0].LayerNorm(), Values([2, 2], DType.Float64, 1, double.NaN, double.PositiveInfinity, 2)),
        Smooth<RmsNormalization>("torch.rms_norm(a, [5])", x => x[0].RmsNorm(), Real(3, 5)),
        Smooth<RmsNormalization>("torch.rms_norm(a, [5], b)", x => x[0].RmsNorm([5], x[1]), Real(2, 3, 5), Real(5)),
        Smooth<RmsNormalization>("torch.rms_norm(a, [3, 7], b, 0.1)", x => x[0].RmsNorm(2, x[1], 0.1), Real(2, 2, 3, 7), Real(3, 7)),
        Exact<RmsNormalization>("torch.rms_norm(a, [4], b)", x => x[0].RmsNorm(1, x[1]), new SampleInput([2, 4], DType.Float32, -1e-3, 1e-3), new SampleInput([4], DType.Float32, -2, 2)),
        Exact<RmsNormalization>("torch.rms_norm(a, [3], b)", x => x[0].RmsNorm(1, x[1]), Values([2, 3], DType.Float64, 0, 0, 0, -1, -1, -1), Positive(3)),
        Exact<RmsNormalization>("torch.rms_norm(a, [4], b)", x => x[0].RmsNorm(1, x[1]), Real(0, 4), Real(4)),
    ];

    private static IEnumerable<Sample> Channels =>
    [
        Smooth<GroupNormalization>("torch.group_norm(a, 2)", x => x[0].GroupNorm(2), Real(2, 4, 3)),
        Smooth<GroupNormalization>("torch.group_norm(a, 2, b, c)", x => x[0].GroupNorm(2, x[1], x[2]), Real(2, 4, 3, 2), Real(4), Real(4)),
        Smooth<GroupNormalization>("torch.group_norm(a, 1, b, c, 0.1)", x => x[0].GroupNorm(1, x[1], x[2], 0.1), Real(2, 3, 17), Real(3), Real(3)),
        Smooth<GroupNormalization>("torch.group_norm(a, 3, b, None, 0.5)", x => x[0].GroupNorm(3, x[1], epsilon: 0.5), Real(70, 3, 2), Real(3)),
        Smooth<GroupNormalization>("torch.group_norm(a, 2, b, c)", x => x[0].GroupNorm(2, x[1], x[2]), Real(3, 6), Real(6), Real(6)),
        Smooth<GroupNormalization>("torch.group_norm(a, 2, b, c)", x => x[0].GroupNorm(2, x[1], x[2]), Real(3, 6, 1, 1), Real(6), Real(6)),
        Smooth<GroupNormalization>(
            "torch.group_norm(a.transpose(1, 3), 2, b, c)", x => x[0].Transpose(1, 3).GroupNorm(2, x[1], x[2]), Real(2, 3, 2, 4), Real(4), Real(4)),
        Exact<GroupNormalization>("torch.group_norm(a, 2, b, c)", x => x[0].GroupNorm(2, x[1], x[2]), Real(0, 4, 3), Real(4), Real(4)),
        Smooth<InstanceNormalization>(
            "torch.instance_norm(a, None, None, None, None, True, 0.1, 1e-05, False)", x => x[0].InstanceNorm(), Real(2, 3, 5)),
        Smooth<InstanceNormalization>(
            "torch.instance_norm(a, b, c, None, None, True, 0.1, 1e-05, False)", x => x[0].InstanceNorm(x[1], x[2]), Real(2, 3, 5, 4), Real(3), Real(3)),
        Smooth<InstanceNormalization>(
            "torch.instance_norm(a, b, None, None, None, True, 0.1, 0.1, False)", x => x[0].InstanceNorm(x[1], epsilon: 0.1), Real(2, 2, 3, 2, 3), Real(2)),
    ];

    private static IEnumerable<Sample> Batches =>
    [
        Smooth<BatchNormalization>("torch.batch_norm(a, None, None, None, None, True, 0.1, 1e-05, False)", x => x[0].BatchNorm(), Real(6, 3)),
        Smooth<BatchNormalization>("torch.batch_norm(a, b, c, None, None, True, 0.1, 1e-05, False)", x => x[0].BatchNorm(x[1], x[2]), Real(6, 3), Real(3), Real(3)),
        Smooth<BatchNormalization>("torch.batch_norm(a, b, c, None, None, True, 0.1, 0.1, False)", x => x[0].BatchNorm(x[1], x[2], 0.1), Real(3, 2, 5), Real(2), Real(2)),
        // Few pixels and many: channels are gathered, or read where they are.
        Smooth<BatchNormalization>("torch.batch_norm(a, b, c, None, None, True, 0.1, 1e-05, False)", x => x[0].BatchNorm(x[1], x[2]), Real(2, 3, 3, 4), Real(3), Real(3)),
        Smooth<BatchNormalization>("torch.batch_norm(a, b, c, None, None, True, 0.1, 1e-05, False)", x => x[0].BatchNorm(x[1], x[2]), Real(2, 3, 5, 7), Real(3), Real(3)),
        Smooth<BatchNormalization>("torch.batch_norm(a, b, None, None, None, True, 0.1, 1e-05, False)", x => x[0].BatchNorm(x[1]), Real(1, 2, 2, 3, 3), Real(2)),
        Smooth<BatchNormalization>(
            "torch.batch_norm(a.transpose(0, 1), b, None, None, None, True, 0.1, 1e-05, False)", x => x[0].Transpose(0, 1).BatchNorm(x[1]), Real(2, 4, 17), Real(2)),
        Smooth<Mul>(
            "torch.batch_norm(a, b, c, torch.tensor([0.5, -1., 2.], dtype=torch.float64), torch.tensor([1.5, 0.25, 4.], dtype=torch.float64), False, 0.1, 1e-05, False)",
            x => x[0].BatchNorm(_mean.Cast(x[0].DType), _variance.Cast(x[0].DType), x[1], x[2]), Real(4, 3, 2), Real(3), Real(3)),
    ];

    /// <summary>The gradients as operations of their own, with and without weights, for each way in which groups lie.</summary>
    private static IEnumerable<Sample> Gradients =>
    [
        Smooth<NormalizationGradient>(
            InputGradient("a", "b * c", "1"), x => Operation.Run(new LayerNormalization(x[0].Detach(), [5], null, null, 1e-5)).GradientFor(x[0], x[1], x[2]), Real(2, 5), Real(2, 5), Real(5)),
        Smooth<NormalizationGradient>(
            InputGradient("a", "b", "1"), x => Operation.Run(new LayerNormalization(x[0].Detach(), [5], null, null, 1e-5)).GradientFor(x[0], x[1], null), Real(3, 5), Real(3, 5)),
        Smooth<NormalizationGradient>(
            InputGradient("a", "b * c.reshape(3, 1)", "0, 2"),
            x => Operation.Run(new BatchNormalization(x[0].Detach(), null, null, 1e-5)).GradientFor(x[0], x[1], x[2]), Real(2, 3, 4), Real(2, 3, 4), Real(3)),
        Smooth<NormalizationGradient>(
            InputGradient("a", "b * c.reshape(3, 1)", "0, 2"),
            x => Operation.Run(new BatchNormalization(x[0].Detach(), null, null, 1e-5)).GradientFor(x[0], x[1], x[2]), Real(2, 3, 17), Real(2, 3, 17), Real(3)),
        Smooth<NormalizationWeightGradient>(
            "(a * (b - b.mean(1, keepdim=True)) / (b.var(1, unbiased=False, keepdim=True) + 1e-05).sqrt()).sum(0)",
            x => Operation.Run(new LayerNormalization(x[1].Detach(), [5], null, null, 1e-5)).WeightGradientFor(x[0], x[1], [5]), Real(3, 5), Real(3, 5)),
        Smooth<NormalizationWeightGradient>(
            "(a * (b - b.mean(2, keepdim=True)) / (b.var(2, unbiased=False, keepdim=True) + 1e-05).sqrt()).sum([0, 2])",
            x => Operation.Run(new InstanceNormalization(x[1].Detach(), null, null, 1e-5)).WeightGradientFor(x[0], x[1], [3]), Real(2, 3, 4), Real(2, 3, 4)),
        Smooth<NormalizationBiasGradient>("a.sum(0)", x => BiasGradient(Operation.Run(new LayerNormalization(x[0].Detach(), [5], null, null, 1e-5)), x[0], [5]), Real(3, 5)),
        Smooth<NormalizationBiasGradient>("a.sum([0, 2])", x => BiasGradient(Operation.Run(new BatchNormalization(x[0].Detach(), null, null, 1e-5)), x[0], [3]), Real(2, 3, 4)),
        Smooth<NormalizationBiasGradient>("a.sum([0, 2])", x => BiasGradient(Operation.Run(new GroupNormalization(x[0].Detach(), 2, null, null, 1e-5)), x[0], [4]), Real(2, 4, 3)),
    ];

    /// <summary>The sums that a normalization's gradient for its input computes on the way.</summary>
    private static Tensor BiasGradient(Normalization y, Tensor gradient, Shape bias) =>
        y.BiasGradientFor(gradient, bias, y.GradientFor(y.Detach(), gradient.Detach(), null, withWeights: true));

    private static string InputGradient(string x, string h, string axes) => $"""
        h = {h}
        r = ({x}.var([{axes}], unbiased=False, keepdim=True) + 1e-05).rsqrt()
        s = ({x} - {x}.mean([{axes}], keepdim=True)) * r
        return (h - h.mean([{axes}], keepdim=True) - s * (h * s).mean([{axes}], keepdim=True)) * r
        """;
}
