using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Attention of these queries: softmax(scale · q · kᵀ + mask) · v, the mean of the values, weighted by how well each key fits the query. The
    /// scores are never stored as a whole: memory grows with the number of queries and keys, not with its square. A query that may attend to
    /// no key at all gets 0 and has gradient 0. There is no dropout. PyTorch's <c>nn.functional.scaled_dot_product_attention</c>.
    /// </summary>
    /// <param name="key">The keys: [..., keys, width].</param>
    /// <param name="value">The values: [..., keys, width of values].</param>
    /// <param name="mask">
    /// Broadcasts to [..., queries, keys]. Booleans: true where a query may attend to a key. Numbers of the query's type: added to the scores.
    /// </param>
    /// <param name="isCausal">Whether query i may attend to keys 0 to i only. Takes the place of a mask.</param>
    /// <param name="scale">What the products are multiplied by; 1 / √width if left out.</param>
    /// <returns>[..., queries, width of values] for queries [..., queries, width]. Axes before the last two broadcast.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="TypeException">The queries are not floating-point numbers, or the others of another type.</exception>
    /// <exception cref="ArgumentException">A mask is given and <paramref name="isCausal"/> is true.</exception>
    public Tensor ScaledDotProductAttention(Tensor key, Tensor value, Tensor? mask = null, bool isCausal = false, double? scale = null) =>
        Operation.Run(new ScaledDotProductAttention(this, key, value, mask, isCausal, scale));
}

/// <summary>Attention: the mean of values, weighted by the softmax of the products of queries and keys.</summary>
[Torch("nn.functional.scaled_dot_product_attention")]
[Formula(
    "softmax(s · q·kᵀ + m) · v",
    "s · d·k, d = w · (g·vᵀ − Σ g·y), w = softmax(s · q·kᵀ + m)",
    "s · dᵀ·q",
    "wᵀ·g",
    "d",
    Inputs = ["q", "k", "v", "m"], Shapes = "[…, n, e], […, t, e], […, t, f], […, n, t] → […, n, f]")]
public sealed class ScaledDotProductAttention : NaryOperation
{
    private readonly AttentionStatistics _statistics;
    private AttentionGradient? _gradient;

    internal ScaledDotProductAttention(Tensor query, Tensor key, Tensor value, Tensor? mask, bool isCausal, double? scale)
        : base(mask is null ? [query, key, value] : [query, key, value, mask], ResultShape(query, key, value, mask, isCausal), query.DType)
    {
        (IsCausal, Scale) = (isCausal, scale ?? 1 / Math.Sqrt(query.Shape[^1]));
        _statistics = new AttentionStatistics(Stack(Shape, Shape[^2]).ElementCount);
    }

    /// <summary>Whether a query may attend to no key behind its own place.</summary>
    public bool IsCausal { get; }

    /// <summary>What the products of queries and keys are multiplied by.</summary>
    public double Scale { get; }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters =>
        Symbols(Scale, IsCausal, InputCount > 3);

    /// <inheritdoc/>
    protected internal override long MultiplyAdds => Count / Math.Max(1, Shape[^1]) * (long)Operand(1).Shape[^2] * (Operand(0).Shape[^1] + Shape[^1]);

    /// <inheritdoc/>
    protected override Storage Forward() =>
        Dispatch.Real(DType, new Work(new AttentionInputs(Operand(0), Operand(1), Operand(2), Mask, IsCausal, Scale, Shape), _statistics), this);

