namespace Autograd;

/// <summary>What stands between the two dense layers of a <see cref="TransformerEncoderLayer"/>.</summary>
public enum TransformerActivation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x·Φ(x).</summary>
    Gelu,
}

/// <summary>
/// A layer of a transformer: attention of a sequence to itself, then a network for each place, each added to what went in.
/// <code>
/// norm last:   a = norm1(x + attention(x)),      y = norm2(a + feedforward(a))
/// norm first:  a = x + attention(norm1(x)),      y = a + feedforward(norm2(a))
/// feedforward(x) = linear2(activation(linear1(x)))                  with dropout after attention and after both dense layers
/// </code>
/// PyTorch's <c>torch.nn.TransformerEncoderLayer</c>; Vaswani et al. 2017.
/// </summary>
public sealed class TransformerEncoderLayer : Module
{
    private readonly bool _batchFirst, _isNormFirst;
    private readonly TransformerActivation _activation;
    private readonly double _dropout;
    private readonly Generator? _generator;

    // In PyTorch's order, which is that of drawing first weights and of naming them.
    private readonly MultiHeadAttention _selfAttention;
    private readonly Linear _linear1, _linear2;
    private readonly LayerNorm _norm1, _norm2;

    /// <summary>Creates a layer.</summary>
    /// <param name="width">The size of the last axis of a sequence; <paramref name="heads"/> divides it.</param>
    /// <param name="heads">How many heads attend.</param>
    /// <param name="feedForward">The size between the two dense layers.</param>
    /// <param name="dropout">How often, in training, a number is dropped.</param>
    /// <param name="activation">What stands between the two dense layers.</param>
    /// <param name="epsilon">ε of the normalizations.</param>
    /// <param name="batchFirst">Whether sequences are [batch, places, width] rather than [places, batch, width].</param>
    /// <param name="isNormFirst">Whether what goes into attention and dense layers is normalized, rather than the sums that come out.</param>
    /// <param name="hasBias">Whether dense layers, projections and normalizations add biases.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where first weights and dropout come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout not between 0 and 1.</exception>
    /// <exception cref="ArgumentException">The number of heads does not divide the width.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public TransformerEncoderLayer(
        int width, int heads, int feedForward = 2048, double dropout = 0.1, TransformerActivation activation = TransformerActivation.Relu, double epsilon = 1e-5,
        bool batchFirst = false, bool isNormFirst = false, bool hasBias = true, DType type = DType.Float32, Generator? generator = null)
    {
        (_batchFirst, _isNormFirst, _activation, _dropout, _generator) = (batchFirst, isNormFirst, activation, Fraction(dropout), generator);
        _selfAttention = new MultiHeadAttention(Positive(width), Positive(heads), dropout, hasBias, null, null, batchFirst, type, generator);
        _linear1 = new Linear(width, Positive(feedForward), hasBias, type, generator);
        _linear2 = new Linear(feedForward, width, hasBias, type, generator);
        _norm1 = new LayerNorm(width, epsilon, hasBias: hasBias, type: type);
        _norm2 = new LayerNorm(width, epsilon, hasBias: hasBias, type: type);
    }

    /// <inheritdoc/>
    protected internal override string Settings => $"{_selfAttention.Settings}, {_linear1.Outputs} between{(_isNormFirst ? ", norm first" : "")}";

    /// <inheritdoc/>
    protected internal override IEnumerable<ModulePart> Parts() =>
        [new("self_attn", _selfAttention), new("linear1", _linear1), new("linear2", _linear2), new("norm1", _norm1), new("norm2", _norm2)];

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => _dropout > 0;

    /// <summary>Every place attends to every other.</summary>
    protected override Tensor Compute(Tensor x) => Forward(x, null);

    /// <summary>What the layer makes of a sequence.</summary>
    /// <param name="x">[places, batch, width], [batch, places, width] with batchFirst, or [places, width] for one example.</param>
    /// <param name="mask">True where a place may not attend to another, or numbers that are added to the scores: see <see cref="MultiHeadAttention"/>.</param>
    /// <param name="keyPaddingMask">True for places that are padding: [batch, places].</param>
    /// <param name="isCausal">Whether a place attends to itself and those before it only.</param>
    /// <returns>A tensor of the sequence's shape.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, Tensor? keyPaddingMask = null, bool isCausal = false) => Run(() =>
    {
        if (_isNormFirst)
        {
            var sum = x + Attended(_norm1.Forward(x), mask, keyPaddingMask, isCausal);
            return sum + FeedForward(_norm2.Forward(sum));
        }
        var normal = _norm1.Forward(x + Attended(x, mask, keyPaddingMask, isCausal));
        return _norm2.Forward(normal + FeedForward(normal));
    });

    private Tensor Attended(Tensor x, Tensor? mask, Tensor? keyPaddingMask, bool isCausal)
    {
        var attended = _selfAttention.Forward(x, x, x, keyPaddingMask, mask, isCausal);
        // PyTorch's attention computes place after place, and so its numbers are drawn in that order.
        return _batchFirst && x.Rank == 3 ? Dropped(attended.Transpose(0, 1)).Transpose(0, 1) : Dropped(attended);
    }

    private Tensor FeedForward(Tensor x)
    {
        var between = _linear1.Forward(x);
        between = _activation == TransformerActivation.Relu ? between.Relu() : between.Gelu();
        return Dropped(_linear2.Forward(Dropped(between)));
    }

    private Tensor Dropped(Tensor x) => IsTraining ? x.Dropout(_dropout, _generator) : x;
}
