using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// A few filters, as in depthwise convolutions: each slides along the rows, four vectors of windows at a time, wherever they lie. What a tap sees from a
/// vector of windows is one vector of the copy.
/// <code>
///   sum 0 … sum 3  +=  weight · seen[windows 0 … 3 + offset of the tap]
/// </code>
/// The last vector of a row overlaps the one before it: what was computed once is computed again.
/// </summary>
internal sealed partial class Correlation<T>
{
    private const int RowVectors = 4;

    private void RunRows(int group, int first, int count, T[] seen)
    {
        var step = VectorCount;
        Span<(int Seen, int Result)> waiting = stackalloc (int, int)[RowVectors];
        for (var filter = group * _filters; filter < (group + 1) * _filters; filter++)
        {
            var weights = _packedFilters.AsSpan(filter * _inner, _inner);
            var queued = 0;
            for (var unit = 0; unit < count; unit++)
            {
                var (image, plane, firstRow, rows) = Unit(first + unit);
                for (var row = 0; row < rows; row++)
                {
                    var (from, to) = (unit * _channels * _band.ChannelSize + row * _band.RowStep, ResultRow(image, plane, firstRow + row) + filter * _resultPlane);
                    for (var x = 0; x < _x.Count; x += step)
                    {
                        var at = Math.Max(0, Math.Min(x, _x.Count - step));
                        waiting[queued++] = (from + at, to + at * _x.OutputStep);
                        if (queued == RowVectors)
                        {
                            Sum(weights, waiting, seen);
                            queued = 0;
                        }
                    }
                }
            }
            if (queued > 0)
            {
                waiting[queued..].Fill(waiting[0]);
                Sum(weights, waiting, seen);
            }
        }
    }

    private void Sum(ReadOnlySpan<T> weights, ReadOnlySpan<(int Seen, int Result)> windows, T[] seen)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(seen);
        ref T a = ref Unsafe.Add(ref from, windows[0].Seen), b = ref Unsafe.Add(ref from, windows[1].Seen);
        ref T c = ref Unsafe.Add(ref from, windows[2].Seen), d = ref Unsafe.Add(ref from, windows[3].Seen);
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var k = 0; k < weights.Length; k++)
            {
                var weight = Vector512.Create(weights[k]);
                var offset = (nuint)_offsets[k];
                sum0 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref a, offset), sum0);
                sum1 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref b, offset), sum1);
                sum2 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref c, offset), sum2);
                sum3 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref d, offset), sum3);
            }
            Write(sum0, windows[0].Result);
            Write(sum1, windows[1].Result);
            Write(sum2, windows[2].Result);
            Write(sum3, windows[3].Result);
        }
        else
        {
            Vector<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var k = 0; k < weights.Length; k++)
            {
                var weight = new Vector<T>(weights[k]);
                var offset = (nuint)_offsets[k];
                sum0 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref a, offset), sum0);
                sum1 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref b, offset), sum1);
                sum2 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref c, offset), sum2);
                sum3 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref d, offset), sum3);
            }
            Write(sum0, windows[0].Result);
            Write(sum1, windows[1].Result);
            Write(sum2, windows[2].Result);
            Write(sum3, windows[3].Result);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(Vector512<T> sums, int at)
    {
        if (_x.OutputStep == 1 && _x.Count >= Vector512<T>.Count)
            sums.CopyTo(_result.Span[at..]);
        else
            WriteLanes(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector512<T>, T>(ref sums), Vector512<T>.Count), at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(Vector<T> sums, int at)
    {
        if (_x.OutputStep == 1 && _x.Count >= Vector<T>.Count)
            sums.CopyTo(_result.Span[at..]);
        else
            WriteLanes(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<Vector<T>, T>(ref sums), Vector<T>.Count), at);
    }

    private void WriteLanes(ReadOnlySpan<T> sums, int at) => Write(sums[..Math.Min(sums.Length, _x.Count)], at);
}
