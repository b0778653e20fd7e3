namespace Autograd;

/// <summary>Turns pixels into channels: <see cref="Tensor.PixelUnshuffle"/>. PyTorch's <c>torch.nn.PixelUnshuffle</c>.</summary>
/// <param name="factor">By which height and width shrink.</param>
public sealed class PixelUnshuffle(int factor) : Module
{
    private readonly int _factor = Positive(factor);

    /// <inheritdoc/>
    protected internal override string Settings => $"{_factor}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.PixelUnshuffle(_factor);
}
