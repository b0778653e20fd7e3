using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

// x·Φ(x), where Φ is the distribution function of the standard normal distribution. With n = -|x| it is max(x, 0) + n·Φ(n) on both sides of 0, so
// only the tail Φ(n) is needed, with all its digits:
//
//   n        0     -0.65     -1.53    -2.18   …   -6.51    -6.75                       -14.5
//            ├─ entry 0 ─┼─ entry 1 ─┼─ entry 2 ─┼ … ┼─ entry 15 ─┤                        │
//            │        a polynomial each, whose coefficients are picked from a table        │
//            ├────────────────────── a quotient times exp(-n²/2) ──────────────────────────┤
//
// Where the hardware has vectors of 512 bits, one of them holds a coefficient of all sixteen polynomials, and one instruction picks each lane's. That
// takes two thirds of the time of the exponential. A vector with a lane below -6.75, or with a NaN, goes the other way as well; its other lanes keep
// what they have. Other hardware takes the exponential everywhere.
internal static partial class VectorMath
{
    // Where the table ends
    private const float TailEnd = -6.75f;

    /// <inheritdoc cref="Gelu{T}(System.Numerics.Vector{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gelu(Vector512<float> x)
    {
        if (!Avx512F.IsSupported)
            return GeluByDecay(new WideSingles { Lanes = x }).Lanes;
        var n = Vector512.MaxNative(Vector512.Create(TailEnd), x | Vector512.Create(-0f));

        // The number of the entry, in the four low bits that a permutation looks at, is a quadratic function of n: the steeper Φ, the narrower the interval.
        var slope = Vector512.FusedMultiplyAdd(n, Vector512.Create(0.25020576f), Vector512.Create(-0.6f));
        var entry = Vector512.FusedMultiplyAdd(n, slope, Vector512.Create(RoundingShift)).AsInt32();
        var d = n - Avx512F.PermuteVar16x32(TailCentre, entry);
        var square = d * d;
        var low = Vector512.FusedMultiplyAdd(TailPair(Tail3, Tail2, entry, d), square, TailPair(Tail1, Tail0, entry, d));
        var high = Vector512.FusedMultiplyAdd(TailPair(Tail7, Tail6, entry, d), square, TailPair(Tail5, Tail4, entry, d));
        var tail = Vector512.FusedMultiplyAdd(high, square * square, low);
        var near = Vector512.FusedMultiplyAdd(n, tail, Vector512.MaxNative(Vector512.Create(-0f), x));
        return Vector512.GreaterThanAll(x, Vector512.Create(TailEnd)) ? near : WithFarTail(near, x);
    }

    // Two coefficients of each lane's polynomial, the first times d
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> TailPair(Vector512<float> odd, Vector512<float> even, Vector512<int> entry, Vector512<float> d) =>
        Vector512.FusedMultiplyAdd(Avx512F.PermuteVar16x32(odd, entry), d, Avx512F.PermuteVar16x32(even, entry));

    // The wide vector's bits, whatever the length of the loop that an element is in
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Singles Gelu(Singles x) =>
        Vector512.IsHardwareAccelerated ? new Singles { Lanes = Gelu(x.Lanes.AsVector512()).AsVector() } : GeluByDecay(x);

