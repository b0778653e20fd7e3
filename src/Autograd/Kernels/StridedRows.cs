namespace Autograd.Kernels;

/// <summary>
/// Walks up to three layouts of one shape together, row by row. Axes that lie one after another in all of them are merged first, so
/// a row is as long as possible; inside a row each operand moves by its own constant stride.
/// </summary>
internal ref struct StridedRows
{
    /// <summary>Elements that are not worth a second look at their layouts, to count rows before walking them.</summary>
    private const int OnePiece = 1 << 15;

    private readonly Span<int> _sizes;          // merged outer axes, outermost first
    private readonly Span<int> _strides0, _strides1, _strides2;
    private readonly Span<int> _index;
    private long _remaining;
    private bool _started;

    public StridedRows(Layout first) : this(first, first, first) { }

    public StridedRows(Layout first, Layout second) : this(first, second, second) { }

    public StridedRows(Layout first, Layout second, Layout third)
    {
        var shape = first.Shape;
        var rank = shape.Rank;
        // One array for all five lists.
        Span<int> memory = new int[5 * rank];
        Span<int> sizes = memory[..rank], s0 = memory[rank..(2 * rank)], s1 = memory[(2 * rank)..(3 * rank)], s2 = memory[(3 * rank)..(4 * rank)];
        var count = 0;
        for (var axis = 0; axis < rank; axis++)
        {
            var size = shape[axis];
            if (size == 1)
                continue;
            int a = first.Strides[axis], b = second.Strides[axis], c = third.Strides[axis];
            if (count > 0 && s0[count - 1] == a * size && s1[count - 1] == b * size && s2[count - 1] == c * size)
                sizes[count - 1] *= size;
            else
                sizes[count++] = size;
            (s0[count - 1], s1[count - 1], s2[count - 1]) = (a, b, c);
        }
        var outer = Math.Max(0, count - 1);
        if (count > 0)
            (Length, Stride0, Stride1, Stride2) = (sizes[outer], s0[outer], s1[outer], s2[outer]);
        else
            Length = 1;
        _sizes = sizes[..outer];
        _strides0 = s0[..outer];
        _strides1 = s1[..outer];
        _strides2 = s2[..outer];
        _index = memory[(4 * rank)..];
        (Offset0, Offset1, Offset2) = (first.Offset, second.Offset, third.Offset);
        _remaining = shape.ElementCount == 0 ? 0 : shape.ElementCount / Length;
    }

    /// <summary>Runs work over ranges of the rows of two layouts, on several threads if they are many.</summary>
    public static void Run<TWork>(int elements, Layout first, Layout second, TWork work) where TWork : struct, IRangeWork
    {
        if (elements <= OnePiece)
        {
            work.Invoke(0, int.MaxValue);
            return;
        }
        var rows = new StridedRows(first, second);
        Threads.Run(elements / rows.Length, work, rows.Length);
    }

    /// <summary>Elements in each row.</summary>
    public int Length { get; }

    /// <summary>The operands' steps inside a row.</summary>
    public int Stride0 { get; }
    public int Stride1 { get; }
    public int Stride2 { get; }

    /// <summary>Where the current row starts in each operand.</summary>
    public int Offset0 { get; private set; }
    public int Offset1 { get; private set; }
    public int Offset2 { get; private set; }

    /// <summary>Passes over the first rows.</summary>
    public void Skip(int rows)
    {
        if (rows == 0)
            return;
        _remaining -= rows;
        for (var axis = _sizes.Length - 1; axis >= 0; axis--)
        {
            (rows, _index[axis]) = Math.DivRem(rows, _sizes[axis]);
            Offset0 += _index[axis] * _strides0[axis];
            Offset1 += _index[axis] * _strides1[axis];
            Offset2 += _index[axis] * _strides2[axis];
        }
    }

    /// <summary>Goes to the next row; false after the last.</summary>
    public bool Next()
    {
        if (_remaining-- <= 0)
            return false;
        if (!_started)
            return _started = true;
        for (var axis = _sizes.Length - 1; axis >= 0; axis--)
        {
            Offset0 += _strides0[axis];
            Offset1 += _strides1[axis];
            Offset2 += _strides2[axis];
            if (++_index[axis] < _sizes[axis])
                return true;
            Offset0 -= _strides0[axis] * _sizes[axis];
            Offset1 -= _strides1[axis] * _sizes[axis];
            Offset2 -= _strides2[axis] * _sizes[axis];
            _index[axis] = 0;
        }
        return true;
    }
}
