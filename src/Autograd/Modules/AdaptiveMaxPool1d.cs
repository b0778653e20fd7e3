namespace Autograd;

/// <summary>
/// The greatest element of each part of sequences, [batch, channels, length], of any size, cut into as many parts as asked for: <see cref="Tensor.AdaptiveMaxPool1d"/>.
/// PyTorch's <c>torch.nn.AdaptiveMaxPool1d</c>.
/// </summary>
/// <param name="size">How many parts along each axis: the size of the result.</param>
public sealed class AdaptiveMaxPool1d(PerAxis size) : AdaptivePoolingLayer(1, size)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AdaptiveMaxPool1d(Size);
}
