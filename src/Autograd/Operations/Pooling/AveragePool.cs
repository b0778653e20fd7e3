namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The average of each window of a sequence: y[…, i] = Σₖ x[…, i·stride − padding + k] / n. Padding counts as zeros. Integers are
    /// divided without a remainder. PyTorch's <c>nn.functional.avg_pool1d</c>.
    /// </summary>
    /// <param name="window">How many positions a window looks at.</param>
    /// <param name="stride">From one window to the next; the window if left out.</param>
    /// <param name="padding">How many zeros lie on each side: at most half of the window.</param>
    /// <param name="ceilMode">True if a last window may stick out at the end, as long as it starts inside; what lies beyond the padding never counts.</param>
    /// <param name="countIncludesPadding">True if n counts the padding that a window meets; false if n counts elements alone.</param>
    /// <returns>
    /// [batch, channels, n] or [channels, n], as the input, with n = ⌊(size + 2 · padding − window) / stride⌋ + 1; ⌈ ⌉ in place of ⌊ ⌋ in ceil
    /// mode, without a window that would start in the padding at the end.
    /// </returns>
    /// <exception cref="ShapeException">The input has another number of axes, an empty spatial one, or no window fits.</exception>
    /// <exception cref="ArgumentException">A number is too small, there are not as many as axes, or padding exceeds half of the window.</exception>
    public Tensor AveragePool1d(
        PerAxis window, PerAxis stride = default, Padding padding = default, bool ceilMode = false, bool countIncludesPadding = true) =>
        AveragePoolOver(1, nameof(AveragePool1d), window, stride, padding, ceilMode, countIncludesPadding, null);

    /// <summary>The average of each window of an image, as <see cref="AveragePool1d"/> along height and width. PyTorch's <c>nn.functional.avg_pool2d</c>.</summary>
    /// <inheritdoc cref="AveragePool1d"/>
    /// <param name="window">How many positions a window looks at.</param>
    /// <param name="stride">From one window to the next; the window if left out.</param>
    /// <param name="padding">How many zeros lie on each side: at most half of the window.</param>
    /// <param name="ceilMode">True if a last window may stick out at the end, as long as it starts inside; what lies beyond the padding never counts.</param>
    /// <param name="countIncludesPadding">True if the padding that a window meets counts; false if elements alone do.</param>
    /// <param name="divisor">What to divide every sum by in place of a count: any number but 0.</param>
    /// <returns>[batch, channels, rows, columns] or [channels, rows, columns], as the input; the sizes as in <see cref="AveragePool1d"/>.</returns>
    public Tensor AveragePool2d(
        PerAxis window, PerAxis stride = default, Padding padding = default, bool ceilMode = false, bool countIncludesPadding = true, int? divisor = null) =>
        AveragePoolOver(2, nameof(AveragePool2d), window, stride, padding, ceilMode, countIncludesPadding, divisor);

    /// <summary>The average of each window of a volume, as <see cref="AveragePool1d"/> along depth, height and width. PyTorch's <c>nn.functional.avg_pool3d</c>.</summary>
    /// <inheritdoc cref="AveragePool2d"/>
    /// <returns>[batch, channels, slices, rows, columns] or [channels, slices, rows, columns], as the input; the sizes as in <see cref="AveragePool1d"/>.</returns>
    public Tensor AveragePool3d(
        PerAxis window, PerAxis stride = default, Padding padding = default, bool ceilMode = false, bool countIncludesPadding = true, int? divisor = null) =>
        AveragePoolOver(3, nameof(AveragePool3d), window, stride, padding, ceilMode, countIncludesPadding, divisor);

    private AveragePool AveragePoolOver(
        int axes, string operation, PerAxis window, PerAxis stride, Padding padding, bool ceilMode, bool countIncludesPadding, int? divisor)
    {
        var grid = PoolingWindows.Sliding(operation, this, axes, window, stride, padding, 1, ceilMode);
        return divisor != 0
            ? Operation.Run(new AveragePool(this, grid, new Kernels.Divisor(countIncludesPadding, divisor ?? 0)))
            : throw new ArgumentException($"{operation}: the divisor is 0; leave it out to divide by the size of the window.", nameof(divisor));
    }
}

/// <summary>The average of each window.</summary>
[Torch("nn.functional.avg_pool2d")]
[Formula("Σ x / n over each window", "Σ g / n over the windows that hold the element", Shapes = "spatial axes → one element per window")]
public sealed class AveragePool : WindowAverage
{
    internal AveragePool(Tensor x, Kernels.WindowGrid grid, Kernels.Divisor divisor) : base(x, grid, divisor) { }
}
