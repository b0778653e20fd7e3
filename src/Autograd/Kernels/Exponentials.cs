using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Softmax and the sums of exponentials of one line, stable for elements of any size: from each the greatest is subtracted, so that nothing
/// overflows. Exponentials are summed while they are computed, in blocks of elements in their own type, and from block to block in double precision.
/// </summary>
internal static class Exponentials
{
    /// <summary>Elements that are summed in their own type.</summary>
    private const int BlockSize = 1024;

    /// <summary>result = exp(x − max) / Σ exp(x − max) · scale. Where the greatest element is infinite, everything is NaN, as in PyTorch.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> result, T scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        result = result[..x.Length];
        // The sum is at least 1: its reciprocal is a normal number.
        var factor = T.CreateTruncating(double.CreateTruncating(scale) / Sum(x, Max(x), result));
        ref var values = ref MemoryMarshal.GetReference(result);
        if (IsWide<T>(x.Length))
            Scale<T, WideVector<T>>(ref values, x.Length, factor);
        else if (x.Length >= MachineVector<T>.Count)
            Scale<T, MachineVector<T>>(ref values, x.Length, factor);
        else if (x.Length > 0)
            Scale<T, SingleLane<T>>(ref values, x.Length, factor);
    }

    /// <summary>The greatest element, and ln Σ exp(x − max): their sum is ln Σ exp x, but apart they keep the digits of small differences.</summary>
    public static (T Max, T LogOfSum) LogOfSum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var max = Max(x);
        return (max, LogOfSum(x, max));
    }

    /// <summary>ln Σ exp(x − max), where the greatest element is known.</summary>
    public static T LogOfSum<T>(ReadOnlySpan<T> x, T max) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.Log(T.CreateTruncating(Sum(x, max, default)));

    /// <summary>The greatest element. It may pass over a NaN, which makes the sum of the exponentials NaN all the same, and takes one instruction.</summary>
    private static T Max<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        return IsWide<T>(x.Length) ? Max<T, WideVector<T>>(ref from, x.Length)
            : x.Length >= MachineVector<T>.Count ? Max<T, MachineVector<T>>(ref from, x.Length)
            : x.Length > 0 ? Max<T, SingleLane<T>>(ref from, x.Length)
            : T.NegativeInfinity;
    }

    /// <summary>Σ exp(x − max). The exponentials are kept in the target unless it is empty.</summary>
    private static double Sum<T>(ReadOnlySpan<T> x, T max, Span<T> target) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(target);
        return IsWide<T>(x.Length) ? Sum<T, WideVector<T>>(ref from, ref to, !target.IsEmpty, x.Length, max)
            : x.Length >= MachineVector<T>.Count ? Sum<T, MachineVector<T>>(ref from, ref to, !target.IsEmpty, x.Length, max)
            : Sum<T, SingleLane<T>>(ref from, ref to, !target.IsEmpty, x.Length, max);
    }

    // There are wide exponentials of single precision.
    private static bool IsWide<T>(int length) where T : unmanaged =>
        typeof(T) == typeof(float) && Vector512.IsHardwareAccelerated && length >= Vector512<T>.Count;

    // Lines are at least one vector long. The last vector of each loop overlaps the one before it; sums leave out what both see.

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Max<T, V>(ref T x, int length) where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        var last = length - V.Count;
        V m0 = V.Load(ref x, last), m1 = m0, m2 = m0, m3 = m0;
        var i = 0;
        for (; i <= last - 3 * V.Count; i += 4 * V.Count)
        {
            m0 = V.Max(m0, V.Load(ref x, i));
            m1 = V.Max(m1, V.Load(ref x, i + V.Count));
            m2 = V.Max(m2, V.Load(ref x, i + 2 * V.Count));
            m3 = V.Max(m3, V.Load(ref x, i + 3 * V.Count));
        }
        for (; i < last; i += V.Count)
            m0 = V.Max(m0, V.Load(ref x, i));
        return V.Max(V.Max(V.Max(m0, m1), V.Max(m2, m3)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Sum<T, V>(ref T x, ref T target, bool isKept, int length, T max)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        var shift = V.Of(max);
        var (total, last) = (0.0, length - V.Count);
        for (var i = 0; i < length;)
        {
            V sum = default;
            for (var end = Math.Min(i + BlockSize, length); i < end; i += V.Count)
            {
                var at = Math.Min(i, last);
                CacheLines.Fetch(ref Unsafe.Add(ref x, at + length));
                var each = V.Exp(V.Load(ref x, at) - shift);
                if (isKept)
                    each.Store(ref target, at);
                sum += i <= last ? each : V.Last(each, length - i);
            }
            total += double.CreateTruncating(V.Sum(sum));
        }
        return total;
    }

    /// <summary>values = values · factor.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Scale<T, V>(ref T values, int length, T factor)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        var factors = V.Of(factor);
        var last = length - V.Count;
        // Read before the vector that it overlaps is changed.
        var end = V.Load(ref values, last) * factors;
        for (var i = 0; i < last; i += V.Count)
            (V.Load(ref values, i) * factors).Store(ref values, i);
        end.Store(ref values, last);
    }
}
