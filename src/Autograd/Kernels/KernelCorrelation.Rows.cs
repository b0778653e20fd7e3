using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// A few filters: each sum is a dot product of rows; four filters and three taps are taken at a time, and their twelve sums stay in registers:
/// <code>
///                    tap 0  tap 1  tap 2      a vector of windows at a time →
///   gradient 0 ────   s00    s01    s02
///   gradient 1 ────   s10    s11    s12       s += gradient · seen, lane by lane; the lanes are added up at the end
///   …
/// </code>
/// </summary>
internal sealed partial class KernelCorrelation<T>
{
    private const int BlockFilters = 4, BlockTaps = 3;

    private int Blocks => (_filters - 1) / BlockFilters + 1;

    /// <summary>Copies the incoming gradient of one filter, each row made whole vectors.</summary>
    private void CopyFilter(int at, int rows, Span<T> filter)
    {
        var strides = _gradientLayout.Strides;
        if (_rowSize == _width && strides[4] == 1 && strides[3] == _width)
        {
            _gradient.Span.Slice(at, rows * _width).CopyTo(filter);
            return;
        }
        for (var row = 0; row < rows; row++, at += strides[3])
        {
            var target = filter.Slice(row * _rowSize, _rowSize);
            if (strides[4] == 1)
            {
                _gradient.Span.Slice(at, _width).CopyTo(target);
            }
            else
            {
                for (var x = 0; x < _width; x++)
                    target[x] = _gradient.Span[at + x * strides[4]];
            }
            target[_width..].Clear();
        }
    }

    /// <summary>The sums of some blocks of filters over one chunk.</summary>
    private void MultiplyRows(int first, int count, int start, int end)
    {
        var (channels, filters, taps) = (_groups * _channels, _groups * _filters, _taps.Length);
        Span<T> sums = stackalloc T[BlockFilters * BlockTaps];
        for (var i = start; i < end; i++)
        {
            var (group, block) = Math.DivRem(i, Blocks);
            var filter = group * _filters + block * BlockFilters;
            var height = Math.Min(BlockFilters, _filters - block * BlockFilters);
            // Bands of one height have one layout, so that sums run over all units; otherwise over one unit at a time.
            var step = _bands == 1 ? count : 1;
            var result = _result.Span;
            for (var unit = 0; unit < count; unit += step)
            {
                var rows = Unit(first + unit).Rows;
                ref var gradient = ref _gradients[(unit * filters + filter) * UnitWindows];
                for (var tap = 0; tap < _channels * taps; tap += BlockTaps)
                {
                    var width = Math.Min(BlockTaps, _channels * taps - tap);
                    Dot(
                        ref gradient, height > 1 ? UnitWindows : 0, height > 2 ? 2 * UnitWindows : 0, height > 3 ? 3 * UnitWindows : 0,
                        ref Seen(tap), ref Seen(tap + Math.Min(1, width - 1)), ref Seen(tap + width - 1), step, rows, sums);
                    for (var f = 0; f < height; f++)
                    {
                        for (var t = 0; t < width; t++)
                        {
                            ref var to = ref result[(filter + f) * _channels * taps + tap + t];
                            to = first + unit > 0 ? to + sums[f * BlockTaps + t] : sums[f * BlockTaps + t];
                        }
                    }
                }

                ref T Seen(int tap) => ref _seen[(unit * channels + group * _channels + tap / taps) * _channelSize + _taps[tap % taps]];
            }
        }
    }

    /// <summary>Twelve dot products over some rows of some units.</summary>
    private void Dot(ref T gradient, nint second, nint third, nint fourth, ref T seen0, ref T seen1, ref T seen2, int units, int rows, Span<T> sums)
    {
        Vector<T> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector<T> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        nint rowSize = _rowSize, rowStep = _band.RowStep, seenUnit = _groups * _channels * _channelSize, gradientUnit = _gradientSize;
        var last = rowSize - Vector<T>.Count;
        for (nint unit = 0; unit < units; unit++)
        {
            for (nint row = 0; row < rows; row++)
            {
                ref var g = ref Unsafe.Add(ref gradient, unit * gradientUnit + row * rowSize);
                var at = unit * seenUnit + row * rowStep;
                for (nint x = 0; x <= last; x += Vector<T>.Count, at += Vector<T>.Count)
                {
                    var (v0, v1, v2) = (Load(ref seen0, at), Load(ref seen1, at), Load(ref seen2, at));
                    if (x == last)
                        (v0, v1, v2) = (v0 & _present, v1 & _present, v2 & _present);
                    var g0 = Load(ref g, x);
                    s00 = MatrixTile.MultiplyAdd(g0, v0, s00);
                    s01 = MatrixTile.MultiplyAdd(g0, v1, s01);
                    s02 = MatrixTile.MultiplyAdd(g0, v2, s02);
                    var g1 = Load(ref g, x + second);
                    s10 = MatrixTile.MultiplyAdd(g1, v0, s10);
                    s11 = MatrixTile.MultiplyAdd(g1, v1, s11);
                    s12 = MatrixTile.MultiplyAdd(g1, v2, s12);
                    var g2 = Load(ref g, x + third);
                    s20 = MatrixTile.MultiplyAdd(g2, v0, s20);
                    s21 = MatrixTile.MultiplyAdd(g2, v1, s21);
                    s22 = MatrixTile.MultiplyAdd(g2, v2, s22);
                    var g3 = Load(ref g, x + fourth);
                    s30 = MatrixTile.MultiplyAdd(g3, v0, s30);
                    s31 = MatrixTile.MultiplyAdd(g3, v1, s31);
                    s32 = MatrixTile.MultiplyAdd(g3, v2, s32);
                }
            }
        }
        (sums[0], sums[1], sums[2], sums[3]) = (Vector.Sum(s00), Vector.Sum(s01), Vector.Sum(s02), Vector.Sum(s10));
        (sums[4], sums[5], sums[6], sums[7]) = (Vector.Sum(s11), Vector.Sum(s12), Vector.Sum(s20), Vector.Sum(s21));
        (sums[8], sums[9], sums[10], sums[11]) = (Vector.Sum(s22), Vector.Sum(s30), Vector.Sum(s31), Vector.Sum(s32));

        static Vector<T> Load(ref T from, nint offset) => Vector.LoadUnsafe(ref Unsafe.Add(ref from, offset));
    }
}
