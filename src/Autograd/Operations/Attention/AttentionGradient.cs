using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The gradients of <see cref="ScaledDotProductAttention"/> for queries, keys, values and, if it wants one, the mask: one after another in
/// one vector, because they share all their work. Where axes were broadcast, the gradients are those of the broadcast inputs.
/// </summary>
[Torch("_scaled_dot_product_flash_attention_for_cpu_backward")]
[Formula(
    "s · d·k, s · dᵀ·q, wᵀ·z, d, with w = softmax(s · q·kᵀ + m), D(f) = w · (f − Σ w·f), t = z·vᵀ, d = D(t)",
    "s · (h·k + d·b), h = D(r · (t − Σ w·t) − t · Σ w·r + z·cᵀ), r = s · (a·kᵀ + q·bᵀ) + e, where a, b, c, e are the parts of g",
    "s · (hᵀ·q + dᵀ·a)",
    "D(r)ᵀ·z",
    "D(r)·v + w·c",
    "h",
    Inputs = ["q", "k", "v", "z", "m"], Shapes = "[…, n, e], […, t, e], […, t, f], […, n, f], […, n, t] → one vector")]
public sealed class AttentionGradient : NaryOperation
{
    private readonly Tensor _result;
    private readonly AttentionStatistics _statistics;
    private readonly bool _isCausal, _withMask;
    private readonly double _scale;
    private readonly Shape[] _parts;

    internal AttentionGradient(
        Tensor query, Tensor key, Tensor value, Tensor gradient, Tensor? mask, bool withMask, bool isCausal, double scale, Tensor result,
        AttentionStatistics statistics)
        : base(
            mask is null ? [query, key, value, gradient] : [query, key, value, gradient, mask],
            [Parts(query, key, value, withMask, result.Shape).Sum(part => part.ElementCount)],
            query.DType)
    {
        (_isCausal, _scale, _result, _statistics, _withMask) = (isCausal, scale, result.Detach(), statistics, withMask);
        _parts = Parts(query, key, value, withMask, result.Shape);
    }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => Autograd.ScaledDotProductAttention.Symbols(_scale, _isCausal, InputCount > 4);

    /// <summary>The gradient for one input of the attention.</summary>
    internal Tensor Part(int index) => PartOf(this, index);

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(Attended(), Operand(3), _result, _statistics, _withMask), this);

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient)
    {
        // Written with operations that store all scores: second derivatives are rare, and can then be differentiated again.
        var (q, k, v, z) = (Operand(0), Operand(1), Operand(2), Operand(3));
        var (forQuery, forKey, forValue) = (PartOf(gradient, 0), PartOf(gradient, 1), PartOf(gradient, 2));
        var p = Weights(q, k);
        var w = _scale * (forQuery.MatMul(k.Transpose(-1, -2)) + q.MatMul(forKey.Transpose(-1, -2)));
        if (_withMask)
            w += PartOf(gradient, 3);
        if (index is 2 or 3)
        {
            var u = Centered(p, w);
            return index == 2 ? u.Transpose(-1, -2).MatMul(z) : u.MatMul(v) + p.MatMul(forValue);
        }
        var products = z.MatMul(v.Transpose(-1, -2));
        var d = Centered(p, products);
        var forWeights = w * (products - Mean(p, products)) - products * Mean(p, w) + z.MatMul(forValue.Transpose(-1, -2));
        var h = Centered(p, forWeights);
        return index switch
        {
            0 => _scale * (h.MatMul(k) + d.MatMul(forKey)),
            1 => _scale * (h.Transpose(-1, -2).MatMul(q) + d.Transpose(-1, -2).MatMul(forQuery)),
            _ => h,
        };
    }

    /// <summary>p · (x − Σ p·x): what the softmax makes of the gradient x of its result p.</summary>
    private static Tensor Centered(Tensor p, Tensor x) => p * (x - Mean(p, x));

    private static Tensor Mean(Tensor p, Tensor x) => (p * x).Sum(-1, keepDimensions: true);

    /// <summary>softmax(s · q·kᵀ + m), and 0 for queries that may attend to nothing.</summary>
    private Tensor Weights(Tensor query, Tensor key)
    {
        var scores = _scale * query.MatMul(key.Transpose(-1, -2));
        var mask = _isCausal ? Ones([scores.Shape[^2], scores.Shape[^1]], DType.Bool).Tril() : Mask;
        if (mask is null)
            return scores.Softmax(-1);
        scores = mask.DType == DType.Bool ? Where(mask, scores, double.NegativeInfinity) : scores + mask;
        if (scores.Count == 0)
            return scores.Softmax(-1);
        var isBlind = scores.Detach().Equal(double.NegativeInfinity).All(-1, keepDimensions: true);
        return Where(isBlind, 0, Where(isBlind, 0, scores).Softmax(-1));
    }

    private Tensor PartOf(Tensor all, int index)
    {
        var start = _parts.Take(index).Sum(part => part.ElementCount);
        return all.Slice(0, start, start + _parts[index].ElementCount).Reshape(_parts[index]);
    }

    private static Shape[] Parts(Tensor query, Tensor key, Tensor value, bool withMask, Shape result)
    {
        var inputs = new AttentionInputs(query, key, value, null, false, 1, result);
        Shape[] parts = [inputs.Expanded(query.Shape[^2], query.Shape[^1]), inputs.Expanded(key.Shape[^2], key.Shape[^1]), inputs.Expanded(value.Shape[^2], value.Shape[^1])];
        return withMask ? [.. parts, inputs.Scores] : parts;
    }

    private AttentionInputs Attended() => new(Operand(0), Operand(1), Operand(2), Mask, _isCausal, _scale, _result.Shape);

    private Tensor? Mask => InputCount > 4 ? Operand(4) : null;

    private readonly struct Work(AttentionInputs inputs, Tensor gradient, Tensor result, AttentionStatistics statistics, bool withMask) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => AttendingGradients.Backward(
            inputs.Read<T>(), statistics, StackedMatrices<T>.Of(result.Storage, result.Layout), StackedMatrices<T>.Of(gradient.Storage, gradient.Layout), withMask);
    }
}
