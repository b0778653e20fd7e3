namespace Autograd;

/// <summary>
/// Where the elements of a shape lie in a storage: element [i, j, …] is at <c>Offset + i·Strides[0] + j·Strides[1] + …</c>.
/// A view is another layout over the same storage: transposing swaps strides, slicing moves the offset, expanding sets a stride to 0,
/// flipping negates one. Immutable.
/// </summary>
public sealed class Layout
{
    private readonly int[] _strides;
    private Layout? _transposed;

    private Layout(Shape shape, int[] strides, int offset)
    {
        Shape = shape;
        _strides = strides;
        // A view of nothing is nowhere: readers may slice the storage there without looking.
        Offset = shape.ElementCount == 0 ? 0 : offset;
        IsContiguous = ComputeIsContiguous();
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>Elements to move in the storage for one step along each axis.</summary>
    public ReadOnlySpan<int> Strides => _strides;

    /// <summary>The place of element [0, 0, …] in the storage.</summary>
    public int Offset { get; }

    /// <summary>True if the elements lie one after another in row-major order.</summary>
    public bool IsContiguous { get; }

    /// <summary>True if every position shows the same element: a single number repeated.</summary>
    internal bool IsConstant => !_strides.AsSpan().ContainsAnyExcept(0);

    internal static Layout RowMajor(Shape shape)
    {
        var strides = new int[shape.Rank];
        var step = 1;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= Math.Max(1, shape[axis]);
        }
        return new Layout(shape, strides, 0);
    }

    /// <summary>The last two axes exchanged. Made once: a layer shows its weights that way in every step.</summary>
    internal Layout Transposed
    {
        get
        {
            if (_transposed is { } known)
                return known;
            Span<int> order = stackalloc int[Shape.Rank];
            for (var axis = 0; axis < order.Length; axis++)
                order[axis] = axis;
            (order[^1], order[^2]) = (order[^2], order[^1]);
            return _transposed = Permute(order);
        }
    }

    /// <summary>The axes in another order: axis i of the result is axis <c>order[i]</c> of this layout.</summary>
    internal Layout Permute(ReadOnlySpan<int> order)
    {
        Span<int> sizes = stackalloc int[order.Length];
        var strides = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            sizes[i] = Shape[order[i]];
            strides[i] = _strides[order[i]];
        }
        return new Layout(Shape.Create(sizes), strides, Offset);
    }

    /// <summary>Every <paramref name="step"/>th element of one axis from <paramref name="start"/> on; a negative step walks backwards.</summary>
    /// <exception cref="ShapeException">The positions do not lie in the axis.</exception>
    internal Layout Slice(int axis, int start, int count, int step)
    {
        var last = start + (count - 1L) * step;
        if (count < 0 || (count > 0 && (start < 0 || start >= Shape[axis] || last < 0 || last >= Shape[axis])))
            throw new ShapeException($"Slice: {count} positions from {start} in steps of {step} do not lie in axis {axis} of shape {Shape}.");
        var strides = (int[])_strides.Clone();
        strides[axis] *= step;
        return new Layout(Shape.With(axis, count), strides, Offset + start * _strides[axis]);
    }

    /// <summary>One position of an axis, which disappears.</summary>
    /// <exception cref="ShapeException">The position does not lie in the axis.</exception>
    internal Layout Select(int axis, int index) => index >= 0 && index < Shape[axis]
        ? new(Shape.Without(axis), Without(_strides, axis), Offset + index * _strides[axis])
        : throw new ShapeException($"Select: position {index} does not lie in axis {axis} of shape {Shape}.");

    /// <summary>This layout repeated along new outer axes and axes of size 1, without copying: those get stride 0.</summary>
    internal Layout Expand(Shape shape)
    {
        if (ReferenceEquals(shape, Shape))
            return this;
        var strides = new int[shape.Rank];
        for (int axis = shape.Rank - Shape.Rank, from = 0; from < Shape.Rank; axis++, from++)
            strides[axis] = Shape[from] == shape[axis] ? _strides[from] : 0;
        return new Layout(shape, strides, Offset);
    }

    /// <summary>The diagonal between two axes, which are replaced by a new innermost one.</summary>
    internal Layout Diagonal(int offset, int axis1, int axis2)
    {
        if (axis1 == axis2)
            throw new ShapeException($"Diagonal: axes {axis1} and {axis2} of shape {Shape} are the same; a diagonal runs between two different ones.");
        int rows = Shape[axis1], columns = Shape[axis2];
        var count = Math.Max(0, offset >= 0 ? Math.Min(rows, columns - offset) : Math.Min(rows + offset, columns));
        var start = offset >= 0 ? offset * _strides[axis2] : -offset * _strides[axis1];
        int high = Math.Max(axis1, axis2), low = Math.Min(axis1, axis2);
        var sizes = Shape.Without(high).Without(low).Insert(Shape.Rank - 2, count);
        return new Layout(sizes, [.. Without(Without(_strides, high), low), _strides[axis1] + _strides[axis2]], Offset + start);
    }

    /// <summary>
    /// Windows along one axis, which keeps its place and counts them; a new innermost axis runs within a window. They may overlap: then
    /// one element is shown several times.
    /// </summary>
    internal Layout Windows(int axis, int count, int size, int step, int dilation)
    {
        int[] strides = [.. _strides, _strides[axis] * dilation];
        strides[axis] *= step;
        return new Layout(Shape.With(axis, count).Insert(Shape.Rank, size), strides, Offset);
    }

    /// <summary>The same elements in the same order under another shape, or null where that needs a copy.</summary>
    internal Layout? Reshape(Shape shape)
    {
        if (IsContiguous)
            return Offset == 0 ? shape.Contiguous : new Layout(shape, shape.Contiguous._strides, Offset);
        if (shape.ElementCount == 0)
            return shape.Contiguous;

        // Walk both shapes from the innermost axis and match groups of axes with equal products;
        // inside a group the old axes must lie one after another.
        var strides = new int[shape.Rank];
        var to = shape.Rank - 1;
        for (var from = Shape.Rank - 1; from >= 0;)
        {
            var groupStride = _strides[from];
            long oldCount = Shape[from], expected = (long)Shape[from] * _strides[from];
            from--;
            while (from >= 0 && (Shape[from] == 1 || _strides[from] == expected))
            {
                oldCount *= Shape[from];
                expected *= Shape[from];
                from--;
            }
            long newCount = 1, step = groupStride;
            while (to >= 0 && (newCount < oldCount || shape[to] == 1))
            {
                strides[to] = (int)step;
                newCount *= shape[to];
                step *= shape[to];
                to--;
            }
            if (newCount != oldCount)
                return null;
        }
        return new Layout(shape, strides, Offset);
    }

    private static int[] Without(int[] strides, int axis) => [.. strides.AsSpan(0, axis), .. strides.AsSpan(axis + 1)];

    private bool ComputeIsContiguous()
    {
        long expected = 1;
        for (var axis = _strides.Length - 1; axis >= 0; axis--)
        {
            var size = Shape[axis];
            if (size == 0)
                return true;
            if (size != 1 && _strides[axis] != expected)
                return false;
            expected *= size;
        }
        return true;
    }
}
