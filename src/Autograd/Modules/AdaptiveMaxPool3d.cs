namespace Autograd;

/// <summary>
/// The greatest element of each part of volumes, [batch, channels, depth, height, width], of any size, cut into as many parts as asked for: <see cref="Tensor.AdaptiveMaxPool3d"/>.
/// PyTorch's <c>torch.nn.AdaptiveMaxPool3d</c>.
/// </summary>
/// <param name="size">How many parts along each axis: the size of the result.</param>
public sealed class AdaptiveMaxPool3d(PerAxis size) : AdaptivePoolingLayer(3, size)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AdaptiveMaxPool3d(Size);
}
