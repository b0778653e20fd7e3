namespace Autograd;

/// <summary>The average of each window of volumes, [batch, channels, depth, height, width]: <see cref="Tensor.AveragePool3d"/>. PyTorch's <c>torch.nn.AvgPool3d</c>.</summary>
/// <inheritdoc cref="AveragePool2d" path="/param"/>
public sealed class AveragePool3d(
    PerAxis window, PerAxis stride = default, Padding padding = default, bool ceilMode = false, bool countIncludesPadding = true, int? divisor = null)
    : PoolingLayer(3, window, stride, padding, 1, ceilMode)
{
    /// <inheritdoc/>
    protected internal override string Settings => $"{base.Settings}{(countIncludesPadding ? "" : ", padding not counted")}{(divisor is null ? "" : $", divisor {divisor}")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AveragePool3d(Window, Stride, Padding, CeilMode, countIncludesPadding, divisor);
}
