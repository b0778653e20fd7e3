namespace Autograd;

/// <summary>Turns channels into pixels: <see cref="Tensor.PixelShuffle"/>. PyTorch's <c>torch.nn.PixelShuffle</c>.</summary>
/// <param name="factor">By which height and width grow.</param>
public sealed class PixelShuffle(int factor) : Module
{
    private readonly int _factor = Positive(factor);

    /// <inheritdoc/>
    protected internal override string Settings => $"{_factor}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.PixelShuffle(_factor);
}
