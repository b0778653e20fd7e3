namespace Autograd;

/// <summary>The average of each window of sequences, [batch, channels, length]: <see cref="Tensor.AveragePool1d"/>. PyTorch's <c>torch.nn.AvgPool1d</c>.</summary>
/// <inheritdoc cref="AveragePool2d" path="/param[@name!='divisor']"/>
public sealed class AveragePool1d(
    PerAxis window, PerAxis stride = default, Padding padding = default, bool ceilMode = false, bool countIncludesPadding = true)
    : PoolingLayer(1, window, stride, padding, 1, ceilMode)
{
    /// <inheritdoc/>
    protected internal override string Settings => $"{base.Settings}{(countIncludesPadding ? "" : ", padding not counted")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AveragePool1d(Window, Stride, Padding, CeilMode, countIncludesPadding);
}
