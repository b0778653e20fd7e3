namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>The transpose of a matrix, or of each matrix of a stack: the last two axes exchanged. A view. PyTorch's <c>mT</c>.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Transpose() => Operation.Run(new Transpose(this));
}

/// <summary>The last two axes exchanged.</summary>
[Torch("mT")]
[Formula("xᵀ", "gᵀ", Shapes = "[…, m, n] → […, n, m]")]
public sealed class Transpose(Tensor x) : View(x, Target(x))
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient.Transpose();

    private static Layout Target(Tensor x) => NotNull(x).Rank >= 2
        ? x.Layout.Transposed
        : throw new ShapeException($"Transpose: {x.Describe()} has no two axes to exchange; use Unsqueeze to make it a matrix first.");
}
