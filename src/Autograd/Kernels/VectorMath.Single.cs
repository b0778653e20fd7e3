using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

// The single-precision kernels. What the lanes hold is the same everywhere: one argument each, and no lane looks at another.
//
// An estimate of a multiply-add (fused where the hardware fuses) is enough wherever the product is exact or its rounding
// is small against the result; where a rounding error is itself the result, the fused operation is asked for by name.
internal static partial class VectorMath
{
    // Adding this to a float of magnitude below 2^22 rounds it to an integer n and leaves n in the low mantissa bits;
    // adding the bias of the exponent (127) as well leaves there the exponent bits of 2^n.
    private const float RoundingShift = 12582912f; // 1.5·2^23
    private const float BiasedShift = RoundingShift + 127;
    private const float TwiceBiasedShift = RoundingShift + 254;

    private const float Log2E = 1.44269504f;

    // ln 2 = Ln2High + Ln2Low; Ln2High has 9 bits, so that its product with an exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // π/2 = HalfPiHigh + HalfPiMiddle + HalfPiLow
    private const float HalfPiHigh = 1.57079637f;
    private const float HalfPiMiddle = -4.37113883e-8f;
    private const float HalfPiLow = -1.71512451e-15f;

    // Up to here (5,216 quarter turns) the reduction by three-part π/2 is accurate.
    private const float TrigonometricLimit = 8192f;

