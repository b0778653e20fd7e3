using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// The transform of Box and Muller, "A note on the generation of random normal deviates", Annals of Mathematical Statistics 29 (1958):
/// from u₁, u₂ uniform on [0, 1), √(−2 ln(1 − u₁)) · cos(2πu₂) and √(−2 ln(1 − u₁)) · sin(2πu₂) are standard normal and independent.
/// </summary>
/// <remarks>
/// Single precision follows PyTorch's AVX2 kernel to the last bit: Cephes' polynomials (Moshier, netlib.org/cephes, logf and sinf) with
/// the same operations in the same order, and a fused multiplication and addition wherever its compiler fused them. Every operation is
/// exactly rounded, so the results do not depend on the processor. Double precision rests on the platform's logarithm, sine and cosine.
/// </remarks>
internal static class BoxMuller
{
    /// <summary>The number of values that are transformed at a time: eight u₁, then the eight u₂ that belong to them.</summary>
    public const int BlockSize = 16;

    /// <summary>Replaces uniform values by normal ones, sixteen at a time; what remains at the end stays as it is.</summary>
    public static void Transform(Span<float> values, float mean, float standardDeviation)
    {
        var scale = Vector256.Create(standardDeviation);
        var shift = Vector256.Create(mean);
        for (; values.Length >= BlockSize; values = values[BlockSize..])
        {
            // Eight pairs: a lane of the first half goes with the same lane of the second.
            var radius = Vector256.Sqrt(-2f * Logarithm(Vector256<float>.One - Vector256.Create<float>(values)));
            var (sine, cosine) = SineAndCosine((float)(2 * Math.PI) * Vector256.Create<float>(values[8..]));
            Vector256.FusedMultiplyAdd(radius * cosine, scale, shift).CopyTo(values);
            Vector256.FusedMultiplyAdd(radius * sine, scale, shift).CopyTo(values[8..]);
        }
    }

    /// <inheritdoc cref="Transform(Span{float}, float, float)"/>
    public static void Transform(Span<double> values, double mean, double standardDeviation)
    {
        for (; values.Length >= BlockSize; values = values[BlockSize..])
        {
            for (var i = 0; i < BlockSize / 2; i++)
            {
                var radius = Math.Sqrt(-2 * Math.Log(1 - values[i]));
                var (sine, cosine) = Math.SinCos(2 * Math.PI * values[i + 8]);
                values[i] = Math.FusedMultiplyAdd(radius * cosine, standardDeviation, mean);
                values[i + 8] = Math.FusedMultiplyAdd(radius * sine, standardDeviation, mean);
            }
        }
    }

    /// <summary>One pair of standard normal values. Here, unlike in the blocks, PyTorch takes the angle from the first uniform value.</summary>
    public static (double First, double Second) Pair(double angle, double distance)
    {
        // 1 − distance is exact for a multiple of 2⁻⁵³, so this is as precise as PyTorch's log1p(−distance), if not always the same bits.
        var radius = Math.Sqrt(-2 * Math.Log(1 - distance));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * angle);
        return (radius * cosine, radius * sine);
    }

    /// <summary>ln(x) for x in [2⁻²⁴, 1]: x = m · 2ᵉ with m in [√½, √2), and a polynomial in m − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Logarithm(Vector256<float> x)
    {
        var bits = x.AsInt32();
        var exponent = Vector256.ConvertToSingle((bits >> 23) - Vector256.Create(126));
        var half = Vector256.Create(0.5f);
        var mantissa = (bits & Vector256.Create(0x007f_ffff)).AsSingle() | half; // [0.5, 1)

        var isSmall = Vector256.LessThan(mantissa, Vector256.Create(0.707106781186547524f));
        exponent -= isSmall & Vector256<float>.One;
        var t = mantissa - Vector256<float>.One + (isSmall & mantissa);

        var square = t * t;
        var polynomial = Vector256.Create(7.0376836292e-2f);
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(-1.1514610310e-1f));
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(1.1676998740e-1f));
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(-1.2420140846e-1f));
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(1.4249322787e-1f));
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(-1.6668057665e-1f));
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(2.0000714765e-1f));
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(-2.4999993993e-1f));
        polynomial = Vector256.FusedMultiplyAdd(polynomial, t, Vector256.Create(3.3333331174e-1f));
        polynomial *= t;

        // e · ln 2 is added in two parts, the small one first.
        var tail = Vector256.FusedMultiplyAdd(polynomial, square, exponent * -2.12194440e-4f) - square * half;
        return Vector256.FusedMultiplyAdd(exponent, Vector256.Create(0.693359375f), t + tail);
    }

    /// <summary>sin(x) and cos(x) for x in [0, 2π]: a polynomial each on [−π/4, π/4], exchanged and negated by octant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Sine, Vector256<float> Cosine) SineAndCosine(Vector256<float> x)
    {
        // Octants 1 and 2 lie about π/2, 3 and 4 about π …: an even number j, and x − j · π/4 in [−π/4, π/4].
        var octant = (Vector256.ConvertToInt32Native(x * 1.27323954473516f) + Vector256<int>.One) & Vector256.Create(~1);
        var multiple = Vector256.ConvertToSingle(octant);
        x = Vector256.FusedMultiplyAdd(multiple, Vector256.Create(-0.78515625f), x);
        x = Vector256.FusedMultiplyAdd(multiple, Vector256.Create(-2.4187564849853515625e-4f), x);
        x = Vector256.FusedMultiplyAdd(multiple, Vector256.Create(-3.77489497744594108e-8f), x);

        var square = x * x;
        var even = Vector256.Create(2.443315711809948e-5f);
        even = Vector256.FusedMultiplyAdd(even, square, Vector256.Create(-1.388731625493765e-3f));
        even = Vector256.FusedMultiplyAdd(even, square, Vector256.Create(4.166664568298827e-2f));
        even = Vector256.FusedMultiplyAdd(even * square, square, square * -0.5f) + Vector256<float>.One;

        var odd = Vector256.Create(-1.9515295891e-4f);
        odd = Vector256.FusedMultiplyAdd(odd, square, Vector256.Create(8.3321608736e-3f));
        odd = Vector256.FusedMultiplyAdd(odd, square, Vector256.Create(-1.6666654611e-1f));
        odd = Vector256.FusedMultiplyAdd(odd * square, x, x);

        var isUpright = Vector256.Equals(octant & Vector256.Create(2), Vector256<int>.Zero).AsSingle();
        var sine = Vector256.ConditionalSelect(isUpright, odd, even);
        var cosine = Vector256.ConditionalSelect(isUpright, even, odd);

        // The sine is negative in the half turn from j = 4 on, the cosine in the one from j = 2 on. Bit 2 moves to the sign.
        var sineSign = (octant & Vector256.Create(4)) << 29;
        var cosineSign = ((octant + Vector256.Create(2)) & Vector256.Create(4)) << 29;
        return ((sine.AsInt32() ^ sineSign).AsSingle(), (cosine.AsInt32() ^ cosineSign).AsSingle());
    }
}
