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
        Span<T> sums = stackalloc T[RowVectors * step];
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
                            Sum(weights, waiting, seen, sums);
                            queued = 0;
                        }
                    }
                }
            }
            if (queued > 0)
            {
                waiting[queued..].Fill(waiting[0]);
                Sum(weights, waiting, seen, sums);
            }
        }
    }

    private void Sum(ReadOnlySpan<T> weights, ReadOnlySpan<(int Seen, int Result)> windows, T[] seen, Span<T> sums)
    {
        ref var from = ref MemoryMarshal.GetArrayDataReference(seen);
        AddUp(
            weights, _offsets, ref Unsafe.Add(ref from, windows[0].Seen), ref Unsafe.Add(ref from, windows[1].Seen),
            ref Unsafe.Add(ref from, windows[2].Seen), ref Unsafe.Add(ref from, windows[3].Seen), ref MemoryMarshal.GetReference(sums));
        var length = Math.Min(VectorCount, _x.Count);
        foreach (var (_, result) in windows)
        {
            if (length == VectorCount && _x.OutputStep == 1)
                WriteVector(sums, result);
            else
                Write(sums[..length], result);
            sums = sums[VectorCount..];
        }
    }

    private void WriteVector(ReadOnlySpan<T> sums, int at)
    {
        var target = _result.Span.Slice(at, VectorCount);
        for (var i = 0; i < VectorCount; i += Vector<T>.Count)
            new Vector<T>(sums[i..]).CopyTo(target[i..]);
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
