namespace Autograd;

/// <summary>The average of each window of images, [batch, channels, height, width]: <see cref="Tensor.AveragePool2d"/>. PyTorch's <c>torch.nn.AvgPool2d</c>.</summary>
/// <param name="window">How many positions a window looks at.</param>
/// <param name="stride">From one window to the next; the window if left out.</param>
/// <param name="padding">How many zeros lie on each side: at most half of the window.</param>
/// <param name="ceilMode">True if a last window may stick out at the end, as long as it starts inside.</param>
/// <param name="countIncludesPadding">True if the padding that a window meets counts; false if elements alone do.</param>
/// <param name="divisor">What to divide every sum by in place of a count: any number but 0.</param>
public sealed class AveragePool2d(
    PerAxis window, PerAxis stride = default, Padding padding = default, bool ceilMode = false, bool countIncludesPadding = true, int? divisor = null)
    : PoolingLayer(2, window, stride, padding, 1, ceilMode)
{
    /// <inheritdoc/>
    protected internal override string Settings => $"{base.Settings}{(countIncludesPadding ? "" : ", padding not counted")}{(divisor is null ? "" : $", divisor {divisor}")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AveragePool2d(Window, Stride, Padding, CeilMode, countIncludesPadding, divisor);
}
