using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Runs of memory at a distance: the elements of a group, for which something is computed together.</summary>
internal readonly record struct Runs(int Start, int Stride, int Count, int Length);

/// <summary>
/// The sums that standardising needs, over all elements of some runs. Blocks of elements are summed in their own type, in four vectors of sums at
/// a time, and from block to block in double precision.
/// </summary>
internal static class RunSums
{
    /// <summary>Elements, at least, that are summed in their own type.</summary>
    private const int BlockSize = 1024;

    /// <summary>What is added up: a term of each element and, if there are two sums, its product with a factor.</summary>
    private interface ITerms
    {
        static abstract bool HasProducts { get; }

        static abstract V Term<T, V>(ref T x, ref T h, int at, V shift) where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>;

        static abstract V Factor<T, V>(ref T x, int at, V shift, V term) where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>;
    }

    /// <summary>Σ x.</summary>
    public static double Sum<T>(ReadOnlySpan<T> x, Runs runs) where T : unmanaged, IFloatingPointIeee754<T> =>
        Add<T, Elements>(x, x, runs, T.Zero).Sum;

    /// <summary>Σ (x − shift) and Σ (x − shift)².</summary>
    public static (double Sum, double Squares) Distances<T>(ReadOnlySpan<T> x, Runs runs, T shift) where T : unmanaged, IFloatingPointIeee754<T> =>
        Add<T, DistanceSquares>(x, x, runs, shift);

    /// <summary>Σ h and Σ h · (x − shift), where h lies as x does.</summary>
    public static (double Sum, double Products) Products<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> h, Runs runs, T shift)
        where T : unmanaged, IFloatingPointIeee754<T> => Add<T, DistanceProducts>(x, h, runs, shift);

    private static (double Sum, double Products) Add<T, TTerms>(ReadOnlySpan<T> x, ReadOnlySpan<T> h, Runs runs, T shift)
        where T : unmanaged, IFloatingPointIeee754<T> where TTerms : struct, ITerms
    {
        if (runs.Count == 0 || runs.Length == 0)
            return default;
        // Checked once, here: the loops below know no bounds.
        var end = runs.Start + (runs.Count - 1) * runs.Stride + runs.Length;
        _ = x[runs.Start..end];
        _ = h[runs.Start..end];
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var hs = ref MemoryMarshal.GetReference(h);
        return Vector512.IsHardwareAccelerated && runs.Length >= WideVector<T>.Count
            ? Add<T, WideVector<T>, TTerms>(ref xs, ref hs, runs, shift)
            : Add<T, MachineVector<T>, TTerms>(ref xs, ref hs, runs, shift);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (double Sum, double Products) Add<T, V, TTerms>(ref T x, ref T h, Runs runs, T shift)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> where TTerms : struct, ITerms
    {
        var (sum, products) = (0.0, 0.0);
        V shifts = V.Of(shift);
        V s0 = default, s1 = default, s2 = default, s3 = default, p0 = default, p1 = default, p2 = default, p3 = default;
        SingleLane<T> single = default, singleProducts = default;
        for (int run = 0, pending = 0; run < runs.Count; run++)
        {
            var first = runs.Start + run * runs.Stride;
            for (int at = first, last = first + runs.Length; at < last;)
            {
                var end = Math.Min(at + BlockSize, last);
                pending += end - at;
                for (; at <= end - 4 * V.Count; at += 4 * V.Count)
                {
                    Add<T, V, TTerms>(ref x, ref h, at, shifts, ref s0, ref p0);
                    Add<T, V, TTerms>(ref x, ref h, at + V.Count, shifts, ref s1, ref p1);
                    Add<T, V, TTerms>(ref x, ref h, at + 2 * V.Count, shifts, ref s2, ref p2);
                    Add<T, V, TTerms>(ref x, ref h, at + 3 * V.Count, shifts, ref s3, ref p3);
                }
                for (; at <= end - V.Count; at += V.Count)
                    Add<T, V, TTerms>(ref x, ref h, at, shifts, ref s0, ref p0);
                if (at < end && end - V.Count >= first)
                {
                    // A vector that overlaps the one before it, without what both see.
                    var term = V.Last(TTerms.Term<T, V>(ref x, ref h, end - V.Count, shifts), end - at);
                    s1 += term;
                    if (TTerms.HasProducts)
                        p1 += V.Last(term * TTerms.Factor<T, V>(ref x, end - V.Count, shifts, term), end - at);
                    at = end;
                }
                for (; at < end; at++)
                    Add<T, SingleLane<T>, TTerms>(ref x, ref h, at, SingleLane<T>.Of(shift), ref single, ref singleProducts);
                if (pending >= BlockSize || (end == last && run == runs.Count - 1))
                {
                    sum += double.CreateTruncating(V.Sum(s0 + s1 + (s2 + s3)) + single.Value);
                    if (TTerms.HasProducts)
                        products += double.CreateTruncating(V.Sum(p0 + p1 + (p2 + p3)) + singleProducts.Value);
                    (s0, s1, s2, s3, p0, p1, p2, p3) = (default, default, default, default, default, default, default, default);
                    (single, singleProducts, pending) = (default, default, 0);
                }
            }
        }
        return (sum, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, V, TTerms>(ref T x, ref T h, int at, V shift, ref V sum, ref V products)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> where TTerms : struct, ITerms
    {
        var term = TTerms.Term(ref x, ref h, at, shift);
        sum += term;
        if (TTerms.HasProducts)
            products += term * TTerms.Factor(ref x, at, shift, term);
    }

    private readonly struct Elements : ITerms
    {
        public static bool HasProducts => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Term<T, V>(ref T x, ref T h, int at, V shift)
            where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> => V.Load(ref x, at);

        public static V Factor<T, V>(ref T x, int at, V shift, V term)
            where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> => throw new NotSupportedException();
    }

    private readonly struct DistanceSquares : ITerms
    {
        public static bool HasProducts => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Term<T, V>(ref T x, ref T h, int at, V shift)
            where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> => V.Load(ref x, at) - shift;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Factor<T, V>(ref T x, int at, V shift, V term)
            where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> => term;
    }

    private readonly struct DistanceProducts : ITerms
    {
        public static bool HasProducts => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Term<T, V>(ref T x, ref T h, int at, V shift)
            where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> => V.Load(ref h, at);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Factor<T, V>(ref T x, int at, V shift, V term)
            where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T> => V.Load(ref x, at) - shift;
    }
}
