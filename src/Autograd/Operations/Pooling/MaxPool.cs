namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The greatest element of each window of a sequence: y[…, i] = max x[…, i·stride − padding + k·dilation] over k from 0 to below the
    /// window. The first of equal elements counts, NaN counts as the greatest; padding is never picked. <see cref="WindowMaximum.Indices"/>
    /// says where each result was found, and its gradient goes to that element alone. PyTorch's <c>nn.functional.max_pool1d</c>.
    /// </summary>
    /// <param name="window">How many positions a window looks at.</param>
    /// <param name="stride">From one window to the next; the window if left out.</param>
    /// <param name="padding">How many positions lie outside on each side: at most half of the window.</param>
    /// <param name="dilation">From one position of a window to the next.</param>
    /// <param name="ceilMode">True if a last window may stick out at the end, as long as it starts inside; then nothing is left out.</param>
    /// <returns>
    /// [batch, channels, n] or [channels, n], as the input, with n = ⌊(size + 2 · padding − dilation · (window − 1) − 1) / stride⌋ + 1;
    /// ⌈ ⌉ in place of ⌊ ⌋ in ceil mode, without a window that would start in the padding at the end.
    /// </returns>
    /// <exception cref="ShapeException">The input has another number of axes, an empty spatial one, or no window fits.</exception>
    /// <exception cref="ArgumentException">A number is too small, there are not as many as axes, or padding exceeds half of the window.</exception>
    public MaxPool MaxPool1d(PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        MaxPoolOver(1, nameof(MaxPool1d), window, stride, padding, dilation, ceilMode);

    /// <summary>
    /// The greatest element of each window of an image, as <see cref="MaxPool1d"/> along height and width. PyTorch's
    /// <c>nn.functional.max_pool2d</c>.
    /// </summary>
    /// <inheritdoc cref="MaxPool1d"/>
    /// <returns>[batch, channels, rows, columns] or [channels, rows, columns], as the input; the sizes as in <see cref="MaxPool1d"/>.</returns>
    public MaxPool MaxPool2d(PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        MaxPoolOver(2, nameof(MaxPool2d), window, stride, padding, dilation, ceilMode);

    /// <summary>
    /// The greatest element of each window of a volume, as <see cref="MaxPool1d"/> along depth, height and width. PyTorch's
    /// <c>nn.functional.max_pool3d</c>.
    /// </summary>
    /// <inheritdoc cref="MaxPool1d"/>
    /// <returns>[batch, channels, slices, rows, columns] or [channels, slices, rows, columns], as the input; the sizes as in <see cref="MaxPool1d"/>.</returns>
    public MaxPool MaxPool3d(PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, bool ceilMode = false) =>
        MaxPoolOver(3, nameof(MaxPool3d), window, stride, padding, dilation, ceilMode);

    private MaxPool MaxPoolOver(int axes, string operation, PerAxis window, PerAxis stride, Padding padding, PerAxis dilation, bool ceilMode) =>
        Operation.Run(new MaxPool(this, PoolingWindows.Sliding(operation, this, axes, window, stride, padding, dilation, ceilMode)));
}

/// <summary>The greatest element of each window.</summary>
[Torch("nn.functional.max_pool2d")]
[Formula("max x over each window", "g at the index, 0 elsewhere", Shapes = "spatial axes → one element per window")]
public sealed class MaxPool : WindowMaximum
{
    internal MaxPool(Tensor x, Kernels.WindowGrid grid) : base(x, grid) { }
}
