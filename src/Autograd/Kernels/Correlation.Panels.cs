using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Many filters: an implicit matrix product. Row f of the left matrix is filter f, written out; column j of the right matrix is what window j
/// sees. The right matrix is never stored: a panel of it, as wide as a <see cref="MatrixTile"/>, is gathered from the copy, multiplied
/// with all filters while it is in the first-level cache, and overwritten.
/// <code>
///   rows of a panel: channel, tap          columns: windows, row after row, image after image
///   ┌ seen[window + offset of the tap] …
/// </code>
/// </summary>
internal sealed partial class Correlation<T>
{
    // Rows of a panel that are gathered and multiplied at a time: with two vectors a row they fit into the first-level cache.
    private const int ChunkRows = 256;

    /// <summary>Neighbouring columns of a panel that lie in one row of windows.</summary>
    /// <param name="Lane">Where they stand in the panel.</param>
    /// <param name="Length">How many they are.</param>
    /// <param name="Seen">Where the copy has the first of them.</param>
    /// <param name="Result">Where its result goes, for filter 0 of all groups.</param>
    private readonly record struct RowPart(int Lane, int Length, int Seen, int Result);

    private static int VectorCount => MatrixTile.Columns<T>() / 2;

    private void RunPanels(int group, int first, int count, T[] seen)
    {
        var (width, rows) = (MatrixTile.Columns<T>(), Unit(first).Rows);
        var panel = ArrayPool<T>.Shared.Rent(ChunkRows * width + width);
        var sums = ArrayPool<T>.Shared.Rent(FilterBlocks * _blockRows * width);
        var columns = count * rows * _x.Count;
        Span<RowPart> parts = stackalloc RowPart[width];
        // Vectors that a row of the panel is made of: from where in the copy, to which lane.
        Span<(int From, int To)> moves = stackalloc (int, int)[width];
        for (var column = 0; column < columns; column += width)
        {
            var present = parts[..Divide(column, Math.Min(width, columns - column), first, rows, parts)];
            var moved = 0;
            foreach (ref readonly var part in present)
            {
                for (var lane = 0; lane < part.Length; lane += VectorCount)
                    moves[moved++] = (part.Seen + lane, part.Lane + lane);
            }
            Multiply(group, present, moves[..moved], seen, panel, sums);
        }
        ArrayPool<T>.Shared.Return(panel);
        ArrayPool<T>.Shared.Return(sums);
    }

    /// <summary>Cuts the columns of a panel where a row of windows ends.</summary>
    private int Divide(int first, int width, int firstUnit, int rows, Span<RowPart> parts)
    {
        var (column, count) = (first, 0);
        while (column < first + width)
        {
            var (row, x) = Math.DivRem(column, _x.Count);
            (var unit, row) = Math.DivRem(row, rows);
            var (image, plane, firstRow, _) = Unit(firstUnit + unit);
            var length = Math.Min(_x.Count - x, first + width - column);
            parts[count++] = new RowPart(
                column - first, length, unit * _channels * _band.ChannelSize + row * _band.RowStep + x, ResultRow(image, plane, firstRow + row) + x * _x.OutputStep);
            column += length;
        }
        return count;
    }

    private void Multiply(int group, ReadOnlySpan<RowPart> parts, ReadOnlySpan<(int From, int To)> moves, ReadOnlySpan<T> seen, Span<T> panel, Span<T> sums)
    {
        var (width, result) = (MatrixTile.Columns<T>(), group * _filters * _resultPlane + parts[0].Result);
        var blockSize = _blockRows * width;
        // Where the results lie one after another too, the tile adds them up in place.
        var isWhole = _x.OutputStep == 1 && parts[^1].Lane + parts[^1].Length == width && parts[^1].Result - parts[0].Result == parts[^1].Lane;
        for (var first = 0; first < Math.Max(1, _inner); first += ChunkRows)
        {
            var rows = Math.Min(ChunkRows, _inner - first);
            Gather(_offsets.AsSpan(first, rows), moves, seen, panel);
            for (var block = 0; block < FilterBlocks; block++)
            {
                var filters = _packedFilters.AsSpan(((group * FilterBlocks + block) * _inner + first) * _blockRows, rows * _blockRows);
                if (isWhole && (block + 1) * _blockRows <= _filters)
                    MatrixTile.Multiply(filters, panel, _result.Span[(result + block * _blockRows * _resultPlane)..], _resultPlane, adds: first > 0);
                else
                    MatrixTile.Multiply(filters, panel, sums.Slice(block * blockSize, blockSize), width, adds: first > 0);
            }
        }
        for (var filter = isWhole ? _filters / _blockRows * _blockRows : 0; filter < _filters; filter++)
        {
            foreach (ref readonly var part in parts)
                Write(sums.Slice(filter * width + part.Lane, part.Length), part.Result + (group * _filters + filter) * _resultPlane);
        }
    }

    /// <summary>
    /// The rows of a panel. A vector may write beyond the columns that it is for; the next part of the row, or the next row, writes over that.
    /// </summary>
    private static void Gather(ReadOnlySpan<int> offsets, ReadOnlySpan<(int From, int To)> moves, ReadOnlySpan<T> seen, Span<T> panel)
    {
        var width = MatrixTile.Columns<T>();
        _ = panel[offsets.Length * width + width - 1];
        ref var to = ref MemoryMarshal.GetReference(panel);
        foreach (var offset in offsets)
        {
            foreach (var move in moves)
            {
                ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(seen), move.From + offset);
                if (Vector512.IsHardwareAccelerated)
                    Vector512.LoadUnsafe(ref from).StoreUnsafe(ref Unsafe.Add(ref to, move.To));
                else
                    Vector.LoadUnsafe(ref from).StoreUnsafe(ref Unsafe.Add(ref to, move.To));
            }
            to = ref Unsafe.Add(ref to, width);
        }
    }
}
