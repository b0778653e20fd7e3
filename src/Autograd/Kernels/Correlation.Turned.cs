using System.Buffers;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>
/// Many filters and windows further than a pixel apart: the same matrix product, turned. Row j of the left matrix is what window j sees, and is read where
/// the copy has it: a <see cref="MatrixTile"/> takes single elements of its rows, so they may be any pixels. The right matrix are the filters, packed so
/// that they lie across the lanes of vectors. What is gathered for windows side by side, a step of one, costs least the other way round
/// (<c>Correlation.Panels.cs</c>): the sums of this way have to be turned once more.
/// <code>
///   rows: windows, wherever they lie       columns: filters, a panel of them at a time
///   ┌ seen[window + offset of the tap] …   ┌ weight of the tap, filter 0, 1, …
/// </code>
/// </summary>
internal sealed partial class Correlation<T>
{
    // Windows whose sums with a panel of filters stay in the second-level cache until they are turned.
    private const int TurnedWindows = 256;

    /// <summary>Whether the filters lie across the lanes: the windows step, all positions of the result meet the same taps, and filters fill more than half a vector.</summary>
    private static bool AreTurned(TapAxis x, int phases, int filters) => phases == 1 && x.OutputStep == 1 && x.InputStep > 1 && filters > VectorCount / 2;

    private void RunTurned(Phase phase, int group, int first, int count, T[] seen)
    {
        var (rows, width) = (Unit(first).Rows, MatrixTile.Columns<T>());
        var rented = ArrayPool<T>.Shared.Rent(TurnedWindows * width + CacheLines.Size);
        var sums = CacheLines.Aligned(rented.AsSpan());
        Span<int> windows = stackalloc int[TurnedWindows];
        var all = count * rows * _x.Count;
        for (var start = 0; start < all; start += TurnedWindows)
        {
            var present = windows[..Math.Min(TurnedWindows, all - start)];
            Find(start, rows, present);
            // A tile has all its rows: where there are no more windows, the last one again.
            windows[present.Length..].Fill(present[^1]);
            for (var block = 0; block < FilterBlocks; block++)
            {
                var filters = Math.Min(_blockRows, _filters - block * _blockRows);
                Multiply(phase, Packed(phase, group, block), windows[..TileRows<T>.RoundUp(present.Length, MatrixTile.Rows)], filters > VectorCount, seen, sums);
                Turn(phase, group * _filters + block * _blockRows, filters, first, start, present.Length, rows, sums);
            }
        }
        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>Where the copy has what windows see: those from one on, row after row, image after image.</summary>
    private void Find(int start, int rows, Span<int> windows)
    {
        for (var done = 0; done < windows.Length;)
        {
            var (row, x) = Math.DivRem(start + done, _x.Count);
            (var unit, row) = Math.DivRem(row, rows);
            var at = VectorCount + unit * _channels * _band.ChannelSize + row * _band.RowStep + x * _x.InputStep;
            foreach (ref var window in windows.Slice(done, Math.Min(_x.Count - x, windows.Length - done)))
            {
                window = at;
                at += _x.InputStep;
            }
            done += _x.Count - x;
        }
    }

    /// <summary>The sums of all windows with a panel of filters, some products at a time: so many that the panel's part of them stays in the first-level cache.</summary>
    private static void Multiply(Phase phase, ReadOnlySpan<T> panel, ReadOnlySpan<int> windows, bool isWide, T[] seen, Span<T> sums)
    {
        var width = MatrixTile.Columns<T>();
        for (var first = 0; first < Math.Max(1, phase.Inner); first += ChunkRows)
        {
            var offsets = phase.Offsets.AsSpan(first, Math.Min(ChunkRows, phase.Inner - first));
            ref var part = ref MemoryMarshal.GetReference(panel[(first * width)..]);
            for (var window = 0; window < windows.Length; window += MatrixTile.Rows)
            {
                MatrixTile.Multiply(
                    ref MemoryMarshal.GetArrayDataReference(seen), windows.Slice(window, MatrixTile.Rows), offsets, ref part, ref sums[window * width], isWide, adds: first > 0);
            }
        }
    }

    /// <summary>Writes sums, window by window, to where the result has them: filter by filter.</summary>
    private void Turn(Phase phase, int filter, int filters, int firstUnit, int start, int count, int rows, ReadOnlySpan<T> sums)
    {
        var (width, unitWindows) = (MatrixTile.Columns<T>(), rows * _x.Count);
        for (var done = 0; done < count;)
        {
            var (unit, window) = Math.DivRem(start + done, unitWindows);
            var (image, plane, firstRow, _) = Unit(firstUnit + unit);
            var length = Math.Min(unitWindows - window, count - done);
            var to = ResultRow(phase, image, plane, firstRow).Start + filter * _resultPlane + window;
            Copying.Transpose(sums, done * width, width, _result.Span[to..], _resultPlane, filters, length);
            done += length;
        }
    }
}
