using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>A linear map along one axis, eight columns at a time: from Inputs vectors, a step apart, to Outputs vectors.</summary>
internal interface ILinearMap
{
    /// <summary>How many vectors it takes.</summary>
    static abstract int Inputs { get; }

    /// <summary>How many vectors it gives.</summary>
    static abstract int Outputs { get; }

    /// <summary>Applies it.</summary>
    static abstract void Apply(ref float from, nint fromStep, ref float to, nint toStep);
}

/// <summary>A small number that the compiler knows.</summary>
internal interface ICount
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>
/// Winograd's convolution in the words of polynomials. Multiplying polynomials convolves their coefficients. A polynomial of degree below 6 is
/// determined by its values at six points, and a product's value at a point is one multiplication: evaluate both factors, multiply six values,
/// and interpolate. Transposed, the same is a correlation of six pixels with a filter of r weights, giving m = 7 − r results for six multiplications
/// in place of m·r; in two dimensions, 36 in place of 144 (3×3) or 100 (5×5):
/// <code>
///   filter  r×r ── Evaluation ──→ 6×6 ┐
///                                     ├ 36 products ── Collection (Evaluation transposed) ──→ m×m results
///   pixels  6×6 ── Interpolation ─→ 6×6 ┘                                  (interpolation, transposed)
/// </code>
/// The points are 0, ±√½, ±√2 and ∞ (the leading coefficient): powers of points this close to 1 lose the least to rounding.
/// (A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2016, with the points 0, ±1, ±2, ∞.)
/// </summary>
internal static class WinogradTransforms
{
    /// <summary>Points in one dimension: as many as pixels in a tile.</summary>
    public const int Points = 6;

    /// <summary>Numbers that a vector holds: channels or filters side by side.</summary>
    public const int VectorSize = 8;

    private const float A = 0.70710678118654752f, B = 1.41421356237309505f;

    /// <summary>Applies a map to the columns of a square of vectors, then to its rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square<TMap>(ref float from, nint fromRow, nint fromColumn, ref float to, nint toRow, nint toColumn) where TMap : struct, ILinearMap
    {
        Unsafe.SkipInit(out HalfDone half);
        ref var between = ref Unsafe.As<HalfDone, float>(ref half);
        for (var column = 0; column < TMap.Inputs; column++)
            TMap.Apply(ref Unsafe.Add(ref from, column * fromColumn), fromRow, ref Unsafe.Add(ref between, column * VectorSize), Points * VectorSize);
        for (var row = 0; row < TMap.Outputs; row++)
            TMap.Apply(ref Unsafe.Add(ref between, row * Points * VectorSize), VectorSize, ref Unsafe.Add(ref to, row * toRow), toColumn);
    }

    [InlineArray(Points * Points * VectorSize)]
    private struct HalfDone
    {
        private float _first;
    }