    internal override void Backpropagate(Tensor gradient, BackwardPass pass)
    {
        // All inputs' gradients come from one computation, which is kept for as long as this node's turn lasts.
        try
        {
            base.Backpropagate(gradient, pass);
        }
        finally
        {
            _gradient = null;
        }
    }

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient)
    {
        _gradient ??= GradientFor(Operand(0), Operand(1), Operand(2), gradient, Mask, Mask?.RequiresGradient == true);
        return _gradient.Part(index);
    }

    /// <summary>The gradients of what was attended to, and of the mask if that is asked for, all at once.</summary>
    internal AttentionGradient GradientFor(Tensor query, Tensor key, Tensor value, Tensor gradient, Tensor? mask, bool withMask) =>
        Run(new AttentionGradient(query, key, value, gradient, mask, withMask, IsCausal, Scale, this, _statistics));

    private Tensor? Mask => InputCount > 3 ? Operand(3) : null;

    /// <summary>What formulas call s, and m where it is no input.</summary>
    internal static KeyValuePair<string, object>[] Symbols(double scale, bool isCausal, bool hasMask) =>
        hasMask ? [new("s", scale)] : [new("s", scale), new("m", isCausal ? "causal mask" : 0)];

    /// <summary>The axes before the last two, and further ones.</summary>
    internal static Shape Stack(Shape shape, params ReadOnlySpan<int> sizes) => Shape.Create([.. shape.Sizes[..^2], .. sizes]);

    private static Shape ResultShape(Tensor query, Tensor key, Tensor value, Tensor? mask, bool isCausal)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        const string Name = nameof(ScaledDotProductAttention);
        if (!query.DType.IsFloatingPoint)
            throw new TypeException($"{Name}: takes floating-point numbers, got {query.DType}; convert with Cast(DType.Float32) first.");
        if (key.DType != query.DType || value.DType != query.DType)
            throw new TypeException($"{Name}: the query is {query.DType}, the key {key.DType}, the value {value.DType}; convert with Cast first.");
        Shape q = query.Shape, k = key.Shape, v = value.Shape;
        if (q.Rank < 2 || k.Rank < 2 || v.Rank < 2)
            throw new ShapeException($"{Name}: query {q}, key {k} and value {v}: each needs at least two axes, [places, width]; one place gets its axis from Unsqueeze(0).");
        if (q[^1] != k[^1])
            throw new ShapeException($"{Name}: query {q} and key {k}: the last axes have sizes {q[^1]} and {k[^1]}; queries and keys must be equally wide.");
        if (k[^2] != v[^2])
            throw new ShapeException($"{Name}: key {k} and value {v}: the axes before the last have sizes {k[^2]} and {v[^2]}; there must be one value for each key.");
        const string Axes = $"{Name} (axes before the last two)";
        var stack = Shape.Broadcast(Shape.Broadcast(Stack(q), Stack(k), Axes), Stack(v), Axes);
        if (mask is not null)
            RequireMask(mask, query.DType, Shape.Create([.. stack, q[^2], k[^2]]), isCausal);
        return Shape.Create([.. stack, q[^2], v[^1]]);
    }

    private static void RequireMask(Tensor mask, DType type, Shape scores, bool isCausal)
    {
        const string Name = nameof(ScaledDotProductAttention);
        if (isCausal)
            throw new ArgumentException($"{Name}: takes a mask or isCausal: true, not both; combine them with And(…) into one mask.", nameof(isCausal));
        if (mask.DType != type && mask.DType != DType.Bool)
            throw new TypeException($"{Name}: the query is {type}, the mask {mask.DType}; it must be Bool, true where a query may attend, or {type}, added to the scores.");
        for (var axis = 1; axis <= mask.Rank; axis++)
        {
            if (axis > scores.Rank || (mask.Shape[^axis] != scores[^axis] && mask.Shape[^axis] != 1))
                throw new ShapeException($"{Name}: mask {mask.Shape} does not broadcast to the scores {scores}, [..., queries, keys].");
        }
    }

    private readonly struct Work(AttentionInputs inputs, AttentionStatistics statistics) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Attending.Forward(inputs.Read<T>(), statistics);
    }
}

/// <summary>What attention is computed from.</summary>
internal readonly record struct AttentionInputs(Tensor Query, Tensor Key, Tensor Value, Tensor? Mask, bool IsCausal, double Scale, Shape Result)
{
    /// <summary>[..., queries, keys].</summary>
    public Shape Scores => Expanded(Result[^2], Key.Shape[^2]);

    /// <summary>The axes that all inputs are broadcast to, with two more.</summary>
    public Shape Expanded(int rows, int columns) => ScaledDotProductAttention.Stack(Result, rows, columns);

    public AttentionProblem<T> Read<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => new(
        Stacked<T>(Query), Stacked<T>(Key), Stacked<T>(Value), new ScoreMask<T>(Mask?.Storage, Mask?.Layout.Expand(Scores), IsCausal), T.CreateTruncating(Scale));

    private StackedMatrices<T> Stacked<T>(Tensor x) where T : unmanaged =>
        StackedMatrices<T>.Of(x.Storage, x.Layout.Expand(Expanded(x.Shape[^2], x.Shape[^1])));
}
