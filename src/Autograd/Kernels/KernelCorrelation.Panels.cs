using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Many filters: a matrix product, whose sums run over windows. Row j of the left matrix is what a tap of a channel sees, gathered for some
/// hundred windows at a time; the right matrix is the incoming gradient, turned so that filters lie side by side, in panels as wide as a <see cref="MatrixTile"/>.
/// <code>
///                                      filters        a panel
///                                    ┌──┬──┬──┐
///                            windows │  │  │  │
///      windows                       └──┴──┴──┘
///   ┌──────────┐ taps of channel 0,  ┌──┬──┬──┐
///   ├──────────┤ of channel 1, …     ├──┼──┼──┤       the kernel's gradient, taps by filters: added up over all chunks,
///   └──────────┘                     └──┴──┴──┘       and turned when it is complete
/// </code>
/// The result's width does not matter: rows of windows are gathered one after another.
/// </summary>
internal sealed partial class KernelCorrelation<T>
{
    // Windows that are summed at a time: a panel of so many fits into the first-level cache.
    private const int StripWindows = 256;

    // Blocks of taps that are multiplied with a panel while it is there.
    private const int StripBlocks = 2;

    private int Panels => (_filters - 1) / MatrixTile.Columns<T>() + 1;

    private static int StripRows => StripBlocks * MatrixTile.Rows;

    private int Strips => (_channels * _taps.Length - 1) / StripRows + 1;

    private int StripSums => StripRows * Panels * MatrixTile.Columns<T>();

    /// <summary>Copies the incoming gradient of a panel's filters, window by window.</summary>
    private void CopyPanel(int panel, int at, int rows, int window, int windows)
    {
        var strides = _gradientLayout.Strides;
        var width = MatrixTile.Columns<T>();
        var (group, first) = Math.DivRem(panel, Panels);
        first *= width;
        var filters = Math.Min(width, _filters - first);
        at += (group * _filters + first) * strides[1];
        var target = _gradients.AsSpan((panel * windows + window) * width, rows * _width * width);
        if (filters < width)
            target.Clear();
        // Rows of windows that lie one after another are one.
        var (lines, length) = strides[3] == _width * strides[4] ? (1, rows * _width) : (rows, _width);
        for (var line = 0; line < lines; line++, at += strides[3])
        {
            var to = target[(line * length * width)..];
            if (strides[4] == 1)
            {
                Copying.Transpose(_gradient.Span, at, strides[1], to, width, length, filters);
                continue;
            }
            for (var i = 0; i < length; i++)
            {
                for (var filter = 0; filter < filters; filter++)
                    to[i * width + filter] = _gradient.Span[at + i * strides[4] + filter * strides[1]];
            }
        }
    }

    /// <summary>The sums of some strips of taps over one chunk.</summary>
    private void MultiplyPanels(int first, int count, int start, int end)
    {
        // Whole vectors are written: past the end of each row.
        var step = StripWindows + MatrixTile.Columns<T>();
        var strip = ArrayPool<T>.Shared.Rent(StripRows * step);
        Span<(int From, int To)> moves = stackalloc (int, int)[StripWindows];
        // Bands of one height have one layout, so that sums run over all units; otherwise over one unit at a time.
        var units = _bands == 1 ? count : 1;
        for (var i = start; i < end; i++)
        {
            var (group, row) = Math.DivRem(i, Strips);
            row *= StripRows;
            var rows = Math.Min(StripRows, _channels * _taps.Length - row);
            var sums = _sums.AsSpan(i * StripSums, StripSums);
            for (var unit = 0; unit < count; unit += units)
            {
                var windows = units * Unit(first + unit).Rows * _width;
                for (var window = 0; window < windows; window += StripWindows)
                {
                    var length = Math.Min(StripWindows, windows - window);
                    Gather(group, row, rows, moves[..Divide(unit, window, length, moves)], strip, step);
                    var panel = (group * Panels * count + unit) * UnitWindows + window;
                    Multiply(strip, step, rows, panel, count * UnitWindows, length, sums, adds: first + unit + window > 0);
                }
            }
            if (Unit(first + count - 1) is var (image, plane, firstRow, height) && image == _imageLayout.Shape[0] - 1 && plane == _z.Count - 1 && firstRow + height == _y.Count)
                Turn(group, row, rows, sums);
        }
        ArrayPool<T>.Shared.Return(strip);
    }

    /// <summary>The vectors that a row of the left matrix is made of: from where in the copy, to which window.</summary>
    private int Divide(int unit, int window, int length, Span<(int From, int To)> moves)
    {
        var (size, count) = (_groups * _channels * _channelSize, 0);
        for (var to = 0; to < length;)
        {
            var (row, x) = Math.DivRem(window + to, _width);
            var (next, line) = Math.DivRem(row, _bandRows);
            var run = Math.Min(_width - x, length - to);
            for (var lane = 0; lane < run; lane += MatrixTile.Columns<T>() / 2)
                moves[count++] = ((unit + next) * size + line * _band.RowStep + x + lane, to + lane);
            to += run;
        }
        return count;
    }

    /// <summary>
    /// What some taps see. A vector may write beyond the windows that it is for; the next one writes over that.
    /// </summary>
    private void Gather(int group, int firstRow, int rows, ReadOnlySpan<(int From, int To)> moves, T[] strip, int step)
    {
        for (var row = 0; row < rows; row++)
        {
            var (channel, tap) = Math.DivRem(firstRow + row, _taps.Length);
            ref var from = ref _seen[(group * _channels + channel) * _channelSize + _taps[tap]];
            ref var to = ref strip[row * step];
            foreach (var move in moves)
            {
                if (Vector512.IsHardwareAccelerated)
                    Vector512.LoadUnsafe(ref Unsafe.Add(ref from, move.From)).StoreUnsafe(ref Unsafe.Add(ref to, move.To));
                else
                    Vector.LoadUnsafe(ref Unsafe.Add(ref from, move.From)).StoreUnsafe(ref Unsafe.Add(ref to, move.To));
            }
        }
    }

    private void Multiply(T[] strip, int step, int rows, int panel, int nextPanel, int length, Span<T> sums, bool adds)
    {
        var (width, stride) = (MatrixTile.Columns<T>(), Panels * MatrixTile.Columns<T>());
        for (var first = 0; first < Panels; first++, panel += nextPanel)
        {
            var isWide = _filters - first * width > width / 2;
            for (var row = 0; row < rows; row += MatrixTile.Rows)
            {
                MatrixTile.Multiply(
                    ref strip[row * step], step, 1, ref _gradients[panel * width], width, length,
                    ref sums[row * stride + first * width], stride, Math.Min(MatrixTile.Rows, rows - row), isWide, adds);
            }
        }
    }

    /// <summary>Writes complete sums, filter by filter.</summary>
    private void Turn(int group, int row, int rows, ReadOnlySpan<T> sums)
    {
        var (stride, size) = (Panels * MatrixTile.Columns<T>(), _channels * _taps.Length);
        for (var filter = 0; filter < _filters; filter++)
        {
            var target = _result.Span.Slice((group * _filters + filter) * size + row, rows);
            for (var i = 0; i < rows; i++)
                target[i] = sums[i * stride + filter];
        }
    }
}
