namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The k greatest elements along an axis, from the greatest on, or the k least, from the least on; with their places in
    /// <see cref="Selection.Indices"/>. Of equal elements those that come first are taken; NaN counts as the greatest. PyTorch's <c>topk</c>.
    /// </summary>
    /// <param name="k">How many.</param>
    /// <param name="axis">The axis to look along.</param>
    /// <param name="largest">True for the greatest, false for the least.</param>
    /// <returns>A tensor of this tensor's type whose axis has size k.</returns>
    /// <exception cref="ShapeException">The axis does not exist, or has fewer than k elements.</exception>
    public TopK TopK(int k, int axis = -1, bool largest = true) =>
        Operation.Run(new TopK(this, k, Shape.NormalizeAxis(axis, nameof(TopK)), largest));
}

/// <summary>The greatest or the least elements along an axis, with their places.</summary>
[Torch("topk")]
[Formula("the first k of x sorted", "g at the places, 0 elsewhere", Shapes = "k along the axis")]
public sealed class TopK(Tensor x, int k, int axis, bool largest) : Selection(x, axis, Run(new ArgSort(x, axis, Checked(x, k, axis), largest)))
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [.. base.Parameters, new("k", k), new("order", largest ? "descending" : "ascending")];

    private static int Checked(Tensor x, int k, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        return k >= 0 && k <= x.Shape[axis]
            ? k
            : throw new ShapeException($"TopK: k is {k}, axis {axis} of shape {x.Shape} has {x.Shape[axis]} elements; use 0 to {x.Shape[axis]}.");
    }
}
