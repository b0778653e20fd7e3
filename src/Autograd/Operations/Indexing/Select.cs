namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>One position of an axis, which disappears; negative positions count from the end. A view. PyTorch's <c>select</c>.</summary>
    /// <returns>A tensor of this tensor's type with one axis less.</returns>
    /// <exception cref="ShapeException">There is no such axis, or no such position.</exception>
    public Tensor Select(int axis, int index)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Select));
        var size = Shape[place];
        if (index < -size || index >= size)
            throw new ShapeException(Picking.OutOfRange(nameof(Select), $"{index}", place, Shape));
        return Operation.Run(new Select(this, place, index < 0 ? index + size : index));
    }
}

/// <summary>One position of an axis.</summary>
[Torch("select")]
[Formula("x[…, position, …]", "g at position, 0 elsewhere", Shapes = "one axis less")]
public sealed class Select(Tensor x, int axis, int index) : View(x, NotNull(x).Layout.Select(axis, index))
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", axis), new("position", index)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient)
    {
        // Copies, so that the function does not keep this node alive.
        var (place, position) = (axis, index);
        return Run(new Embed(gradient, XShape, layout => layout.Select(place, position)));
    }
}
