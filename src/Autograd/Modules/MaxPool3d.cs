namespace Autograd;

/// <summary>
/// The greatest element of each window of volumes, [batch, channels, depth, height, width]: <see cref="Tensor.MaxPool3d"/>. The result is a <see cref="MaxPool"/>, which knows
/// where each was found. PyTorch's <c>torch.nn.MaxPool3d</c>.
/// </summary>
/// <inheritdoc cref="MaxPool2d" path="/param"/>
public sealed class MaxPool3d(PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, bool ceilMode = false)
    : PoolingLayer(3, window, stride, padding, dilation, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.MaxPool3d(Window, Stride, Padding, Dilation, CeilMode);
}
