using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Copies between strided and contiguous memory.</summary>
internal static class Copying
{
    /// <summary>Rows and columns of the blocks in which matrices are transposed: both sides of a block stay in the cache.</summary>
    private const int BlockSize = 64;

    /// <summary>The least number of rows and columns that are transposed in blocks.</summary>
    private const int LeastBlock = 16;

    /// <summary>Reads a layout row by row into contiguous memory.</summary>
    public static void Gather<T>(ReadOnlySpan<T> source, Layout layout, Span<T> target) where T : unmanaged
    {
        var unit = layout.Strides.LastIndexOf(1);
        if (unit >= 0 && unit < layout.Shape.Rank - 1 && layout.Shape[unit] >= LeastBlock && layout.Shape[^1] >= LeastBlock)
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
                        Transpose(
                            source, from + top + left * stride, stride, target[(to + top * targetStride + left)..], targetStride,
                            Math.Min(BlockSize, height - top), Math.Min(BlockSize, width - left));
                    }
                }
            }
        }
    }

    /// <summary>target[i, j] = source[j, i]: tiles, and what they leave at the right and at the bottom.</summary>
    public static void Transpose<T>(
        ReadOnlySpan<T> source, int offset, int stride, Span<T> target, int targetStride, int height, int width) where T : unmanaged
    {
        var (tiledHeight, tiledWidth) = (0, 0);
        if (TransposedTile.IsSupported && Unsafe.SizeOf<T>() == sizeof(float))
        {
            (tiledHeight, tiledWidth) = (height / TransposedTile.Size * TransposedTile.Size, width / TransposedTile.Size * TransposedTile.Size);
            for (var top = 0; top < tiledHeight; top += TransposedTile.Size)
            {
                for (var left = 0; left < tiledWidth; left += TransposedTile.Size)
                {
                    TransposedTile.Copy(
                        ref Unsafe.AsRef(in source[offset + top + left * stride]), stride, ref target[top * targetStride + left], targetStride);
                }
            }
        }
        for (var row = 0; row < height; row++)
        {
            var left = row < tiledHeight ? tiledWidth : 0;
            var line = target.Slice(row * targetStride + left, width - left);
            for (int i = 0, at = offset + row + left * stride; i < line.Length; i++, at += stride)
                line[i] = source[at];
        }
    }
}
