namespace Autograd.Kernels;

/// <summary>Matrices in a storage, one for each place of the axes before the last two: element [i, j] of matrix b is at Offsets[b] + i·RowStride + j·ColumnStride.</summary>
internal readonly record struct StackedMatrices<T>(Storage<T> Storage, int[] Offsets, int Rows, int Columns, int RowStride, int ColumnStride) where T : unmanaged
{
    public static StackedMatrices<T> Of(Storage storage, Layout layout)
    {
        var shape = layout.Shape;
        var stack = shape.ElementCount == 0 ? null : layout.Select(shape.Rank - 1, 0).Select(shape.Rank - 2, 0);
        return new((Storage<T>)storage, Starts(stack, shape), shape[^2], shape[^1], layout.Strides[^2], layout.Strides[^1]);
    }

    /// <summary>Copies rows of one matrix into rows as wide as <paramref name="width"/>; what is missing becomes 0.</summary>
    public void CopyRows(int matrix, int first, int count, Span<T> to, int width)
    {
        var source = Storage.Span;
        for (int row = 0, from = Offsets[matrix] + first * RowStride; row < count && Columns > 0; row++, from += RowStride)
        {
            var target = to.Slice(row * width, width);
            if (ColumnStride == 1)
            {
                source.Slice(from, Columns).CopyTo(target);
            }
            else
            {
                for (var column = 0; column < Columns; column++)
                    target[column] = source[from + column * ColumnStride];
            }
            target[Columns..].Clear();
        }
        to[(Columns > 0 ? count * width : 0)..].Clear();
    }

    private static int[] Starts(Layout? stack, Shape shape)
    {
        if (stack is null)
            return new int[Shape.Create(shape.Sizes[..^2]).ElementCount];
        var starts = new int[stack.Shape.ElementCount];
        var rows = new StridedRows(stack);
        for (var at = 0; rows.Next();)
        {
            for (var i = 0; i < rows.Length; i++)
                starts[at++] = rows.Offset0 + i * rows.Stride0;
        }
        return starts;
    }
}
