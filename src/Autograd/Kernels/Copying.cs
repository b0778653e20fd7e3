namespace Autograd.Kernels;

/// <summary>Copies between strided and contiguous memory.</summary>
internal static class Copying
{
    /// <summary>Reads a layout row by row into contiguous memory.</summary>
    public static void Gather<T>(ReadOnlySpan<T> source, Layout layout, Span<T> target) where T : unmanaged
    {
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
}
