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
    /// <param name="Written">How many results they have, of all phases along x together.</param>
    private readonly record struct RowPart(int Lane, int Length, int Seen, int Result, int Written);

    /// <summary>Where the copy has what some lanes of a vector of a panel's row hold: from one on, up to those of the next source.</summary>
    /// <param name="From">Where lane 0 would be, for the first product.</param>
    /// <param name="Lane">The first lane.</param>
    private readonly record struct Source(int From, int Lane);

    // Products in a sum that take longer than to ask for the memory of the result.
    private const int LongSum = 64;

    // No bits, then all bits, a vector each: a vector that starts in between selects the lanes from one on.
    private static readonly T[] _selections = [.. new T[VectorCount], .. Enumerable.Repeat(Vector<T>.AllBitsSet[0], VectorCount)];

    private static int VectorCount => MatrixTile.Columns<T>() / 2;

    /// <summary>The mask of all lanes from one on.</summary>
    private static ref T From(int lane) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_selections), VectorCount - lane);

    private void RunPanels(ReadOnlySpan<Phase> phases, int group, int first, int count, T[] seen)
    {
        var (width, rows) = (MatrixTile.Columns<T>(), Unit(first).Rows);
        var rented = ArrayPool<T>.Shared.Rent(ChunkRows * width + CacheLines.Size);
        var panel = CacheLines.Aligned(rented.AsSpan());
        var sums = ArrayPool<T>.Shared.Rent((phases.Length * PaddedFilters + phases.Length) * width);
        var columns = count * rows * _x.Count;
        Span<RowPart> parts = stackalloc RowPart[width];
        // Every part begins in one of the two vectors, and may go on in the other.
        Span<Source> sources = stackalloc Source[width + 2];
        for (var column = 0; column < columns; column += width)
        {
            var present = parts[..Divide(phases[0], column, Math.Min(width, columns - column), first, rows, parts)];
            var left = Look(present, 0, sources);
            var right = Look(present, VectorCount, sources[left..]);
            Multiply(phases, group, present, sources[..left], sources.Slice(left, right), seen, panel, sums);
        }
        ArrayPool<T>.Shared.Return(rented);
        ArrayPool<T>.Shared.Return(sums);
    }

    /// <summary>What a vector of a panel's row is made of: a source for each part that has lanes in it.</summary>
    private static int Look(ReadOnlySpan<RowPart> parts, int vector, Span<Source> sources)
    {
        var count = 0;
        foreach (ref readonly var part in parts)
        {
            if (part.Lane < vector + VectorCount && part.Lane + part.Length > vector)
                sources[count++] = new Source(part.Seen - part.Lane + vector, Math.Max(0, part.Lane - vector));
        }
        // No column is that far right: nobody looks at the lanes, but something must be in them.
        if (count == 0)
            sources[count++] = new Source(parts[0].Seen, 0);
        return count;
    }

    /// <summary>Cuts the columns of a panel where a row of windows ends.</summary>
    private int Divide(Phase phase, int first, int width, int firstUnit, int rows, Span<RowPart> parts)
    {
        var (column, count) = (first, 0);
        while (column < first + width)
        {
            var (row, x) = Math.DivRem(column, _x.Count);
            (var unit, row) = Math.DivRem(row, rows);
            var (image, plane, firstRow, _) = Unit(firstUnit + unit);
            var length = Math.Min(_x.Count - x, first + width - column);
            var (start, written) = ResultRow(phase, image, plane, firstRow + row);
            var at = x * _columnPhases;
            parts[count++] = new RowPart(
                column - first, length, VectorCount + unit * _channels * _band.ChannelSize + row * _band.RowStep + x, start + at, Math.Clamp(written - at, 0, length * _columnPhases));
            column += length;
        }
        return count;
    }

    private void Multiply(
        ReadOnlySpan<Phase> phases, int group, ReadOnlySpan<RowPart> parts, ReadOnlySpan<Source> left, ReadOnlySpan<Source> right, ReadOnlySpan<T> seen,
        Span<T> panel, Span<T> sums)
    {
        var (width, result) = (MatrixTile.Columns<T>(), group * _filters * _resultPlane + parts[0].Result);
        var (blockSize, phaseSize) = (_blockRows * width, PaddedFilters * width);
        var whole = IsWhole(parts) ? _filters / _blockRows : 0;
        for (var i = 0; i < phases.Length; i++)
        {
            for (var first = 0; first < Math.Max(1, phases[i].Inner); first += ChunkRows)
            {
                var rows = Math.Min(ChunkRows, phases[i].Inner - first);
                Gather(phases[i].Offsets.AsSpan(first, rows), left, right, seen, panel);
                for (var block = 0; block < FilterBlocks; block++)
                {
                    if (_inner >= LongSum && (block < whole ? first == 0 : i == phases.Length - 1 && first + ChunkRows >= phases[i].Inner))
                        FetchResult(group, block, parts);
                    var filters = Packed(phases[i], group, block).Slice(first * _blockRows, rows * _blockRows);
                    if (block < whole)
                        MatrixTile.Multiply(filters, panel, _result.Span[(result + block * _blockRows * _resultPlane)..], _resultPlane, adds: first > 0);
                    else
                        MatrixTile.Multiply(filters, panel, sums.Slice(i * phaseSize + block * blockSize, blockSize), width, adds: first > 0);
                }
            }
        }
        for (var filter = whole * _blockRows; filter < _filters; filter++)
        {
            var line = Interleave(sums[(filter * width)..], phaseSize, width, sums.Slice(phases.Length * phaseSize, phases.Length * width));
            var target = _result.Span[((group * _filters + filter) * _resultPlane)..];
            foreach (ref readonly var part in parts)
            {
                if (part.Written > 0)
                    line.Slice(part.Lane * _columnPhases, part.Written).CopyTo(target[part.Result..]);
            }
        }
    }

    /// <summary>Asks for the memory that a block of filters will be written to.</summary>
    private void FetchResult(int group, int block, ReadOnlySpan<RowPart> parts)
    {
        for (var filter = block * _blockRows; filter < Math.Min(_filters, (block + 1) * _blockRows); filter++)
        {
            foreach (ref readonly var part in parts)
                CacheLines.Fetch(_result.Span, (group * _filters + filter) * _resultPlane + part.Result, part.Written);
        }
    }

    /// <summary>Whether the results lie one after another too: the tile adds them up in place then.</summary>
    private bool IsWhole(ReadOnlySpan<RowPart> parts)
    {
        var written = 0;
        foreach (ref readonly var part in parts)
            written += part.Written;
        return _columnPhases == 1 && written == MatrixTile.Columns<T>() && parts[^1].Result - parts[0].Result == parts[^1].Lane;
    }

    /// <summary>The rows of a panel: each vector is put together in a register, and written once.</summary>
    private static void Gather(ReadOnlySpan<int> offsets, ReadOnlySpan<Source> left, ReadOnlySpan<Source> right, ReadOnlySpan<T> seen, Span<T> panel)
    {
        var width = MatrixTile.Columns<T>();
        _ = panel[..(offsets.Length * width)];
        ref var to = ref MemoryMarshal.GetReference(panel);
        foreach (var offset in offsets)
        {
            ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(seen), offset);
            if (Vector512.IsHardwareAccelerated)
            {
                Lanes512(ref from, left).StoreUnsafe(ref to);
                Lanes512(ref from, right).StoreUnsafe(ref to, (nuint)Vector512<T>.Count);
            }
            else
            {
                Lanes(ref from, left).StoreUnsafe(ref to);
                Lanes(ref from, right).StoreUnsafe(ref to, (nuint)Vector<T>.Count);
            }
            to = ref Unsafe.Add(ref to, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Lanes512(ref T from, ReadOnlySpan<Source> sources)
    {
        var vector = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, sources[0].From));
        for (var i = 1; i < sources.Length; i++)
        {
            var next = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, sources[i].From));
            vector = Vector512.ConditionalSelect(Vector512.LoadUnsafe(ref From(sources[i].Lane)), next, vector);
        }
        return vector;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Lanes(ref T from, ReadOnlySpan<Source> sources)
    {
        var vector = Vector.LoadUnsafe(ref Unsafe.Add(ref from, sources[0].From));
        for (var i = 1; i < sources.Length; i++)
        {
            var next = Vector.LoadUnsafe(ref Unsafe.Add(ref from, sources[i].From));
            vector = Vector.ConditionalSelect(Vector.LoadUnsafe(ref From(sources[i].Lane)), next, vector);
        }
        return vector;
    }
}
