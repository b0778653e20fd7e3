using System.Buffers;
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

    private void RunRows(ReadOnlySpan<Phase> phases, int group, int first, int count, T[] seen)
    {
        var step = VectorCount;
        Span<(int Seen, int Result, int Written)> waiting = stackalloc (int, int, int)[RowVectors];
        // The sums of each phase, and room to bring those of a vector of windows into the result's order.
        var sums = ArrayPool<T>.Shared.Rent(phases.Length * (RowVectors + 1) * step);
        for (var filter = group * _filters; filter < (group + 1) * _filters; filter++)
        {
            var queued = 0;
            for (var unit = 0; unit < count; unit++)
            {
                var (image, plane, firstRow, rows) = Unit(first + unit);
                for (var row = 0; row < rows; row++)
                {
                    var from = VectorCount + unit * _channels * _band.ChannelSize + row * _band.RowStep;
                    var (to, written) = ResultRow(phases[0], image, plane, firstRow + row);
                    if (written == 0)
                        continue;
                    for (var x = 0; x < _x.Count; x += step)
                    {
                        var at = Math.Max(0, Math.Min(x, _x.Count - step));
                        var start = at * _columnPhases;
                        waiting[queued++] = (from + at, to + start + filter * _resultPlane, Math.Min(written - start, Math.Min(step, _x.Count) * _columnPhases));
                        if (queued == RowVectors)
                        {
                            Sum(phases, filter, waiting, seen, sums);
                            queued = 0;
                        }
                    }
                }
            }
            if (queued > 0)
            {
                waiting[queued..].Fill(waiting[0]);
                Sum(phases, filter, waiting, seen, sums);
            }
        }
        ArrayPool<T>.Shared.Return(sums);
    }

    private void Sum(ReadOnlySpan<Phase> phases, int filter, ReadOnlySpan<(int Seen, int Result, int Written)> windows, T[] seen, Span<T> sums)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(seen);
        var size = RowVectors * VectorCount;
        for (var i = 0; i < phases.Length; i++)
        {
            AddUp(
                Packed(phases[i], 0, filter), phases[i].Offsets, ref Unsafe.Add(ref from, windows[0].Seen), ref Unsafe.Add(ref from, windows[1].Seen),
                ref Unsafe.Add(ref from, windows[2].Seen), ref Unsafe.Add(ref from, windows[3].Seen), ref sums[i * size]);
        }
        for (var i = 0; i < windows.Length; i++)
        {
            var (_, result, written) = windows[i];
            var line = Interleave(sums[(i * VectorCount)..], size, VectorCount, sums[(phases.Length * size)..]);
            CopyVectors(line[..written], _result.Span.Slice(result, written));
        }
    }

    /// <summary>Copies what is too short for a call to pay. The last vector overlaps the one before it.</summary>
    private static void CopyVectors(ReadOnlySpan<T> from, Span<T> to)
    {
        if (from.Length < Vector<T>.Count)
        {
            from.CopyTo(to);
            return;
        }
        var last = from.Length - Vector<T>.Count;
        for (var i = 0; i < last; i += Vector<T>.Count)
            new Vector<T>(from[i..]).CopyTo(to[i..]);
        new Vector<T>(from[last..]).CopyTo(to[last..]);
    }

    // Apart, so that nothing but the sums asks for registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddUp(ReadOnlySpan<T> weights, ReadOnlySpan<int> offsets, ref T a, ref T b, ref T c, ref T d, ref T sums)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var k = 0; k < weights.Length; k++)
            {
                var weight = Vector512.Create(weights[k]);
                var offset = (nuint)offsets[k];
                sum0 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref a, offset), sum0);
                sum1 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref b, offset), sum1);
                sum2 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref c, offset), sum2);
                sum3 = MatrixTile.MultiplyAdd(weight, Vector512.LoadUnsafe(ref d, offset), sum3);
            }
            sum0.StoreUnsafe(ref sums);
            sum1.StoreUnsafe(ref sums, (nuint)Vector512<T>.Count);
            sum2.StoreUnsafe(ref sums, 2 * (nuint)Vector512<T>.Count);
            sum3.StoreUnsafe(ref sums, 3 * (nuint)Vector512<T>.Count);
        }
        else
        {
            Vector<T> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var k = 0; k < weights.Length; k++)
            {
                var weight = new Vector<T>(weights[k]);
                var offset = (nuint)offsets[k];
                sum0 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref a, offset), sum0);
                sum1 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref b, offset), sum1);
                sum2 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref c, offset), sum2);
                sum3 = MatrixTile.MultiplyAdd(weight, Vector.LoadUnsafe(ref d, offset), sum3);
            }
            sum0.StoreUnsafe(ref sums);
            sum1.StoreUnsafe(ref sums, (nuint)Vector<T>.Count);
            sum2.StoreUnsafe(ref sums, 2 * (nuint)Vector<T>.Count);
            sum3.StoreUnsafe(ref sums, 3 * (nuint)Vector<T>.Count);
        }
    }
}
