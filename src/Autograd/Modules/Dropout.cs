namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Sets elements to 0 at a probability and divides the others by 1 − p, which keeps the mean. Where they are is drawn as PyTorch draws it.
    /// PyTorch's <c>nn.functional.dropout</c>; Srivastava et al. 2014.
    /// </summary>
    /// <param name="probability">p, how often an element is dropped.</param>
    /// <param name="generator">Where the numbers come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
    /// <exception cref="TypeException">The elements are not floating-point numbers.</exception>
    public Tensor Dropout(double probability = 0.5, Generator? generator = null) => DropoutMasked(Shape, probability, generator, nameof(Dropout));

    /// <summary>
    /// <see cref="Dropout"/> of whole channels: of [batch, channels, …] each channel of each example is dropped or kept as a whole. PyTorch's
    /// <c>nn.functional.dropout1d</c>, <c>dropout2d</c> and <c>dropout3d</c>; Tompson et al. 2015.
    /// </summary>
    /// <inheritdoc cref="Dropout"/>
    /// <exception cref="ShapeException">There is no axis of channels.</exception>
    public Tensor ChannelDropout(double probability = 0.5, Generator? generator = null) => Rank < 2
        ? throw new ShapeException($"ChannelDropout: input {Shape} has no channels; it takes [batch, channels, …].")
        : DropoutMasked([.. Shape.Sizes[..2], .. Enumerable.Repeat(1, Rank - 2)], probability, generator, nameof(ChannelDropout));

    private Tensor DropoutMasked(Shape shape, double probability, Generator? generator, string operation)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, $"{operation}: the probability is {probability}; it must be between 0 and 1.");
        if (!DType.IsFloatingPoint)
            throw new TypeException($"{operation}: elements are {DType}; convert to floating-point numbers with Cast first.");
        if (probability == 0)
            return this;
        var kept = Autograd.Storage.Allocate<bool>(shape.ElementCount);
        (generator ?? Randomness.Default).Bernoulli(kept.Span, 1 - probability);
        // Multiplied, as PyTorch does: what is dropped gets no gradient, and an infinite element becomes NaN there too.
        var mask = new Input(shape.Contiguous, kept).Cast(DType);
        return this * (probability == 1 ? mask : mask / (1 - probability));
    }
}

/// <summary>In training, sets elements to 0 at a probability and divides the others by 1 − p; in evaluation nothing. PyTorch's <c>torch.nn.Dropout</c>.</summary>
/// <param name="probability">p, how often an element is dropped.</param>
/// <param name="generator">Where the numbers come from.</param>
public sealed class Dropout(double probability = 0.5, Generator? generator = null) : Module
{
    private readonly double _probability = Fraction(probability);

    /// <inheritdoc/>
    protected internal override string Settings => FormattableString.Invariant($"{_probability}");

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => true;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => IsTraining ? x.Dropout(_probability, generator) : x;
}

/// <summary><see cref="Dropout"/> of whole channels of [batch, channels, …]. PyTorch's <c>torch.nn.Dropout1d</c>, <c>Dropout2d</c> and <c>Dropout3d</c>.</summary>
/// <param name="probability">How often a channel is dropped.</param>
/// <param name="generator">Where the numbers come from.</param>
public sealed class ChannelDropout(double probability = 0.5, Generator? generator = null) : Module
{
    private readonly double _probability = Fraction(probability);

    /// <inheritdoc/>
    protected internal override string Settings => FormattableString.Invariant($"{_probability}");

    /// <inheritdoc/>
    protected internal override bool DependsOnTraining => true;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => IsTraining ? x.ChannelDropout(_probability, generator) : x;
}