    /// <summary>The values at the six points of the polynomial with the given coefficients, the lowest first.</summary>
    public readonly struct Evaluation<TCount> : ILinearMap where TCount : struct, ICount
    {
        public static int Inputs => TCount.Value;

        public static int Outputs => Points;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref float from, nint fromStep, ref float to, nint toStep)
        {
            var count = TCount.Value;
            var (x0, x1) = (Load(ref from, 0), Load(ref from, fromStep));
            var (x2, x3, x4) = (count > 2 ? Load(ref from, 2 * fromStep) : default, count > 3 ? Load(ref from, 3 * fromStep) : default, count > 4 ? Load(ref from, 4 * fromStep) : default);
            // Even and odd powers apart: the values at −p and p are their difference and sum.
            var (evenA, evenB) = (x0, x0);
            if (count > 4)
                (evenA, evenB) = (Add(A * A * A * A, x4, evenA), Add(B * B * B * B, x4, evenB));
            if (count > 2)
                (evenA, evenB) = (Add(A * A, x2, evenA), Add(B * B, x2, evenB));
            var (oddA, oddB) = (A * x1, B * x1);
            if (count > 3)
                (oddA, oddB) = (Add(A * A * A, x3, oddA), Add(B * B * B, x3, oddB));
            Store(x0, ref to, 0);
            Store(evenA + oddA, ref to, toStep);
            Store(evenA - oddA, ref to, 2 * toStep);
            Store(evenB + oddB, ref to, 3 * toStep);
            Store(evenB - oddB, ref to, 4 * toStep);
            Store(count switch { 2 => x1, 3 => x2, 4 => x3, _ => x4 }, ref to, 5 * toStep);
        }
    }

    /// <summary>The transposed map: each coefficient's power of the points, times what stands at the points, summed.</summary>
    public readonly struct Collection<TCount> : ILinearMap where TCount : struct, ICount
    {
        public static int Inputs => Points;

        public static int Outputs => TCount.Value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref float from, nint fromStep, ref float to, nint toStep)
        {
            var count = TCount.Value;
            var (x1, x2, x3, x4) = (Load(ref from, fromStep), Load(ref from, 2 * fromStep), Load(ref from, 3 * fromStep), Load(ref from, 4 * fromStep));
            var (evenA, oddA, evenB, oddB) = (x1 + x2, x1 - x2, x3 + x4, x3 - x4);
            var last = Load(ref from, 5 * fromStep);
            Store(Load(ref from, 0) + evenA + evenB, ref to, 0);
            var y1 = Add(B, oddB, A * oddA);
            Store(count == 2 ? y1 + last : y1, ref to, toStep);
            if (count > 2)
            {
                var y2 = Add(B * B, evenB, A * A * evenA);
                Store(count == 3 ? y2 + last : y2, ref to, 2 * toStep);
            }
            if (count > 3)
            {
                var y3 = Add(B * B * B, oddB, A * A * A * oddA);
                Store(count == 4 ? y3 + last : y3, ref to, 3 * toStep);
            }
            if (count > 4)
                Store(Add(B * B * B * B, evenB, A * A * A * A * evenA) + last, ref to, 4 * toStep);
        }
    }

    /// <summary>
    /// Interpolation, transposed. With M(x) = x(x² − ½)(x² − 2), the row of a point p holds the coefficients of M(x) / (x − p), divided by their
    /// value at p; the row of ∞ those of M(x).
    /// </summary>
    public readonly struct Interpolation : ILinearMap
    {
        public static int Inputs => Points;

        public static int Outputs => Points;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply(ref float from, nint fromStep, ref float to, nint toStep)
        {
            var (x0, x1, x2) = (Load(ref from, 0), Load(ref from, fromStep), Load(ref from, 2 * fromStep));
            var (x3, x4, x5) = (Load(ref from, 3 * fromStep), Load(ref from, 4 * fromStep), Load(ref from, 5 * fromStep));
            Store(Add(-2.5f, x2, x0 + x4), ref to, 0);
            // M(x) / (x − a) = x⁴ + a x³ − 2x² − 2a x, at a −3/2.
            var (even, odd) = (Add(4 / 3f, x2, -2 / 3f * x4), Add(A * 4 / 3f, x1, A * -2 / 3f * x3));
            Store(even + odd, ref to, toStep);
            Store(even - odd, ref to, 2 * toStep);
            // M(x) / (x − b) = x⁴ + b x³ − ½x² − ½b x, at b 6.
            (even, odd) = (Add(-1 / 12f, x2, 1 / 6f * x4), Add(B * -1 / 12f, x1, B * 1 / 6f * x3));
            Store(even + odd, ref to, 3 * toStep);
            Store(even - odd, ref to, 4 * toStep);
            Store(Add(-2.5f, x3, x1 + x5), ref to, 5 * toStep);
        }
    }

    public readonly struct Two : ICount
    {
        public static int Value => 2;
    }

    public readonly struct Three : ICount
    {
        public static int Value => 3;
    }

    public readonly struct Four : ICount
    {
        public static int Value => 4;
    }

    public readonly struct Five : ICount
    {
        public static int Value => 5;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(ref float from, nint offset) => Vector256.LoadUnsafe(ref Unsafe.Add(ref from, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> x, ref float to, nint offset) => x.StoreUnsafe(ref Unsafe.Add(ref to, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(float factor, Vector256<float> x, Vector256<float> sum) => Vector256.FusedMultiplyAdd(Vector256.Create(factor), x, sum);
}
