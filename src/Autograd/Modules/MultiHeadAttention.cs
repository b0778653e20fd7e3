namespace Autograd;

/// <summary>
/// Attention with several heads: queries, keys and values are projected, cut into heads that each attend by themselves, joined, and projected again.
/// <code>
/// headₕ = softmax(Qₕ · Kₕᵀ / √(width / heads) + mask) · Vₕ,  Q = query · W_qᵀ + b_q, K = key · W_kᵀ + b_k, V = value · W_vᵀ + b_v
/// y     = [head₁ … head_H] · W_oᵀ + b_o
/// </code>
/// PyTorch's <c>torch.nn.MultiheadAttention</c>; Vaswani et al. 2017.
/// </summary>
/// <remarks>
/// Masks of booleans are true where a query may <b>not</b> attend to a key, as in PyTorch's module; those of <see cref="Tensor.ScaledDotProductAttention"/> and of PyTorch's
/// function of that name are the other way round. A query that may attend to no key gets b_o; in PyTorch it gets NaN.
/// </remarks>
public sealed class MultiHeadAttention : Module
{
    private readonly int _heads;
    private readonly double _dropout;
    private readonly bool _batchFirst;
    private readonly Generator? _generator;

    // One matrix for all three if they are equally wide, else one for each.
    private readonly Variable[] _weights;
    private readonly Variable? _bias;
    private readonly Linear _output;