    // Out of line: rare, and long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> WithFarTail(Vector512<float> near, Vector512<float> x) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(TailEnd)), near, GeluByDecay(new WideSingles { Lanes = x }).Lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V GeluByDecay<V>(V x) where V : struct, ISingles<V>
    {
        // With n = -|x|: x·Φ(n) below 0, which is NaN at -∞, and x + n·Φ(n) above, where a bound of n keeps ∞.
        var n = V.Max(V.Of(-14.5f), x | V.Of(-0f));
        var (decay, shifted) = DecayOfHalfSquare(n);
        var (numerator, denominator) = NormalTail(n);
        var tail = ScaleTwice(V.MultiplyAdd(numerator, decay, numerator) / denominator, shifted);
        return V.MultiplyAdd(V.Min(x, n), tail, V.Max(V.Of(-0f), x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V GeluSlope<V>(V x) where V : struct, ISingles<V>
    {
        // With n = -|x| the slope is exp(-n²/2)·(P(n) / Q(n) + n / √(2π)) below 0, and 1 less that above.
        var n = V.Max(V.Of(-14.5f), x | V.Of(-0f));
        var (decay, shifted) = DecayOfHalfSquare(n);
        var (numerator, denominator) = NormalTail(n);
        var factor = V.MultiplyAdd(n, V.Of(0.398942280f), numerator / denominator);
        var below = ScaleTwice(V.MultiplyAdd(factor, decay, factor), shifted);
        return V.Select(V.IsLess(x, V.Of(0)), below, V.Of(1) - below);
    }

    // exp(-x²/2) = 2^k·(1 + decay) for |x| ≤ 14.5, where shifted holds k + 254 in its low bits
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Decay, V Shifted) DecayOfHalfSquare<V>(V x) where V : struct, ISingles<V>
    {
        var square = x * x;
        var squareRest = V.FusedMultiplyAdd(x, x, -square);
        var shifted = V.MultiplyAdd(square, V.Of(-0.5f * Log2E), V.Of(TwiceBiasedShift));
        var exponent = shifted - V.Of(TwiceBiasedShift);

        // x² = r - 2k·ln 2
        var correction = V.MultiplyAdd(exponent, V.Of(2 * Ln2Low), squareRest);
        var r = V.MultiplyAdd(exponent, V.Of(2 * Ln2High), square) + correction;
        var curve = Pairs(r, 0.49999994f / 4, -0.166665196f / 8, 0.0416683257f / 16, -0.00836885255f / 32, 0.00138143229f / 64);
        return (r * V.MultiplyAdd(r, curve, V.Of(-0.5f)), shifted); // exp(-r/2) - 1
    }

    // P(n) and Q(n), for which Φ(n) = exp(-n²/2)·P(n) / Q(n) where -14.5 ≤ n ≤ 0: only the far tail feels their rounding errors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Numerator, V Denominator) NormalTail<V>(V n) where V : struct, ISingles<V> => (
        Horner(n, 0.5f, -0.437887222f, 0.182933405f, -0.0405315757f, 0.00410121307f),
        Horner(n, 1f, -1.67365932f, 1.2012496f, -0.468673706f, 0.101604253f, -0.0102800904f));

    // The table: for each entry a centre and a polynomial in d for Φ(centre + d), Tail0 with the constants, Tail7 with the last coefficients. Minimax
    // fits of the relative error, which is at most 2⁻²⁵·²; tools/Reference/minimax.py makes them. The first centre is 0, so that a tiny x is halved exactly.
    private static Vector512<float> TailCentre => Vector512.Create(
        0f, -1.09375f, -1.859375f, -2.453125f, -2.96875f, -3.421875f, -3.84375f, -4.21875f,
        -4.578125f, -4.921875f, -5.234375f, -5.53125f, -5.828125f, -6.109375f, -6.375f, -6.625f);

    private static Vector512<float> Tail0 => Vector512.Create(
        0.5f, 0.13703232f, 0.031487003f, 0.007081056f, 0.0014950688f, 0.0003109545f, 6.058422e-05f, 1.2283024e-05f,
        2.3458115e-06f, 4.285948e-07f, 8.2772026e-08f, 1.589784e-08f, 2.8026794e-09f, 5.001103e-10f, 9.1481475e-11f, 1.7362408e-11f);

    private static Vector512<float> Tail1 => Vector512.Create(
        0.39894235f, 0.21935079f, 0.07082266f, 0.019685958f, 0.0048650573f, 0.0011436243f, 0.00024699423f, 5.446979e-05f,
        1.12116995e-05f, 2.190534e-06f, 4.480866e-07f, 9.064621e-08f, 1.6790393e-08f, 3.133329e-09f, 5.9691235e-10f, 1.17539e-10f);

    private static Vector512<float> Tail2 => Vector512.Create(
        2.1206101e-06f, 0.11995738f, 0.065842986f, 0.024146058f, 0.0072215674f, 0.0019566696f, 0.00047469206f, 0.000114897244f,
        2.5664294e-05f, 5.390772e-06f, 1.1727279e-06f, 2.5069363e-07f, 4.8928328e-08f, 9.571358e-09f, 1.9026614e-09f, 3.8934841e-10f);

    private static Vector512<float> Tail3 => Vector512.Create(
        -0.066466294f, 0.007175835f, 0.029005013f, 0.016463457f, 0.0063355123f, 0.0020412246f, 0.00056703325f, 0.00015249554f,
        3.7296006e-05f, 8.479122e-06f, 1.9714707e-06f, 4.471031e-07f, 9.2254126e-08f, 1.8969274e-08f, 3.943617e-09f, 8.402097e-10f);

    private static Vector512<float> Tail4 => Vector512.Create(
        0.00013405838f, -0.018028561f, 0.0025068687f, 0.006072482f, 0.0034987065f, 0.0014201258f, 0.0004657648f, 0.00014168072f,
        3.8406568e-05f, 9.533833e-06f, 2.38412e-06f, 5.76416e-07f, 1.2624271e-07f, 2.737232e-08f, 5.966929e-09f, 1.3265171e-09f);

    private static Vector512<float> Tail5 => Vector512.Create(
        0.010373065f, -0.0050162626f, -0.003415906f, 0.0005092115f, 0.0011265659f, 0.00066560553f, 0.00027301713f, 9.6695585e-05f,
        2.9583085e-05f, 8.114601e-06f, 2.2013753e-06f, 5.711767e-07f, 1.3341118e-07f, 3.06187e-08f, 7.0227673e-09f, 1.6333583e-09f);

    private static Vector512<float> Tail6 => Vector512.Create(
        0.00063134084f, 0.0014708588f, -0.001360549f, -0.00060376845f, 8.611624e-05f, 0.00018901251f, 0.00011294474f, 4.935295e-05f,
        1.7595696e-05f, 5.4465295e-06f, 1.6223595e-06f, 4.5504632e-07f, 1.1443075e-07f, 2.7979945e-08f, 6.7758816e-09f, 1.6501485e-09f);

    private static Vector512<float> Tail7 => Vector512.Create(
        -0.00074390956f, 0.0007962927f, 3.1723677e-05f, -0.00026517588f, -9.227677e-05f, 1.4477432e-05f, 2.9158768e-05f, 1.7684126e-05f,
        7.73262e-06f, 2.8286947e-06f, 9.1926285e-07f, 2.7401217e-07f, 7.640124e-08f, 2.0190345e-08f, 5.1046025e-09f, 1.2904925e-09f);
}
