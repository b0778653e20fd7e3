namespace Autograd;

/// <summary>
/// The average of each part of sequences, [batch, channels, length], of any size, cut into as many parts as asked for: <see cref="Tensor.AdaptiveAveragePool1d"/>.
/// PyTorch's <c>torch.nn.AdaptiveAvgPool1d</c>.
/// </summary>
/// <param name="size">How many parts along each axis: the size of the result.</param>
public sealed class AdaptiveAveragePool1d(PerAxis size) : AdaptivePoolingLayer(1, size)
{
    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.AdaptiveAveragePool1d(Size);
}
