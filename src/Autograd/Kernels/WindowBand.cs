using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
    private readonly Runs _rows, _columns;
    // Of each run along x: the places that lie inside the image, and what the first of them shows.
    private readonly (int Low, int High, int From)[] _insides;

    /// <param name="z">The windows along the first axis, of which a band has one.</param>
    /// <param name="y">The windows along the second axis.</param>
    /// <param name="x">The windows along the last axis, all of which are in the band.</param>
    /// <param name="rows">The most rows of windows in a band.</param>
    public WindowBand(TapAxis z, TapAxis y, TapAxis x, int rows)
    {
        (_z, _y, _x) = (z, y, x);
        (_rows, _columns) = (new Runs(y, rows), new Runs(x, x.Count));
        ChannelSize = checked(z.Taps.Length * _rows.Size * _columns.Size);
        _insides = [.. _columns.Starts.Select(Inside)];
    }

    /// <summary>From one row of windows to the next.</summary>
    public int RowStep => _columns.Size;

    /// <summary>Numbers of one channel.</summary>
    public int ChannelSize { get; }

    /// <summary>Where each tap finds what belongs to the first window of the first row.</summary>
    public int[] Taps() => Taps(_z, _y, _x);

    /// <summary>The same for axes with some of the band's taps.</summary>
    public int[] Taps(TapAxis z, TapAxis y, TapAxis x)
    {
        var offsets = new int[z.Taps.Length * y.Taps.Length * x.Taps.Length];
        var i = 0;
        foreach (var tapZ in z.Taps)
        {
            var plane = Array.FindIndex(_z.Taps, tap => tap.Offset == tapZ.Offset);
            foreach (var tapY in y.Taps)
            {
                foreach (var tapX in x.Taps)
                    offsets[i++] = (plane * _rows.Size + _rows.Place(tapY.Offset)) * _columns.Size + _columns.Place(tapX.Offset);
            }
        }
        return offsets;
    }

    /// <summary>Copies what some rows of windows see of one channel.</summary>
    /// <param name="source">The image's storage.</param>
    /// <param name="channel">Where the channel starts in it.</param>
    /// <param name="next">From this channel to the one that is copied next.</param>
    /// <param name="strides">Of the axes z, y and x in it.</param>
    /// <param name="plane">The windows' place along z.</param>
    /// <param name="firstRow">The first row of windows.</param>
    /// <param name="to">The place of the channel in the copy.</param>
    public void Copy(ReadOnlySpan<T> source, int channel, int next, ReadOnlySpan<int> strides, int plane, int firstRow, Span<T> to)
    {
        for (var tap = 0; tap < _z.Taps.Length; tap++)
        {
            var z = plane * _z.InputStep + _z.Taps[tap].Offset;
            var rows = to.Slice(tap * _rows.Size * _columns.Size, _rows.Size * _columns.Size);
            if ((uint)z >= (uint)_z.InputSize)
            {
                rows.Clear();
                continue;
            }
            foreach (var first in _rows.Starts)
            {
                var y = (long)firstRow * _y.InputStep + first;
                for (var row = 0; row < _rows.Length; row++, y += _y.InputStep)
                {
                    if ((ulong)y < (ulong)_y.InputSize)
                    {
                        var from = channel + z * strides[0] + (int)y * strides[1];
                        if (strides[2] == 1)
                            CacheLines.Fetch(source, from + next, _x.InputSize);
                        CopyRow(source, from, strides[2], rows);
                    }
                    else
                    {
                        rows[.._columns.Size].Clear();
                    }
                    rows = rows[_columns.Size..];
                }
            }
        }
    }

    private void CopyRow(ReadOnlySpan<T> source, int row, int stride, Span<T> to)
    {
        for (var i = 0; i < _insides.Length; i++)
        {
            var run = to.Slice(i * _columns.Length, _columns.Length);
            var (low, high, from) = _insides[i];
            // Mostly one or two: no call is worth it.
            for (var x = 0; x < low; x++)
                run[x] = T.Zero;
            for (var x = high; x < run.Length; x++)
                run[x] = T.Zero;
            if (high > low)
                CopySteps(source, row + from * stride, _x.InputStep * stride, run[low..high]);
        }
    }

    private (int Low, int High, int From) Inside(int start)
    {
        var (size, step, length) = (_x.InputSize, _x.InputStep, _columns.Length);
        var low = start >= 0 ? 0 : (int)Math.Min(length, (-(long)start + step - 1) / step);
        var high = start >= size ? low : (int)Math.Clamp(((long)size - start + step - 1) / step, low, length);
        return (low, high, (int)(start + (long)low * step));
    }

    private static void CopySteps(ReadOnlySpan<T> source, int from, int step, Span<T> to)
    {
        if (step == 1 && to.Length >= Vector<T>.Count)
        {
            // A row is too short for a call to pay. The last vector overlaps the one before it.
            source = source.Slice(from, to.Length);
            ref var first = ref MemoryMarshal.GetReference(source);
            ref var target = ref MemoryMarshal.GetReference(to);
            var last = (nuint)(to.Length - Vector<T>.Count);
            for (nuint i = 0; i < last; i += (nuint)Vector<T>.Count)
                Vector.LoadUnsafe(ref first, i).StoreUnsafe(ref target, i);
            Vector.LoadUnsafe(ref first, last).StoreUnsafe(ref target, last);
            return;
        }
        var copied = step == 2 && Unsafe.SizeOf<T>() == sizeof(uint) ? CopyEven(source[from..], to) : 0;
        from += copied * step;
        for (var i = copied; i < to.Length; i++, from += step)
            to[i] = source[from];
    }

    /// <summary>Every second number of four bytes: of a number of eight bytes, which holds two of them, the lower half.</summary>
    /// <returns>How many were copied: all but what lies at the very end of the source.</returns>
    private static int CopyEven(ReadOnlySpan<T> source, Span<T> to)
    {
        var pairs = MemoryMarshal.Cast<T, ulong>(source);
        var target = MemoryMarshal.Cast<T, uint>(to);
        var count = Math.Min(pairs.Length, target.Length);
        if (count < Vector<uint>.Count)
            return 0;
        ref var from = ref MemoryMarshal.GetReference(pairs);
        ref var even = ref MemoryMarshal.GetReference(target);
        // The last vector overlaps the one before it.
        if (Vector512.IsHardwareAccelerated && count >= Vector512<uint>.Count)
        {
            for (var i = 0; i < count; i += Vector512<uint>.Count)
            {
                var at = (nuint)Math.Min(i, count - Vector512<uint>.Count);
                Vector512.Narrow(Vector512.LoadUnsafe(ref from, at), Vector512.LoadUnsafe(ref from, at + (nuint)Vector512<ulong>.Count)).StoreUnsafe(ref even, at);
            }
            return count;
        }
        for (var i = 0; i < count; i += Vector<uint>.Count)
        {
            var at = (nuint)Math.Min(i, count - Vector<uint>.Count);
            Vector.Narrow(Vector.LoadUnsafe(ref from, at), Vector.LoadUnsafe(ref from, at + (nuint)Vector<ulong>.Count)).StoreUnsafe(ref even, at);
        }
        return count;
    }

    /// <summary>
    /// The positions of an axis that some windows see, sorted by their remainder by the step from window to window: a run for each remainder that
    /// a tap has.
    /// </summary>
    private readonly struct Runs
    {
        private readonly int _first, _step;
        private readonly int[] _remainders;

        public Runs(TapAxis axis, int windows)
        {
            (_first, _step) = (axis.FirstOffset, axis.InputStep);
            _remainders = [.. axis.Taps.Select(tap => (tap.Offset - axis.FirstOffset) % axis.InputStep).Distinct().Order()];
            Length = windows + axis.Reach / axis.InputStep;
            Size = checked(Length * _remainders.Length);
            Starts = [.. _remainders.Select(remainder => axis.FirstOffset + remainder)];
        }

        /// <summary>Places in a run.</summary>
        public int Length { get; }

        /// <summary>Places in all runs.</summary>
        public int Size { get; }

        /// <summary>Where a tap finds what belongs to the first window.</summary>
        public int Place(int offset)
        {
            var (place, remainder) = Math.DivRem(offset - _first, _step);
            return Array.IndexOf(_remainders, remainder) * Length + place;
        }

        /// <summary>The position that the first place of each run holds, counted from where the first window would start without padding.</summary>
        public int[] Starts { get; }
    }
}
