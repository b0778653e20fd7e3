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
        var axes = new int[Rank];
        for (var axis = 0; axis < axes.Length; axis++)
            axes[axis] = axis;
        var (a, b) = (Shape.NormalizeAxis(axis1, nameof(Transpose)), Shape.NormalizeAxis(axis2, nameof(Transpose)));
        (axes[a], axes[b]) = (b, a);
        return Operation.Run(new Permute(this, axes));
    }
}

/// <summary>The axes in another order.</summary>
[Torch("permute")]
[Formula("x with its axes in another order", "g with its axes put back", Shapes = "axes in another order")]
public sealed class Permute(Tensor x, int[] axes) : View(x, Target(x, axes))
{
    private readonly int[] _axes = axes;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient)
    {
        // Where each axis went: the order that puts them back.
        var back = new int[_axes.Length];
        for (var axis = 0; axis < back.Length; axis++)
            back[_axes[axis] < 0 ? _axes[axis] + back.Length : _axes[axis]] = axis;
        return Run(new Permute(gradient, back));
    }

    private static Layout Target(Tensor x, int[] axes)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Length != x.Rank)
            throw new ShapeException($"Permute: [{string.Join(", ", axes)}] names {axes.Length} axes, shape {x.Shape} has {x.Rank}; name each once.");
        var order = new int[axes.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = x.Shape.NormalizeAxis(axes[i], nameof(Permute));
        x.Shape.NormalizeAxes(axes, nameof(Permute));
        return x.Layout.Permute(order);
    }
}
