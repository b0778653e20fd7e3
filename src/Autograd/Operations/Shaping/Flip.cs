namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Axes in reverse order: along each, the last position comes first. A view, where PyTorch's <c>flip</c> copies.
    /// </summary>
    /// <param name="axes">The axes to reverse; all if none is given.</param>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public Tensor Flip(params ReadOnlySpan<int> axes)
    {
        var places = Shape.NormalizeAxes(axes, nameof(Flip));
        return places.Length == 0 ? this : Operation.Run(new Flip(this, places));
    }
}

/// <summary>Axes in reverse order.</summary>
[Torch("flip")]
[Formula("x with axes reversed", "g with the same axes reversed", Shapes = "any → same")]
public sealed class Flip(Tensor x, int[] axes) : View(x, Target(x, axes))
{
    private readonly int[] _axes = axes;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient.Flip(_axes);

    private static Layout Target(Tensor x, int[] axes)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(axes);
        var layout = x.Layout;
        foreach (var axis in axes.Length == 0 ? [] : x.Shape.NormalizeAxes(axes, nameof(Flip)))
            layout = layout.Slice(axis, layout.Shape[axis] - 1, layout.Shape[axis], -1);
        return layout;
    }
}
