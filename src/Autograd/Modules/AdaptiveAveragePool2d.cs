namespace Autograd;

/// <summary>
/// The average of each part of images, [batch, channels, height, width], of any size, cut into as many parts as asked for: <see cref="Tensor.AdaptiveAveragePool2d"/>.
/// PyTorch's <c>torch.nn.AdaptiveAvgPool2d</c>.
/// </summary>
/// <param name="size">How many parts along each axis: the size of the result.</param>
public sealed class AdaptiveAveragePool2d(PerAxis size) : AdaptivePoolingLayer(2, size)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AdaptiveAveragePool2d(Size);
}
