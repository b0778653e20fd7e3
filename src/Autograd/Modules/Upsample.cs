namespace Autograd;

/// <summary>
/// Sequences, images or volumes at another size: <see cref="Tensor.Interpolate"/>, or by a factor, <see cref="Tensor.InterpolateBy(double, InterpolationMode, bool)"/>.
/// PyTorch's <c>torch.nn.Upsample</c>.
/// </summary>
public sealed class Upsample : Module
{
    private readonly PerAxis _size;
    private readonly double[]? _factors;
    private readonly InterpolationMode _mode;
    private readonly bool _alignsCorners;

    /// <summary>To a size.</summary>
    /// <param name="size">The new size of each spatial axis.</param>
    /// <param name="mode">How an element is made from those around its place.</param>
    /// <param name="alignCorners">True if the first and last elements keep their places; for Linear and Cubic only.</param>
    public Upsample(PerAxis size, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false) =>
        (_size, _mode, _alignsCorners) = (size, mode, alignCorners);

    private Upsample(double[] factors, InterpolationMode mode, bool alignCorners) => (_factors, _mode, _alignsCorners) = (factors, mode, alignCorners);

    /// <summary>By a factor for every spatial axis, or one for each: <c>Upsample.By(2)</c>.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="mode">How an element is made from those around its place.</param>
    /// <param name="alignCorners">True if the first and last elements keep their places, whatever the factor; for Linear and Cubic only.</param>
    public static Upsample By(double factor, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false) => By([factor], mode, alignCorners);

    /// <inheritdoc cref="By(double, InterpolationMode, bool)"/>
    /// <param name="factors">A factor for each spatial axis.</param>
    /// <param name="mode">How an element is made from those around its place.</param>
    /// <param name="alignCorners">True if the first and last elements keep their places, whatever the factor; for Linear and Cubic only.</param>
    public static Upsample By(ReadOnlySpan<double> factors, InterpolationMode mode = InterpolationMode.Nearest, bool alignCorners = false) =>
        new(factors.ToArray(), mode, alignCorners);

    /// <inheritdoc/>
    protected internal override string Settings
    {
        get
        {
            var factors = _factors is null ? null : string.Join(" × ", _factors.Select(factor => FormattableString.Invariant($"{factor}")));
            return $"{(factors is null ? $"to {_size}" : $"by {factors}")}, {_mode.ToString().ToLowerInvariant()}{(_alignsCorners ? ", corners aligned" : "")}";
        }
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) =>
        _factors is null ? x.Interpolate(_size, _mode, _alignsCorners) : x.InterpolateBy(_factors, _mode, _alignsCorners);
}