    private const int TwoThirdsBits = 0x3F2AAAAB;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exp<V>(V x) where V : struct, ISingles<V>
    {
        // Beyond these bounds the result is 0 or ∞ whatever x is. A NaN passes as the second argument.
        x = V.Min(V.Of(89f), V.Max(V.Of(-104f), x));
        var shifted = V.MultiplyAdd(x, V.Of(Log2E), V.Of(TwiceBiasedShift));
        return ScaleTwice(ExpOfReduced(Reduce(x, shifted - V.Of(TwiceBiasedShift))), shifted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Expm1<V>(V x) where V : struct, ISingles<V>
    {
        // exp(x) - 1 = 2·(2^(n-1)·(1 + r + r²·q) - ½); halving keeps 2^128 in range.
        var bounded = V.Min(V.Of(89f), V.Max(V.Of(-18f), x));
        var shifted = V.MultiplyAdd(bounded, V.Of(Log2E), V.Of(BiasedShift - 1));
        var r = Reduce(bounded, shifted - V.Of(BiasedShift - 1));
        var scale = PowerOfTwo(shifted);
        var curve = r * r * Horner(r, 0.5f, 0.166666657f, 0.0416664146f, 0.00833347067f, 0.00139408209f, 0.00019845886f);
        var half = V.MultiplyAdd(curve, scale, V.MultiplyAdd(r, scale, scale - V.Of(0.5f)));
        return WithSignOf(half + half, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log<V>(V x) where V : struct, ISingles<V>
    {
        var subnormal = V.IsLess(x, V.Of(1.17549435e-38f));
        var normal = V.Select(subnormal, x * V.Of(8388608f), x); // 2^23
        var (exponent, mantissa) = SplitAtTwoThirds(normal);
        exponent -= V.Select(subnormal, V.Of(23f), V.Of(0));
        var result = LogOfReduced(mantissa - V.Of(1), exponent);
        return WithLogarithmsLimits(result, x, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log1p<V>(V x) where V : struct, ISingles<V> => WithLogarithmsLimits(WithSignOf(Log1pOfFinite(x), x), x, x + V.Of(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Softplus<V>(V x) where V : struct, ISingles<V>
    {
        // max(x, 0) + log(1 + e) with e = exp(-|x|) ≤ 1, where log(1 + e) = e + e²·P(e) needs no reduction.
        var decay = ExpOfNegated(V.Min(V.Of(104f), V.Abs(x)));
        var curve = Pairs(decay, 0.333311498f, -0.249634877f, 0.197125062f, -0.15384011f, 0.106983088f, -0.0575746484f, 0.0200328864f, -0.0032561121f);
        curve = V.MultiplyAdd(decay, curve, V.Of(-0.499999613f));
        return V.Max(V.Of(0), x) + V.MultiplyAdd(decay * decay, curve, decay);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sigmoid<V>(V x) where V : struct, ISingles<V>
    {
        // exp(-x) = 2^n·(1 + growth). Multiplied by 2^-24 above and below, the quotient 1 / (1 + exp(-x)) neither overflows nor underflows before its
        // last rounding; from x = 18 on it is 1.
        x = V.Min(V.Of(60f), V.Max(V.Of(-104f), x));
        var shifted = V.MultiplyAdd(x, V.Of(-Log2E), V.Of(BiasedShift - 24));
        var exponent = shifted - V.Of(BiasedShift - 24);
        var r = V.MultiplyAdd(exponent, V.Of(Ln2High), x); // -r, so the odd coefficients change sign
        r = V.MultiplyAdd(exponent, V.Of(Ln2Low), r);
        var growth = r * Horner(r, -1f, 0.49999994f, -0.166665196f, 0.0416683257f, -0.00836885255f, 0.00138143229f);

        var one = V.Of(5.9604645e-8f); // 2^-24
        var scale = PowerOfTwo(shifted);
        return one / (V.MultiplyAdd(growth, scale, one) + scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tanh<V>(V x) where V : struct, ISingles<V>
    {
        var magnitude = V.Abs(x);

        // |x| < 0.55: x + x³·P(x²)
        var square = x * x;
        var near = Horner(square, -0.333333194f, 0.133326188f, -0.0538516529f, 0.021055745f, -0.00623882841f);
        near = V.MultiplyAdd(near * square, magnitude, magnitude);

        // Otherwise 1 - 2 / (exp(2|x|) + 1); from |x| = 9.02 on that rounds to 1.
        var twice = V.Min(V.Of(19f), magnitude + magnitude);
        var shifted = V.MultiplyAdd(twice, V.Of(Log2E), V.Of(BiasedShift));
        var growth = ExpOfReduced(Reduce(twice, shifted - V.Of(BiasedShift))) * PowerOfTwo(shifted);
        var far = V.Of(1) - V.Of(2f) / (growth + V.Of(1));

        return V.CopySign(V.Select(V.IsLess(magnitude, V.Of(0.55f)), near, far), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Erf<V>(V x) where V : struct, ISingles<V>
    {
        // |x| < 0.85: x + x·P(x²)
        var near = Horner(x * x, 0.128379166f, -0.376125753f, 0.112827331f, -0.0268030185f, 0.00505173486f, -0.000631832634f);
        near = V.MultiplyAdd(near, x, x);

        // Otherwise 1 - 2^L(|x|), where L is log2 erfc on [0.85, 4]; from |x| = 3.92 on that rounds to 1.
        var magnitude = V.Min(V.Of(4f), V.Abs(x));
        var logarithm = Pairs(magnitude, -0.000150797685f, -1.62744796f, -0.918302774f, -0.150799036f, 0.03248813f, -0.00449811295f, 0.000293843303f);
        var shifted = logarithm + V.Of(BiasedShift);
        var fraction = logarithm - (shifted - V.Of(BiasedShift));
        var power = Pairs(fraction, 1.00000012f, 0.693147004f, 0.240221143f, 0.055507157f, 0.00967577007f, 0.00132762454f);
        var far = V.CopySign(V.Of(1) - power * PowerOfTwo(shifted), x);

        return V.Select(V.IsLess(magnitude, V.Of(0.85f)), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sin<V>(V x) where V : struct, ISingles<V>
    {
        var magnitude = V.Abs(x);
        var (sine, cosine, quadrant) = SinCosOfReduced(magnitude);
        var result = InQuadrant(sine, cosine, quadrant) ^ (x & V.Of(-0f));
        var large = V.IsLess(V.Of(TrigonometricLimit), magnitude);
        return V.IsAnywhere(large) ? V.Select(large, V.LaneByLane(x, MathF.Sin), result) : result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Cos<V>(V x) where V : struct, ISingles<V>
    {
        var magnitude = V.Abs(x);
        var (sine, cosine, quadrant) = SinCosOfReduced(magnitude);
        var result = InQuadrant(sine, cosine, V.AddBits(quadrant, OfBits<V>(1))); // cos x = sin(x + π/2)
        var large = V.IsLess(V.Of(TrigonometricLimit), magnitude);
        return V.IsAnywhere(large) ? V.Select(large, V.LaneByLane(x, MathF.Cos), result) : result;
    }

    // Sine and cosine of x reduced to [-π/4, π/4], and the number of quarter turns taken off
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Sine, V Cosine, V Quadrant) SinCosOfReduced<V>(V x) where V : struct, ISingles<V>
    {
        var shifted = V.MultiplyAdd(x, V.Of(0.636619772f), V.Of(RoundingShift));
        var turns = shifted - V.Of(RoundingShift);
        var r = V.FusedMultiplyAdd(turns, V.Of(-HalfPiHigh), x);
        r = V.FusedMultiplyAdd(turns, V.Of(-HalfPiMiddle), r);
        r = V.FusedMultiplyAdd(turns, V.Of(-HalfPiLow), r);
        var square = r * r;
        var sine = Horner(square, -0.166666552f, 0.0083321156f, -0.000195032932f);
        sine = V.MultiplyAdd(sine * square, r, r);
        var cosine = Horner(square, 1f, -0.5f, 0.0416666456f, -0.00138873095f, 2.44323492e-05f);
        return (sine, cosine, shifted);
    }

    // The cosine in odd quadrants, the sine in even ones, negated in the second half of the circle
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V InQuadrant<V>(V sine, V cosine, V quadrant) where V : struct, ISingles<V>
    {
        var odd = V.ShiftRightArithmetic(V.ShiftLeft(quadrant, 31), 31);
        var sign = V.ShiftLeft(quadrant & OfBits<V>(2), 30);
        return V.Select(odd, cosine, sine) ^ sign;
    }

    // exp(-x) for 0 ≤ x ≤ 104
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpOfNegated<V>(V x) where V : struct, ISingles<V>
    {
        var shifted = V.MultiplyAdd(x, V.Of(-Log2E), V.Of(TwiceBiasedShift));
        return ScaleTwice(ExpOfReduced(Reduce(-x, shifted - V.Of(TwiceBiasedShift))), shifted);
    }

    // x - exponent·ln 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, V exponent) where V : struct, ISingles<V>
    {
        var high = V.MultiplyAdd(exponent, V.Of(-Ln2High), x);
        return V.MultiplyAdd(exponent, V.Of(-Ln2Low), high);
    }

    // exp(r) for |r| ≤ ½ ln 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpOfReduced<V>(V r) where V : struct, ISingles<V> =>
        Horner(r, 1f, 1f, 0.49999994f, 0.166665196f, 0.0416683257f, 0.00836885255f, 0.00138143229f);

    // log(1 + x) for finite x > -1
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log1pOfFinite<V>(V x) where V : struct, ISingles<V>
    {
        // 1 + x = 2^k·(1 + f): f = x·2^-k + (2^-k - 1) is rounded once, and is x itself where k = 0.
        var sum = V.Of(1) + x;
        var (exponent, mantissa) = SplitAtTwoThirds(sum);
        var scale = V.SubtractBits(V.Of(4), V.SubtractBits(sum, mantissa)) * V.Of(0.25f); // by way of 2^(2-k): 2^-128 is subnormal
        return LogOfReduced(V.MultiplyAdd(x, scale, scale - V.Of(1)), exponent);
    }

    // x = 2^exponent·mantissa with a mantissa in [2/3, 4/3)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Exponent, V Mantissa) SplitAtTwoThirds<V>(V x) where V : struct, ISingles<V>
    {
        var offset = V.SubtractBits(x, OfBits<V>(TwoThirdsBits));
        var mantissa = V.AddBits(offset & OfBits<V>(0x007FFFFF), OfBits<V>(TwoThirdsBits));
        return (V.BitsToNumber(V.ShiftRightArithmetic(offset, 23)), mantissa);
    }

    // log(1 + f) + exponent·ln 2 = f - f²/2 + f³·P(f) + … for |f| ≤ 1/3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOfReduced<V>(V f, V exponent) where V : struct, ISingles<V>
    {
        var square = f * f;
        var cubic = Pairs(f, 0.333332151f, -0.249997973f, 0.200104207f, -0.166804969f, 0.140057474f, -0.121841185f, 0.139851108f, -0.128923714f);
        var rest = V.MultiplyAdd(cubic * f, square, exponent * V.Of(Ln2Low));
        rest = V.MultiplyAdd(square, V.Of(-0.5f), rest);
        return V.MultiplyAdd(exponent, V.Of(Ln2High), rest + f);
    }

    // -∞ where the logarithm's argument is 0, NaN where it is negative, x where x is ∞ or NaN
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithLogarithmsLimits<V>(V result, V x, V argument) where V : struct, ISingles<V>
    {
        result = V.Select(V.AreEqual(argument, V.Of(0)), V.Of(float.NegativeInfinity), result);
        result = V.Select(V.IsLess(argument, V.Of(0)), V.Of(float.NaN), result);
        return V.Select(V.IsLess(x, V.Of(float.PositiveInfinity)), result, x);
    }

    // Gives a result that has the sign of x, or is 0, the sign of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSignOf<V>(V result, V x) where V : struct, ISingles<V> => result | (x & V.Of(-0f));

    // 2^n, where shifted holds n + 127 in its low bits
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo<V>(V shifted) where V : struct, ISingles<V> => V.ShiftLeft(shifted, 23);

    // x·2^n, where shifted holds n + 254 in its low bits: two factors reach 2^-150 and 2^128, and only the second product rounds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ScaleTwice<V>(V x, V shifted) where V : struct, ISingles<V>
    {
        if (V.CanScale)
            return V.Scale(x, shifted - V.Of(TwiceBiasedShift));
        var half = V.ShiftRightArithmetic(shifted, 1);
        var first = V.ShiftLeft(half, 23);
        var second = V.ShiftLeft(V.SubtractBits(shifted, half), 23);
        return x * first * second;
    }

    // A whole number in the bits of each lane
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfBits<V>(int bits) where V : struct, ISingles<V> => V.Of(BitConverter.Int32BitsToSingle(bits));
}
