namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The elements along an axis in ascending or descending order, with the places they came from in <see cref="Selection.Indices"/>. Equal
    /// elements keep their order; NaN counts as the greatest. PyTorch's <c>sort</c>, stable.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Sort Sort(int axis = -1, bool descending = false) =>
        Operation.Run(new Sort(this, Shape.NormalizeAxis(axis, nameof(Sort)), descending));
}

/// <summary>The elements along an axis in order, with the places they came from.</summary>
[Torch("sort")]
[Formula("x sorted", "g put back to the places", Shapes = "same")]
public sealed class Sort(Tensor x, int axis, bool descending)
    : Selection(x, axis, Run(new ArgSort(x, axis, NotNull(x).Shape[axis], descending)))
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [.. base.Parameters, new("order", descending ? "descending" : "ascending")];
}
