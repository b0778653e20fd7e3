namespace Autograd;

/// <summary>
/// The average of each part of volumes, [batch, channels, depth, height, width], of any size, cut into as many parts as asked for: <see cref="Tensor.AdaptiveAveragePool3d"/>.
/// PyTorch's <c>torch.nn.AdaptiveAvgPool3d</c>.
/// </summary>
/// <param name="size">How many parts along each axis: the size of the result.</param>
public sealed class AdaptiveAveragePool3d(PerAxis size) : AdaptivePoolingLayer(3, size)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AdaptiveAveragePool3d(Size);
}