    /// <summary>Creates a layer. Weights start uniform by Xavier's rule (<see cref="Initialization.XavierUniform"/>), biases at 0.</summary>
    /// <param name="width">The size of the last axis of queries and results; <paramref name="heads"/> divides it.</param>
    /// <param name="heads">How many heads there are.</param>
    /// <param name="dropout">How often, in training, a weight of attention is dropped.</param>
    /// <param name="hasBias">Whether the projections add biases.</param>
    /// <param name="keyWidth">The size of the last axis of keys; width if left out.</param>
    /// <param name="valueWidth">The size of the last axis of values; width if left out.</param>
    /// <param name="batchFirst">Whether sequences are [batch, places, width] rather than [places, batch, width].</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where first weights and dropout come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">The number of heads does not divide the width.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public MultiHeadAttention(
        int width, int heads, double dropout = 0, bool hasBias = true, int? keyWidth = null, int? valueWidth = null, bool batchFirst = false,
        DType type = DType.Float32, Generator? generator = null)
    {
        (Width, _heads, _dropout, _batchFirst, _generator) = (Positive(width), Positive(heads), Fraction(dropout), batchFirst, generator);
        (KeyWidth, ValueWidth) = (Positive(keyWidth ?? width, nameof(keyWidth)), Positive(valueWidth ?? width, nameof(valueWidth)));
        if (width % heads != 0)
            throw new ArgumentException($"MultiHeadAttention: {heads} heads do not divide a width of {width}; each head takes an equal part.", nameof(heads));
        // PyTorch draws the output's weights first, then the others.
        _output = new Linear(width, width, hasBias, type, generator);
        _weights = KeyWidth == width && ValueWidth == width
            ? [Initialization.Parameter("in_proj_weight", [3 * width, width], type)]
            : [
                Initialization.Parameter("q_proj_weight", [width, width], type),
                Initialization.Parameter("k_proj_weight", [width, KeyWidth], type),
                Initialization.Parameter("v_proj_weight", [width, ValueWidth], type),
            ];
        foreach (var weight in _weights)
            Initialization.XavierUniform(weight, generator: generator);
        if (!hasBias)
            return;
        _bias = Initialization.Parameter("in_proj_bias", [3 * width], type);
        Initialization.Constant(_output.Bias!, 0);
    }

    /// <summary>The size of the last axis of queries and results.</summary>
    public int Width { get; }

    /// <summary>The size of the last axis of keys.</summary>
    public int KeyWidth { get; }

    /// <summary>The size of the last axis of values.</summary>
    public int ValueWidth { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{Width}, {_heads} heads";

    /// <inheritdoc/>
    protected internal override IEnumerable<ModulePart> Parts()
    {
        foreach (var weight in _weights)
            yield return new ModulePart(weight.Name, weight);
        if (_bias is not null)
            yield return new ModulePart(_bias.Name, _bias);
        yield return new ModulePart("out_proj", _output);
    }

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => _dropout > 0;

    /// <summary>Attention of a sequence to itself, without a mask.</summary>
    protected override Tensor Compute(Tensor x) => Forward(x, x, x);

    /// <summary>Attention of queries to keys.</summary>
    /// <param name="query">[queries, batch, width], [batch, queries, width] with batchFirst, or [queries, width] for one example.</param>
    /// <param name="key">Likewise, [keys, batch, key width].</param>
    /// <param name="value">Likewise, [keys, batch, value width].</param>
    /// <param name="keyPaddingMask">True for the keys of an example that are padding, which nothing attends to: [batch, keys], or [keys] for one example.</param>
    /// <param name="attentionMask">
    /// Booleans, true where a query may not attend to a key, or numbers that are added to the scores: [queries, keys], or [batch · heads, queries, keys].
    /// </param>
    /// <param name="isCausal">Whether query i may attend to keys 0 to i only, besides what the masks say.</param>
    /// <returns>A tensor of the query's shape.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="TypeException">The mask of padding is not of booleans, or the other one neither of booleans nor of the query's type.</exception>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask = null, Tensor? attentionMask = null, bool isCausal = false) => Run(() =>
    {
        var (q, k, v) = Heads(query, key, value);
        var allowed = Allowed(q, k, keyPaddingMask, attentionMask, ref isCausal);
        // Weights that are dropped must be seen; else they never exist as a whole.
        var attended = IsTraining && _dropout > 0
            ? Weights(q, k, allowed, isCausal).Dropout(_dropout, _generator).MatMul(v)
            : q.ScaledDotProductAttention(k, v, allowed, isCausal);
        return Output(attended, query.Rank == 3);
    });

    /// <summary>As <see cref="Forward(Tensor, Tensor, Tensor, Tensor?, Tensor?, bool)"/>, and how much each query attends to each key.</summary>
    /// <param name="query">[queries, batch, width], [batch, queries, width] with batchFirst, or [queries, width] for one example.</param>
    /// <param name="key">Likewise, [keys, batch, key width].</param>
    /// <param name="value">Likewise, [keys, batch, value width].</param>
    /// <param name="keyPaddingMask">True for the keys of an example that are padding, which nothing attends to: [batch, keys], or [keys] for one example.</param>
    /// <param name="attentionMask">
    /// Booleans, true where a query may not attend to a key, or numbers that are added to the scores: [queries, keys], or [batch · heads, queries, keys].
    /// </param>
    /// <param name="isCausal">Whether query i may attend to keys 0 to i only, besides what the masks say.</param>
    /// <param name="isAveraged">Whether the weights are the mean over all heads.</param>
    /// <returns>The result, and the weights: [batch, queries, keys], or [batch, heads, queries, keys] if they are not averaged; without batch for one example.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="TypeException">The mask of padding is not of booleans, or the other one neither of booleans nor of the query's type.</exception>
    public (Tensor Output, Tensor Weights) ForwardWithWeights(
        Tensor query, Tensor key, Tensor value, Tensor? keyPaddingMask = null, Tensor? attentionMask = null, bool isCausal = false, bool isAveraged = true) => Run(() =>
    {
        var (q, k, v) = Heads(query, key, value);
        var allowed = Allowed(q, k, keyPaddingMask, attentionMask, ref isCausal);
        var weights = Weights(q, k, allowed, isCausal);
        if (IsTraining)
            weights = weights.Dropout(_dropout, _generator);
        var shown = isAveraged ? weights.Mean(1) : weights;
        return (Output(weights.MatMul(v), query.Rank == 3), query.Rank == 3 ? shown : shown.Squeeze(0));
    });

    /// <summary>The projections, [batch, heads, places, width of a head].</summary>
    private (Tensor Query, Tensor Key, Tensor Value) Heads(Tensor query, Tensor key, Tensor value)
    {
        Check(query, Width, nameof(query), query);
        Check(key, KeyWidth, nameof(key), query);
        Check(value, ValueWidth, nameof(value), query);
        var width = Width;
        if (_weights.Length == 1 && ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            // A sequence that attends to itself: the three projections are one product.
            var all = Cut(Project(query, _weights[0], _bias), 3 * _heads);
            var parts = all.Chunk(3, 1);
            return (parts[0], parts[1], parts[2]);
        }
        Tensor Part(Tensor x, int i)
        {
            var weight = _weights.Length == 3 ? _weights[i] : _weights[0].Slice(0, i * width, (i + 1) * width);
            return Cut(Project(x, weight, _bias?.Slice(0, i * width, (i + 1) * width)), _heads);
        }
        return (Part(query, 0), Part(key, 1), Part(value, 2));
    }

    private static Tensor Project(Tensor x, Tensor weight, Tensor? bias)
    {
        var product = x.MatMul(weight.Transpose());
        return bias is null ? product : product + bias;
    }

    /// <summary>[places, batch, heads · part], or as sequences lie, to [batch, heads, places, part].</summary>
    private Tensor Cut(Tensor x, int heads)
    {
        if (x.Rank == 2)
            return x.Reshape(1, x.Shape[0], heads, -1).Transpose(1, 2);
        var cut = x.Reshape(x.Shape[0], x.Shape[1], heads, -1);
        return _batchFirst ? cut.Transpose(1, 2) : cut.Permute(1, 2, 0, 3);
    }

    /// <summary>[batch, heads, queries, part] to the layer's result.</summary>
    private Tensor Output(Tensor attended, bool isBatch)
    {
        var joined = isBatch && !_batchFirst ? attended.Permute(2, 0, 1, 3) : attended.Transpose(1, 2);
        joined = joined.Reshape(joined.Shape[0], joined.Shape[1], Width);
        return _output.Forward(isBatch ? joined : joined.Squeeze(0));
    }

    private static Tensor Weights(Tensor query, Tensor key, Tensor? mask, bool isCausal)
    {
        var scores = (query * (1 / Math.Sqrt(query.Shape[^1]))).MatMul(key.Transpose(-1, -2));
        if (isCausal)
            mask = Causal(query, key);
        if (mask is null)
            return scores.Softmax(-1);
        scores = mask.DType == DType.Bool ? Tensor.Where(mask, scores, double.NegativeInfinity) : scores + mask;
        // As in the fused operation, a query that may attend to nothing gets 0 rather than 0 / 0.
        var isBlind = scores.Detach().Equal(double.NegativeInfinity).All(-1, keepDimensions: true);
        return Tensor.Where(isBlind, 0, Tensor.Where(isBlind, 0, scores).Softmax(-1));
    }

    private static Tensor Causal(Tensor query, Tensor key) => Tensor.Ones([query.Shape[^2], key.Shape[^2]], DType.Bool).Tril();

    /// <summary>All masks as one, true where a query may attend or numbers to add, or null; causality is left to the operation where it is alone.</summary>
    private Tensor? Allowed(Tensor query, Tensor key, Tensor? keyPaddingMask, Tensor? attentionMask, ref bool isCausal)
    {
        var (batch, queries, keys) = (query.Shape[0], query.Shape[^2], key.Shape[^2]);
        if (keyPaddingMask is null && attentionMask is null)
            return null;
        Tensor? allowed = isCausal ? Causal(query, key) : null;
        isCausal = false;
        if (keyPaddingMask is not null)
        {
            if (keyPaddingMask.DType != DType.Bool)
                throw new TypeException($"MultiHeadAttention: keyPaddingMask is {keyPaddingMask.DType}; it takes booleans, true for keys that are padding.");
            if (keyPaddingMask.Shape != [batch, keys] && !(batch == 1 && keyPaddingMask.Shape == [keys]))
                throw new ShapeException($"MultiHeadAttention: keyPaddingMask {keyPaddingMask.Shape} must be [batch, keys], [{batch}, {keys}].");
            allowed = And(allowed, keyPaddingMask.Not().Reshape(batch, 1, 1, keys));
        }
        if (attentionMask is null)
            return allowed;
        if (attentionMask.Shape == [batch * _heads, queries, keys])
            attentionMask = attentionMask.Reshape(batch, _heads, queries, keys);
        else if (attentionMask.Shape != [queries, keys])
        {
            throw new ShapeException(
                $"MultiHeadAttention: attentionMask {attentionMask.Shape} must be [queries, keys], [{queries}, {keys}], or [batch · heads, queries, keys], [{batch * _heads}, {queries}, {keys}].");
        }
        if (attentionMask.DType == DType.Bool)
            return And(allowed, attentionMask.Not());
        if (attentionMask.DType != query.DType)
            throw new TypeException($"MultiHeadAttention: attentionMask is {attentionMask.DType}; it takes booleans or the queries' type, {query.DType}.");
        return allowed is null ? attentionMask : Tensor.Where(allowed, attentionMask, double.NegativeInfinity);
    }

    private static Tensor And(Tensor? left, Tensor right) => left is null ? right : left.And(right);

    private void Check(Tensor x, int width, string name, Tensor query)
    {
        ArgumentNullException.ThrowIfNull(x, name);
        if (x.Rank is not (2 or 3) || x.Rank != query.Rank || x.Shape[^1] != width)
        {
            throw new ShapeException(
                $"MultiHeadAttention: {name} {x.Shape} must be {(_batchFirst ? "[batch, places, width]" : "[places, batch, width]")}, or [places, width] for one example, "
                + $"with width = {width}{(x.Rank != query.Rank ? $"; the query has shape {query.Shape}" : "")}.");
        }
    }
}
