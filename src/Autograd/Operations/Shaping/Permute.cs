namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>The axes in another order: axis i of the result is axis <c>axes[i]</c> of this tensor. A view. PyTorch's <c>permute</c>.</summary>
    /// <exception cref="ShapeException">The axes are not a permutation of all axes.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes) => Operation.Run(new Permute(this, axes.ToArray()));

    /// <summary>Two axes exchanged. A view. PyTorch's <c>transpose</c>.</summary>
    /// <exception cref="ShapeException">An axis does not exist.</exception>
    public Tensor Transpose(int axis1, int axis2)
    {
        var axes = Enumerable.Range(0, Rank).ToArray();
        var (a, b) = (Shape.NormalizeAxis(axis1, nameof(Transpose)), Shape.NormalizeAxis(axis2, nameof(Transpose)));
        (axes[a], axes[b]) = (b, a);
        return Operation.Run(new Permute(this, axes));
    }

    /// <summary>The transpose of a matrix, or of each matrix of a stack: the last two axes exchanged. A view. PyTorch's <c>mT</c>.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Transpose() => Rank >= 2
        ? Transpose(-2, -1)
        : throw new ShapeException($"Transpose: {Describe()} has no two axes to exchange; use Unsqueeze to make it a matrix first.");
}

/// <summary>The axes in another order.</summary>
[Torch("permute")]
[Formula("x with its axes in another order", "g with its axes put back", Shapes = "axes in another order")]
public sealed class Permute(Tensor x, int[] axes) : View(x, Target(x, axes))
{
    // Where each axis went: the order that puts them back.
    private readonly int[] _inverse = [.. Enumerable.Range(0, axes.Length).OrderBy(i => axes[i] < 0 ? axes[i] + axes.Length : axes[i])];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient.Permute(_inverse);

    private static Layout Target(Tensor x, int[] axes)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Length != x.Rank)
            throw new ShapeException($"Permute: [{string.Join(", ", axes)}] names {axes.Length} axes, shape {x.Shape} has {x.Rank}; name each once.");
        x.Shape.NormalizeAxes(axes, nameof(Permute));
        return x.Layout.Permute([.. axes.Select(axis => x.Shape.NormalizeAxis(axis, nameof(Permute)))]);
    }
}
