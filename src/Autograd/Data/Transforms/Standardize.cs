namespace Autograd;

/// <summary>
/// (x − mean) / deviation, with a mean and a deviation that are constants: measured once on the training data, and applied to whatever comes after.
/// </summary>
public sealed class Standardize : Transform
{
    /// <summary>Makes the transform from constants.</summary>
    /// <param name="mean">What is subtracted. It broadcasts against one sample.</param>
    /// <param name="deviation">What the rest is divided by, alike. Nothing in it is 0.</param>
    /// <exception cref="ArgumentException">A deviation is 0.</exception>
    public Standardize(Tensor mean, Tensor deviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviation);
        if ((bool)deviation.Equal(0).Any())
            throw new ArgumentException("Standardize: a deviation is 0; use 1 for what does not vary.", nameof(deviation));
        (Mean, Deviation) = (mean.Detach(), deviation.Detach());
    }

    /// <summary>What is subtracted.</summary>
    public Tensor Mean { get; }

    /// <summary>What the rest is divided by.</summary>
    public Tensor Deviation { get; }

    /// <summary>Constants for each channel of images [channels, height, width]. PyTorch's <c>Normalize</c>.</summary>
    /// <exception cref="ArgumentException">There are not as many deviations as means, or one is 0.</exception>
    public static Standardize Channels(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation) => mean.Length == deviation.Length
        ? new(Tensor.From(mean, [mean.Length, 1, 1]), Tensor.From(deviation, [deviation.Length, 1, 1]))
        : throw new ArgumentException($"Standardize: {mean.Length} means and {deviation.Length} deviations; each channel has one of both.", nameof(deviation));

    /// <summary>
    /// Measures mean and standard deviation (that of the data themselves, divided by n). What does not vary keeps its scale: its deviation counts as 1.
    /// </summary>
    /// <param name="data">The training data, samples along the first axis.</param>
    /// <param name="axes">
    /// The axes to measure along, the first among them. None means the first alone, so each feature has its own mean; <c>[0, 2, 3]</c> gives one for
    /// each channel of images [n, channels, height, width].
    /// </param>
    /// <exception cref="ShapeException">There are no samples, or an axis does not exist.</exception>
    /// <exception cref="TypeException">The data are not floating-point numbers.</exception>
    /// <exception cref="ArgumentException">The first axis is not among the axes.</exception>
    public static Standardize Fit(Tensor data, params ReadOnlySpan<int> axes)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Rank == 0 || data.Count == 0)
            throw new ShapeException($"Standardize.Fit: shape {data.Shape} has no samples to measure; give them along the first axis.");
        if (!data.DType.IsFloatingPoint)
            throw new TypeException($"Standardize.Fit: takes floating-point numbers, got {data.DType}; convert with Cast(DType.Float32) first.");
        if (axes.Length > 0 && !axes.Contains(0))
            throw new ArgumentException("Standardize.Fit: the samples lie along axis 0, so it must be among the axes.", nameof(axes));
        int[] along = axes.Length == 0 ? [0] : axes.ToArray();
        using (Tensor.NoGradient())
        {
            // Measured in double precision: the difference of large numbers may be small.
            var exact = data.Cast(DType.Float64);
            var deviation = exact.Variance(along, correction: 0, keepDimensions: true).Sqrt();
            return new Standardize(
                exact.Mean(along, keepDimensions: true).Squeeze(0).Cast(data.DType),
                Tensor.Where(deviation.Equal(0), 1.0, deviation).Squeeze(0).Cast(data.DType));
        }
    }

    /// <summary>(x − mean) / deviation, of one sample or of many along a first axis.</summary>
    public Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return (x - Mean) / Deviation;
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor x, Generator generator) => Apply(x);

    /// <summary>Goes back: x · deviation + mean.</summary>
    public Tensor Invert(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x * Deviation + Mean;
    }
}
