namespace Autograd;

/// <summary>
/// The greatest element of each window of sequences, [batch, channels, length]: <see cref="Tensor.MaxPool1d"/>. The result is a <see cref="MaxPool"/>, which knows
/// where each was found. PyTorch's <c>torch.nn.MaxPool1d</c>.
/// </summary>
/// <inheritdoc cref="MaxPool2d" path="/param"/>
public sealed class MaxPool1d(PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, bool ceilMode = false)
    : PoolingLayer(1, window, stride, padding, dilation, ceilMode)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.MaxPool1d(Window, Stride, Padding, Dilation, CeilMode);
}
