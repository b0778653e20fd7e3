namespace Autograd;

/// <summary>
/// The greatest element of each window of images, [batch, channels, height, width]: <see cref="Tensor.MaxPool2d"/>. The result is a <see cref="MaxPool"/>, which knows
/// where each was found. PyTorch's <c>torch.nn.MaxPool2d</c>.
/// </summary>
/// <param name="window">How many positions a window looks at.</param>
/// <param name="stride">From one window to the next; the window if left out.</param>
/// <param name="padding">How many positions lie outside on each side, which are never picked: at most half of the window.</param>
/// <param name="dilation">From one position of a window to the next.</param>
/// <param name="ceilMode">True if a last window may stick out at the end, as long as it starts inside.</param>
public sealed class MaxPool2d(PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, bool ceilMode = false)
    : PoolingLayer(2, window, stride, padding, dilation, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.MaxPool2d(Window, Stride, Padding, Dilation, CeilMode);
}
