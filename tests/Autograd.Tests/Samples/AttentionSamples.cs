using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class AttentionSamples
{
    // The third query may attend to nothing.
    private static readonly Tensor _allowed = Tensor.From([true, false, true, true, true, false, false, false, false, true, true, true], [4, 3]);

    public static IEnumerable<Sample> All => [.. Plain, .. Masked, .. Gradients];

    private static IEnumerable<Sample> Plain =>
    [
        Attention("", x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(4, 5), Real(3, 5), Real(3, 2)),
        Attention("scale=0.3", x => x[0].ScaledDotProductAttention(x[1], x[2], scale: 0.3), Real(2, 4, 5), Real(2, 3, 5), Real(2, 3, 6)),
        Attention("scale=-1.", x => x[0].ScaledDotProductAttention(x[1], x[2], scale: -1), Real(1, 2, 1, 4), Real(1, 2, 2, 4), Real(1, 2, 2, 3)),
        // Whole tiles and blocks, and more and less than that.
        Attention("", x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(2, 64, 32), Real(2, 64, 32), Real(2, 64, 32)),
        Attention("", x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(67, 33), Real(131, 33), Real(131, 17)),
        Attention("", x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(2, 130, 7), Real(2, 70, 7), Real(2, 70, 35)),
        // Several spans of keys add to the same queries.
        Attention("", x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(3, 2), Real(2100, 2), Real(2100, 3)),
        Attention("is_causal=True", x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal: true), Real(2, 4, 5), Real(2, 4, 5), Real(2, 4, 3)),
        Attention("is_causal=True", x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal: true), Real(5, 3), Real(2, 3), Real(2, 3)),
        Attention("is_causal=True", x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal: true), Real(2, 3), Real(5, 3), Real(5, 3)),
        Attention("is_causal=True", x => x[0].ScaledDotProductAttention(x[1], x[2], isCausal: true), Real(140, 5), Real(140, 5), Real(140, 4)),
        // Axes that broadcast; queries in groups that share their keys; heads that were cut out of one axis.
        Attention("", x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(2, 3, 4, 5), Real(3, 3, 5), Real(2, 1, 3, 2)),
        Attention("", x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(2, 3, 4), Real(5, 4), Real(5, 2)),
        Smooth<ScaledDotProductAttention>(
            "torch.scaled_dot_product_attention(a.view(2, 3, 4, 8).transpose(1, 2), b.view(2, 5, 4, 8).transpose(1, 2), c.view(2, 5, 4, 8).transpose(1, 2))",
            x => Heads(x[0], 3).ScaledDotProductAttention(Heads(x[1], 5), Heads(x[2], 5)), Real(2, 3, 32), Real(2, 5, 32), Real(2, 5, 32)),
        // Nothing: no keys, no width, no queries, no values, no matrices.
        Exact<ScaledDotProductAttention>(Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(2, 3), Real(0, 3), Real(0, 2)),
        Exact<ScaledDotProductAttention>(Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(2, 0), Real(3, 0), Real(3, 2)),
        Exact<ScaledDotProductAttention>(Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(0, 3), Real(2, 3), Real(2, 3)),
        Exact<ScaledDotProductAttention>(Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(2, 3), Real(2, 3), Real(2, 0)),
        Exact<ScaledDotProductAttention>(Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(0, 2, 3), Real(0, 2, 3), Real(0, 2, 3)),
        // NaN stays in its row; scores of thousands; one infinity spoils all.
        Exact<ScaledDotProductAttention>(
            Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Values([3, 1], DType.Float64, 1, double.NaN, 2), Real(2, 1), Real(2, 1)),
        Exact<ScaledDotProductAttention>(Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(-100d, 100, 3, 5), Real(-100d, 100, 4, 5), Real(4, 2)),
        Exact<ScaledDotProductAttention>(
            Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]), Real(3, 1), Values([2, 1], DType.Float64, double.PositiveInfinity, 1), Real(2, 1)),
        Exact<ScaledDotProductAttention>(
            Torch(""), x => x[0].ScaledDotProductAttention(x[1], x[2]),
            new SampleInput([9, 20], DType.Float32, -2, 2), new SampleInput([70, 20], DType.Float32, -2, 2), new SampleInput([70, 36], DType.Float32, -2, 2)),
    ];

    private static IEnumerable<Sample> Masked =>
    [
        Attention("d", x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(4, 5), Real(3, 5), Real(3, 2), Real(4, 3)),
        Attention("d", x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(2, 3, 4, 5), Real(2, 3, 6, 5), Real(2, 3, 6, 2), Real(4, 6)),
        Attention("d", x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(2, 3, 4, 5), Real(2, 3, 6, 5), Real(2, 3, 6, 2), Real(2, 1, 1, 6)),
        Attention("d", x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(2, 66, 3), Real(2, 70, 3), Real(2, 70, 3), Real(2, 66, 70)),
        Attention("d", x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(4, 5), Real(3, 5), Real(3, 2), Booleans(4, 3)),
        Attention("d", x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(2, 3, 68, 5), Real(2, 3, 70, 5), Real(2, 3, 70, 2), Booleans(2, 1, 68, 70)),
        Attention("torch.tensor([[True, False, True], [True, True, False], [False, False, False], [True, True, True]])",
            x => x[0].ScaledDotProductAttention(x[1], x[2], _allowed), Real(4, 5), Real(3, 5), Real(3, 2)),
        Exact<ScaledDotProductAttention>(
            Torch("d"), x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(3, 1), Real(2, 1), Real(2, 1),
            Values([3, 2], DType.Float64, 1, 2, double.NegativeInfinity, double.NegativeInfinity, 0.5, double.NegativeInfinity)),
        Exact<ScaledDotProductAttention>(
            Torch("d"), x => x[0].ScaledDotProductAttention(x[1], x[2], x[3]), Real(3, 1), Real(2, 1), Real(2, 1),
            Values([3, 2], DType.Float64, 1, 2, double.PositiveInfinity, 1, double.NaN, 0)),
    ];

    /// <summary>The gradients as an operation of their own: one vector after another.</summary>
    private static IEnumerable<Sample> Gradients =>
    [
        Smooth<AttentionGradient>(Gradient("0."), x => GradientFor(x, null, false), Real(4, 5), Real(3, 5), Real(3, 2), Real(4, 2)),
        Smooth<AttentionGradient>(Gradient("0."), x => GradientFor(x, null, false), Real(2, 2, 3), Real(2, 3, 3), Real(2, 3, 4), Real(2, 2, 4)),
        Smooth<AttentionGradient>(
            Gradient("torch.tensor([[0., -inf, -inf], [0., 0., -inf]], dtype=torch.float64)"), x => GradientFor(x, null, true), Real(2, 5), Real(3, 5), Real(3, 2), Real(2, 2)),
        Smooth<AttentionGradient>(
            Gradient("torch.tensor([[0., -inf, 0.], [0., 0., -inf], [-inf, -inf, -inf], [0., 0., 0.]], dtype=torch.float64)"), x => GradientFor(x, _allowed, false),
            Real(4, 5), Real(3, 5), Real(3, 2), Real(4, 2)),
        Smooth<AttentionGradient>(
            Gradient("d", mask: "d", flow: "a.sin()"), x => Operation.Run(new ScaledDotProductAttention(x[0].Detach(), x[1].Detach(), x[2].Detach(), x[3].Detach(), false, 0.5))
                .GradientFor(x[0], x[1], x[2], x[0].Sin(), x[3], true), Real(4, 2), Real(3, 2), Real(3, 2), Real(4, 3)),
    ];

    private static Sample Attention(string arguments, Func<Tensor[], Tensor> apply, params SampleInput[] inputs) =>
        Smooth<ScaledDotProductAttention>(Torch(arguments), apply, inputs);

    private static string Torch(string arguments) => $"torch.scaled_dot_product_attention(a, b, c{(arguments.Length == 0 ? "" : $", {arguments}")})";

    private static string Gradient(string added, string mask = "", string flow = "d") => $"""
        s = 0.5 * a @ b.transpose(-1, -2) + {added.Replace("-inf", "float('-inf')", StringComparison.Ordinal)}
        p = torch._safe_softmax(s, -1)
        h = {flow} @ c.transpose(-1, -2)
        r = p * (h - (p * h).sum(-1, keepdim=True))
        return torch.cat([0.5 * (r @ b).flatten(), 0.5 * (r.transpose(-1, -2) @ a).flatten(), (p.transpose(-1, -2) @ {flow}).flatten(){(mask.Length > 0 ? ", r.flatten()" : "")}])
        """;

    private static AttentionGradient GradientFor(Tensor[] x, Tensor? mask, bool isCausal) =>
        Operation.Run(new ScaledDotProductAttention(x[0].Detach(), x[1].Detach(), x[2].Detach(), mask, isCausal, 0.5)).GradientFor(x[0], x[1], x[2], x[3], mask, false);

    private static Tensor Heads(Tensor x, int places) => x.Reshape(2, places, 4, 8).Transpose(1, 2);
}
