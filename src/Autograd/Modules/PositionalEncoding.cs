namespace Autograd;

/// <summary>
/// Adds to each place of a sequence a pattern that tells where it is: waves, whose lengths grow from 2π to 10,000 · 2π places.
/// <code>
/// y[p, 2i] = x[p, 2i] + sin(p / 10000^(2i / width)),    y[p, 2i + 1] = x[p, 2i + 1] + cos(p / 10000^(2i / width))
/// </code>
/// Nothing is learned or saved, and no place is too far. Vaswani et al. 2017, section 3.5.
/// </summary>
public sealed class PositionalEncoding : Module
{
    private readonly int _width;
    private readonly double _dropout;
    private readonly bool _batchFirst;
    private readonly Generator? _generator;

    // Of the longest sequence so far.
    private Tensor? _waves;

    /// <summary>Creates a module for sequences of a width.</summary>
    /// <param name="width">The size of the last axis of a sequence.</param>
    /// <param name="dropout">How often, in training, a number of the sum is dropped.</param>
    /// <param name="batchFirst">Whether sequences are [batch, places, width] rather than [places, batch, width].</param>
    /// <param name="generator">Where dropout comes from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1, or the dropout not between 0 and 1.</exception>
    public PositionalEncoding(int width, double dropout = 0, bool batchFirst = false, Generator? generator = null) =>
        (_width, _dropout, _batchFirst, _generator) = (Positive(width), Fraction(dropout), batchFirst, generator);

    /// <summary>The pattern of the first places: [places, width].</summary>
    /// <param name="places">How many there are.</param>
    /// <param name="width">How many numbers tell of each.</param>
    /// <param name="type">A floating-point type.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public static Tensor Waves(int places, int width, DType type = DType.Float32)
    {
        var waves = new double[Positive(places) * Positive(width)];
        for (var i = 0; i < waves.Length; i++)
        {
            var (place, feature) = Math.DivRem(i, width);
            var angle = place * Math.Pow(10_000, -(feature - feature % 2) / (double)width);
            waves[i] = feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
        }
        return Tensor.From(waves, [places, width]).Cast(type);
    }

    /// <inheritdoc/>
    protected internal override string Settings => $"{_width}";

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => _dropout > 0;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Rank is not (2 or 3) || x.Shape[^1] != _width)
        {
            throw new ShapeException(
                $"PositionalEncoding: input {x.Shape} must be {(_batchFirst ? "[batch, places, width]" : "[places, batch, width]")}, or [places, width] for one example, with width = {_width}.");
        }
        var places = x.Shape[x.Rank == 3 && _batchFirst ? 1 : 0];
        if (_waves is null || _waves.Shape[0] < places || _waves.DType != x.DType)
            _waves = Waves(Math.Max(1, places), _width, x.DType).Keep();
        var waves = _waves.Slice(0, 0, places);
        var sum = x + (x.Rank == 3 && !_batchFirst ? waves.Unsqueeze(1) : waves);
        return IsTraining ? sum.Dropout(_dropout, _generator) : sum;
    }
}
