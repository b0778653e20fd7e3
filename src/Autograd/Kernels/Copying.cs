namespace Autograd.Kernels;

/// <summary>Copies between strided and contiguous memory.</summary>
internal static class Copying
{
    /// <summary>Rows and columns of the blocks in which matrices are transposed: both sides of a block stay in the first-level cache.</summary>
    private const int BlockSize = 32;

    /// <summary>Reads a layout row by row into contiguous memory.</summary>
    public static void Gather<T>(ReadOnlySpan<T> source, Layout layout, Span<T> target) where T : unmanaged
    {
        var unit = layout.Strides.LastIndexOf(1);
        if (unit >= 0 && unit < layout.Shape.Rank - 1 && layout.Shape[unit] >= BlockSize && layout.Shape[^1] >= BlockSize)
        {
            Transpose(source, layout, unit, target);
            return;
        }
        var rows = new StridedRows(layout);
        for (var at = 0; rows.Next(); at += rows.Length)
        {
            var row = target.Slice(at, rows.Length);
            switch (rows.Stride0)
            {
                case 1:
                    source.Slice(rows.Offset0, rows.Length).CopyTo(row);
                    break;
                case 0:
                    row.Fill(source[rows.Offset0]);
                    break;
                default:
                    for (int i = 0, from = rows.Offset0; i < row.Length; i++, from += rows.Stride0)
                        row[i] = source[from];
                    break;
            }
        }
    }

    /// <summary>Writes contiguous memory row by row into a layout.</summary>
    public static void Scatter<T>(ReadOnlySpan<T> source, Span<T> target, Layout layout) where T : unmanaged
    {
        var rows = new StridedRows(layout);
        for (var at = 0; rows.Next(); at += rows.Length)
        {
            var row = source.Slice(at, rows.Length);
            if (rows.Stride0 == 1)
            {
                row.CopyTo(target.Slice(rows.Offset0, rows.Length));
                continue;
            }
            for (int i = 0, to = rows.Offset0; i < row.Length; i++, to += rows.Stride0)
                target[to] = row[i];
        }
    }

    /// <summary>Reads a layout whose neighbours in memory are not the innermost axis but another one, block by block.</summary>
    private static void Transpose<T>(ReadOnlySpan<T> source, Layout layout, int unit, Span<T> target) where T : unmanaged
    {
        var inner = layout.Shape.Rank - 1;
        var (height, width, stride, targetStride) = (layout.Shape[unit], layout.Shape[inner], layout.Strides[inner], layout.Shape.Contiguous.Strides[unit]);
        var matrices = new StridedRows(layout.Select(inner, 0).Select(unit, 0), layout.Shape.Contiguous.Select(inner, 0).Select(unit, 0));
        while (matrices.Next())
        {
            for (var matrix = 0; matrix < matrices.Length; matrix++)
            {
                var (from, to) = (matrices.Offset0 + matrix * matrices.Stride0, matrices.Offset1 + matrix * matrices.Stride1);
                for (var top = 0; top < height; top += BlockSize)
                {
                    for (var left = 0; left < width; left += BlockSize)
                    {
                        var end = Math.Min(left + BlockSize, width) - left;
                        for (var row = top; row < Math.Min(top + BlockSize, height); row++)
                        {
                            var line = target.Slice(to + row * targetStride + left, end);
                            for (int i = 0, at = from + row + left * stride; i < line.Length; i++, at += stride)
                                line[i] = source[at];
                        }
                    }
                }
            }
        }
    }
}
