namespace Autograd;

/// <summary>
/// Which parts of a shape tensors of indices name, and where: what <see cref="IndexSelect"/> reads and <see cref="IndexAdd"/> adds to.
/// The indices broadcast to a common shape; the result has its axes in place of the indexed ones if those are neighbours, else in front.
/// </summary>
internal sealed class Picking
{
    private readonly Shape _shape;
    private readonly int[] _axes;
    private readonly Tensor[] _indices;
    private readonly Shape _picked;
    private readonly int _place;

    public Picking(Shape shape, int[] axes, Tensor[] indices)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(axes);
        ArgumentNullException.ThrowIfNull(indices);
        if (axes.Length == 0 || axes.Length != indices.Length)
            throw new ArgumentException($"IndexSelect: {axes.Length} axes and {indices.Length} tensors of indices; give one tensor for each axis.", nameof(indices));
        (_shape, _axes, _indices, _picked) = (shape, axes, indices, Shape.Scalar);
        foreach (var index in indices)
        {
            Positions.RequireIntegers(index, nameof(IndexSelect));
            _picked = Shape.Broadcast(_picked, index.Shape, "IndexSelect (tensors of indices)");
        }
        var areNeighbours = axes[^1] - axes[0] == axes.Length - 1;
        _place = areNeighbours ? axes[0] : 0;
        var rest = shape.Reduce(axes, keepDimensions: false);
        Result = Shape.Create([.. rest.Sizes[.._place], .. _picked, .. rest.Sizes[_place..]]);
    }

    /// <summary>The shape of all parts together.</summary>
    public Shape Result { get; }

    /// <summary>Where each part starts in a layout of the whole, row by row of the indices.</summary>
    /// <exception cref="ShapeException">An index is out of range.</exception>
    public int[] Offsets(Layout whole, string operation)
    {
        var offsets = new int[_picked.ElementCount];
        for (var i = 0; i < _axes.Length; i++)
        {
            var (axis, stride) = (_axes[i], whole.Strides[_axes[i]]);
            var index = new Input(_indices[i].Layout.Expand(_picked), _indices[i].Storage);
            var positions = Positions.Read(index, _shape[axis], countsFromEnd: true, value => OutOfRange(operation, value.ToString(), axis, _shape));
            for (var k = 0; k < offsets.Length; k++)
                offsets[k] += positions[k] * stride;
        }
        return offsets;
    }

    /// <summary>One more than the greatest offset there can be in a row-major layout of the whole.</summary>
    public int OffsetEnd(Layout whole)
    {
        var end = 1;
        foreach (var axis in _axes)
            end += (_shape[axis] - 1) * whole.Strides[axis];
        return end;
    }

    /// <summary>The layout of the part at position 0 of each indexed axis, given that of the whole.</summary>
    public Layout Part(Layout whole)
    {
        for (var i = _axes.Length - 1; i >= 0; i--)
            whole = whole.Select(_axes[i], 0);
        return whole;
    }

    /// <summary>The layout of the first part, and the step to each next one, given the contiguous layout of all parts together.</summary>
    public (Layout First, int Step) Parts(Layout result)
    {
        for (var i = 0; i < _picked.Rank; i++)
            result = result.Select(_place, 0);
        var step = 1;
        foreach (var size in result.Shape.Sizes[_place..])
            step *= size;
        return (result, step);
    }

    public static string OutOfRange(string operation, string index, int axis, Shape shape) => shape[axis] == 0
        ? $"{operation}: index {index} is out of range for axis {axis} of shape {shape}, which is empty."
        : $"{operation}: index {index} is out of range for axis {axis} of shape {shape}, which has size {shape[axis]}; use {-shape[axis]} to {shape[axis] - 1}.";
}
