namespace Autograd;

/// <summary>
/// The greatest element of each part of images, [batch, channels, height, width], of any size, cut into as many parts as asked for: <see cref="Tensor.AdaptiveMaxPool2d"/>.
/// PyTorch's <c>torch.nn.AdaptiveMaxPool2d</c>.
/// </summary>
/// <param name="size">How many parts along each axis: the size of the result.</param>
public sealed class AdaptiveMaxPool2d(PerAxis size) : AdaptivePoolingLayer(2, size)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AdaptiveMaxPool2d(Size);
}
