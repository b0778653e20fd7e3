using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// How some rows of windows are laid out in a copy of what they see, its padding included, so that what a tap sees from a whole row of windows
/// is a run of memory. With a step of 2 from window to window, each row of the image is sorted into its even and its odd pixels:
/// <code>
///   row of the image, padded:   · a b c d e f ·
///   sorted into runs:           · b d f │ a c e ·       tap 0: · b d    tap 1: a c e    tap 2: b d f
/// </code>
/// The order is [channel, tap along z, row, run, place in the run].
/// </summary>
internal sealed class WindowBand<T> where T : unmanaged, INumber<T>
{
    private readonly TapAxis _z, _y, _x;
    private readonly int[] _runs;
    private readonly int _runLength, _height;

    /// <param name="z">The windows along the first axis, of which a band has one.</param>
    /// <param name="y">The windows along the second axis.</param>
    /// <param name="x">The windows along the last axis, all of which are in the band.</param>
    /// <param name="rows">The most rows of windows in a band.</param>
    public WindowBand(TapAxis z, TapAxis y, TapAxis x, int rows)
    {
        (_z, _y, _x) = (z, y, x);
        _height = Height(rows);
        // Only remainders that a tap has are wanted.
        _runs = [.. x.Taps.Select(tap => (tap.Offset - x.FirstOffset) % x.InputStep).Distinct().Order()];
        _runLength = x.Count + x.Reach / x.InputStep;
    }

    /// <summary>From one row of the copy to the next.</summary>
    private int RowSize => _runs.Length * _runLength;

    /// <summary>From one row of windows to the next.</summary>
    public int RowStep => _y.InputStep * RowSize;

    /// <summary>Numbers of one channel.</summary>
    public int ChannelSize => checked(_z.Taps.Length * _height * RowSize);

    /// <summary>Where each tap finds what belongs to the first window of the first row.</summary>
    public int[] Taps()
    {
        var offsets = new int[_z.Taps.Length * _y.Taps.Length * _x.Taps.Length];
        var i = 0;
        for (var z = 0; z < _z.Taps.Length; z++)
        {
            foreach (var y in _y.Taps)
            {
                foreach (var x in _x.Taps)
                {
                    var (place, run) = Math.DivRem(x.Offset - _x.FirstOffset, _x.InputStep);
                    offsets[i++] = (z * _height + y.Offset - _y.FirstOffset) * RowSize + Array.IndexOf(_runs, run) * _runLength + place;
                }
            }
        }
        return offsets;
    }

    /// <summary>Copies what some rows of windows see of one channel.</summary>
    /// <param name="source">The image's storage.</param>
    /// <param name="channel">Where the channel starts in it.</param>
    /// <param name="strides">Of the axes z, y and x in it.</param>
    /// <param name="plane">The windows' place along z.</param>
    /// <param name="firstRow">The first row of windows.</param>
    /// <param name="rows">How many rows of windows.</param>
    /// <param name="to">The place of the channel in the copy.</param>
    public void Copy(ReadOnlySpan<T> source, int channel, ReadOnlySpan<int> strides, int plane, int firstRow, int rows, Span<T> to)
    {
        for (var tap = 0; tap < _z.Taps.Length; tap++)
        {
            var z = plane * _z.InputStep + _z.Taps[tap].Offset;
            for (var row = 0; row < Height(rows); row++)
            {
                var y = firstRow * _y.InputStep + _y.FirstOffset + row;
                var target = to.Slice((tap * _height + row) * RowSize, RowSize);
                if ((uint)z < (uint)_z.InputSize && (uint)y < (uint)_y.InputSize)
                    CopyRow(source, channel + z * strides[0] + y * strides[1], strides[2], target);
                else
                    target.Clear();
            }
        }
    }

    private int Height(int rows) => (rows - 1) * _y.InputStep + _y.Reach + 1;

    private void CopyRow(ReadOnlySpan<T> source, int row, int stride, Span<T> to)
    {
        var (size, step) = (_x.InputSize, _x.InputStep);
        for (var i = 0; i < _runs.Length; i++)
        {
            var run = to.Slice(i * _runLength, _runLength);
            var x = _x.FirstOffset + _runs[i];
            // What lies inside: places before `low` are to the left of the image, those from `high` on to the right.
            var low = x >= 0 ? 0 : Math.Min(run.Length, (-x + step - 1) / step);
            var high = x >= size ? low : Math.Clamp((size - x + step - 1) / step, low, run.Length);
            run[..low].Clear();
            if (stride == 1 && step == 1)
                source.Slice(row + x + low, high - low).CopyTo(run[low..]);
            else
                CopySteps(source, row + (x + low * step) * stride, step * stride, run[low..high]);
            run[high..].Clear();
        }
    }

    private static void CopySteps(ReadOnlySpan<T> source, int from, int step, Span<T> to)
    {
        for (var i = 0; i < to.Length; i++, from += step)
            to[i] = source[from];
    }
}
