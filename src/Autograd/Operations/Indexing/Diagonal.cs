namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The diagonal between two axes: elements i, i + offset of <paramref name="axis1"/> and <paramref name="axis2"/>, which are replaced
    /// by a new innermost axis. A view. PyTorch's <c>diagonal</c>.
    /// </summary>
    /// <param name="offset">0 for the main diagonal, above 0 for those right of it, below 0 for those left of it.</param>
    /// <param name="axis1">The axis that counts as rows.</param>
    /// <param name="axis2">The axis that counts as columns.</param>
    /// <returns>[…, n] with the number n of elements on the diagonal, which may be 0.</returns>
    /// <exception cref="ShapeException">An axis does not exist, or both are the same.</exception>
    public Tensor Diagonal(int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        int rows = Shape.NormalizeAxis(axis1, nameof(Diagonal)), columns = Shape.NormalizeAxis(axis2, nameof(Diagonal));
        if (rows == columns)
            throw new ShapeException($"Diagonal: axes {axis1} and {axis2} of shape {Shape} are the same; a diagonal runs between two different ones.");
        return Operation.Run(new Diagonal(this, offset, rows, columns));
    }
}

/// <summary>The diagonal between two axes.</summary>
[Torch("diagonal")]
[Formula("x[…, i, i + offset]", "g on the diagonal, 0 elsewhere", Shapes = "[…, m, n] → […, length of the diagonal]")]
public sealed class Diagonal(Tensor x, int offset, int axis1, int axis2) : View(x, NotNull(x).Layout.Diagonal(offset, axis1, axis2))
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("offset", offset), new("axes", new[] { axis1, axis2 })];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient)
    {
        // Copies, so that the function does not keep this node alive.
        var (shift, rows, columns) = (offset, axis1, axis2);
        return Run(new Embed(gradient, XShape, layout => layout.Diagonal(shift, rows, columns)));
    }
}
