using System.Numerics;
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
    private static Vector<float> Exp(Vector<float> x)
    {
        // Beyond these bounds the result is 0 or ∞ whatever x is. A NaN passes as the second argument.
        x = Vector.MinNative(Vector.Create(89f), Vector.MaxNative(Vector.Create(-104f), x));
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(Log2E), Vector.Create(TwiceBiasedShift));
        return ScaleTwice(ExpOfReduced(Reduce(x, shifted - Vector.Create(TwiceBiasedShift))), shifted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Expm1(Vector<float> x)
    {
        // exp(x) - 1 = 2·(2^(n-1)·(1 + r + r²·q) - ½); halving keeps 2^128 in range.
        var bounded = Vector.MinNative(Vector.Create(89f), Vector.MaxNative(Vector.Create(-18f), x));
        var shifted = Vector.MultiplyAddEstimate(bounded, Vector.Create(Log2E), Vector.Create(BiasedShift - 1));
        var r = Reduce(bounded, shifted - Vector.Create(BiasedShift - 1));
        var scale = PowerOfTwo(shifted);
        var curve = r * r * Horner(r, 0.5f, 0.166666657f, 0.0416664146f, 0.00833347067f, 0.00139408209f, 0.00019845886f);
        var half = Vector.MultiplyAddEstimate(curve, scale, Vector.MultiplyAddEstimate(r, scale, scale - Vector.Create(0.5f)));
        return WithSignOf(half + half, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Log(Vector<float> x)
    {
        var subnormal = Vector.LessThan(x, Vector.Create(1.17549435e-38f));
        var normal = Vector.ConditionalSelect(subnormal, x * Vector.Create(8388608f), x); // 2^23
        var (exponent, mantissaBits) = SplitAtTwoThirds(normal);
        exponent -= Vector.ConditionalSelect(subnormal, Vector.Create(23f), Vector<float>.Zero);
        var result = LogOfReduced(Vector.AsVectorSingle(mantissaBits) - Vector<float>.One, exponent);
        return WithLogarithmsLimits(result, x, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Log1p(Vector<float> x) => WithLogarithmsLimits(WithSignOf(Log1pOfFinite(x), x), x, x + Vector<float>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Softplus(Vector<float> x)
    {
        // max(x, 0) + log(1 + e) with e = exp(-|x|) ≤ 1, where log(1 + e) = e + e²·P(e) needs no reduction.
        var decay = ExpOfNegated(Vector.MinNative(Vector.Create(104f), Vector.Abs(x)));
        var curve = Pairs(decay, 0.333311498f, -0.249634877f, 0.197125062f, -0.15384011f, 0.106983088f, -0.0575746484f, 0.0200328864f, -0.0032561121f);
        curve = Vector.MultiplyAddEstimate(decay, curve, Vector.Create(-0.499999613f));
        return Vector.MaxNative(Vector<float>.Zero, x) + Vector.MultiplyAddEstimate(decay * decay, curve, decay);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Sigmoid(Vector<float> x)
    {
        // exp(-x) = 2^n·(1 + growth). With 2^n = up / down the quotient 1 / (1 + exp(-x)) = down / (down + up + up·growth)
        // neither overflows nor underflows before its last rounding.
        x = Vector.MinNative(Vector.Create(104f), Vector.MaxNative(Vector.Create(-104f), x));
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(-Log2E), Vector.Create(TwiceBiasedShift));
        var exponent = shifted - Vector.Create(TwiceBiasedShift);
        var r = Vector.MultiplyAddEstimate(exponent, Vector.Create(Ln2High), x); // -r, so the odd coefficients change sign
        r = Vector.MultiplyAddEstimate(exponent, Vector.Create(Ln2Low), r);
        var growth = r * Horner(r, -1f, 0.49999994f, -0.166665196f, 0.0416683257f, -0.00836885255f, 0.00138143229f);

        var bits = Vector.AsVectorInt32(shifted);
        var half = Vector.ShiftRightArithmetic(bits, 1);
        var up = Vector.AsVectorSingle(Vector.ShiftLeft(bits - half, 23));
        var down = Vector.AsVectorSingle(Vector.Create(254 << 23) - Vector.ShiftLeft(half, 23));
        return down / (Vector.MultiplyAddEstimate(growth, up, down) + up);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Tanh(Vector<float> x)
    {
        var magnitude = Vector.Abs(x);

        // |x| < 0.55: x + x³·P(x²)
        var square = x * x;
        var near = Horner(square, -0.333333194f, 0.133326188f, -0.0538516529f, 0.021055745f, -0.00623882841f);
        near = Vector.MultiplyAddEstimate(near * square, magnitude, magnitude);

        // Otherwise 1 - 2 / (exp(2|x|) + 1); from |x| = 9.02 on that rounds to 1.
        var twice = Vector.MinNative(Vector.Create(19f), magnitude + magnitude);
        var shifted = Vector.MultiplyAddEstimate(twice, Vector.Create(Log2E), Vector.Create(BiasedShift));
        var growth = ExpOfReduced(Reduce(twice, shifted - Vector.Create(BiasedShift))) * PowerOfTwo(shifted);
        var far = Vector<float>.One - Vector.Create(2f) / (growth + Vector<float>.One);

        return Vector.CopySign(Vector.ConditionalSelect(Vector.LessThan(magnitude, Vector.Create(0.55f)), near, far), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Erf(Vector<float> x)
    {
        // |x| < 0.85: x + x·P(x²)
        var near = Horner(x * x, 0.128379166f, -0.376125753f, 0.112827331f, -0.0268030185f, 0.00505173486f, -0.000631832634f);
        near = Vector.MultiplyAddEstimate(near, x, x);

        // Otherwise 1 - 2^L(|x|), where L is log2 erfc on [0.85, 4]; from |x| = 3.92 on that rounds to 1.
        var magnitude = Vector.MinNative(Vector.Create(4f), Vector.Abs(x));
        var logarithm = Pairs(magnitude, -0.000150797685f, -1.62744796f, -0.918302774f, -0.150799036f, 0.03248813f, -0.00449811295f, 0.000293843303f);
        var shifted = logarithm + Vector.Create(BiasedShift);
        var fraction = logarithm - (shifted - Vector.Create(BiasedShift));
        var power = Pairs(fraction, 1.00000012f, 0.693147004f, 0.240221143f, 0.055507157f, 0.00967577007f, 0.00132762454f);
        var far = Vector.CopySign(Vector<float>.One - power * PowerOfTwo(shifted), x);

        return Vector.ConditionalSelect(Vector.LessThan(magnitude, Vector.Create(0.85f)), near, far);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> NormalCdf(Vector<float> x)
    {
        // With t = |x| the tail Φ(-t) = exp(-t²/2)·G(t), where G(t) = H / (t + 4) and H is a polynomial in s = 65/64 - 8 / (t + 4).
        // At 14.5 it has underflowed to 0. Three rounding errors would each cost an ulp; they are recovered and enter later:
        // that of t²/2 and those of 1 / (t + 4) as corrections of the exponent, that of H / (t + 4) in the last sum.
        var t = Vector.MinNative(Vector.Create(14.5f), Vector.Abs(x));
        var halved = t * Vector.Create(0.5f);
        var square = halved * t;
        var squareRest = Vector.FusedMultiplyAdd(halved, t, -square);

        var sum = t + Vector.Create(4f);
        var inverse = Vector<float>.One / sum;
        var sumRest = t - (sum - Vector.Create(4f));
        var inverseRest = Vector.MultiplyAddEstimate(-inverse, sumRest, Vector.FusedMultiplyAdd(-inverse, sum, Vector<float>.One));

        // t²/2 = r - n·ln 2. The slope of log G in log 1/(t + 4), 0.73 + 9.84 / (t + 4), is exact to 10 %.
        var shifted = Vector.MultiplyAddEstimate(square, Vector.Create(-Log2E), Vector.Create(TwiceBiasedShift));
        var exponent = shifted - Vector.Create(TwiceBiasedShift);
        var correction = Vector.MultiplyAddEstimate(exponent, Vector.Create(Ln2Low), squareRest);
        correction = Vector.MultiplyAddEstimate(Horner(inverse, -0.73f, -9.84f), inverseRest, correction);
        var r = Vector.MultiplyAddEstimate(exponent, Vector.Create(Ln2High), square) + correction;
        var decay = Pairs(r, 0.49999994f, -0.166665196f, 0.0416683257f, -0.00836885255f, 0.00138143229f);
        decay = Vector.MultiplyAddEstimate(r * r, decay, -r); // exp(-r) - 1

        var s = Vector.MultiplyAddEstimate(inverse, Vector.Create(-8f), Vector.Create(1.015625f));
        var slope = Pairs(
            s, -0.620132148f, 0.395968944f, -0.190316901f, 0.0609786585f, -0.00718759419f,
            -0.00368245388f, 0.0015461786f, 0.000196993948f, -0.000132436107f);
        var h = Vector.MultiplyAddEstimate(s, slope, Vector.Create(0.76487875f));
        var hRest = Vector.FusedMultiplyAdd(s, slope, Vector.Create(0.76487875f) - h);
        var g = h * inverse;
        var gRest = Vector.MultiplyAddEstimate(hRest, inverse, Vector.FusedMultiplyAdd(h, inverse, -g));
        var tail = ScaleTwice(g + Vector.MultiplyAddEstimate(g, decay, gRest), shifted);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Gelu(Vector<float> x)
    {
        // x·Φ(x) = max(x, 0) - t·Φ(-t) with t = |x|, where Φ(-t) = exp(-t²/2)·P(t) / Q(t): fewer operations than NormalCdf,
        // because only the far negative tail feels the rounding errors of P and Q.
        var t = Vector.MinNative(Vector.Create(14.5f), Vector.Abs(x));
        var square = t * t;
        var squareRest = Vector.FusedMultiplyAdd(t, t, -square);
        var shifted = Vector.MultiplyAddEstimate(square, Vector.Create(-0.5f * Log2E), Vector.Create(TwiceBiasedShift));
        var exponent = shifted - Vector.Create(TwiceBiasedShift);

        // t² = r - 2n·ln 2
        var correction = Vector.MultiplyAddEstimate(exponent, Vector.Create(2 * Ln2Low), squareRest);
        var r = Vector.MultiplyAddEstimate(exponent, Vector.Create(2 * Ln2High), square) + correction;
        var decay = Pairs(r, 0.49999994f / 4, -0.166665196f / 8, 0.0416683257f / 16, -0.00836885255f / 32, 0.00138143229f / 64);
        decay = r * Vector.MultiplyAddEstimate(r, decay, Vector.Create(-0.5f)); // exp(-r/2) - 1

        var numerator = t * Horner(t, 0.5f, 0.437887222f, 0.182933405f, 0.0405315757f, 0.00410121307f);
        var denominator = Horner(t, 1f, 1.67365932f, 1.2012496f, 0.468673706f, 0.101604253f, 0.0102800904f);
        var tail = ScaleTwice(Vector.MultiplyAddEstimate(numerator, decay, numerator) / denominator, shifted);
        return Vector.MaxNative(Vector<float>.Zero, x) - tail;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Sin(Vector<float> x)
    {
        var magnitude = Vector.Abs(x);
        var (sine, cosine, quadrant) = SinCosOfReduced(magnitude);
        var result = InQuadrant(sine, cosine, quadrant) ^ (x & Vector.Create(-0f));
        var large = Vector.GreaterThan(magnitude, Vector.Create(TrigonometricLimit));
        return Vector.EqualsAll(large, Vector<int>.Zero) ? result : Vector.ConditionalSelect(large, LaneByLane(x, MathF.Sin), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Cos(Vector<float> x)
    {
        var magnitude = Vector.Abs(x);
        var (sine, cosine, quadrant) = SinCosOfReduced(magnitude);
        var result = InQuadrant(sine, cosine, quadrant + Vector<int>.One); // cos x = sin(x + π/2)
        var large = Vector.GreaterThan(magnitude, Vector.Create(TrigonometricLimit));
        return Vector.EqualsAll(large, Vector<int>.Zero) ? result : Vector.ConditionalSelect(large, LaneByLane(x, MathF.Cos), result);
    }

    // Sine and cosine of x reduced to [-π/4, π/4], and the number of quarter turns taken off
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Sine, Vector<float> Cosine, Vector<int> Quadrant) SinCosOfReduced(Vector<float> x)
    {
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(0.636619772f), Vector.Create(RoundingShift));
        var turns = shifted - Vector.Create(RoundingShift);
        var r = Vector.FusedMultiplyAdd(turns, Vector.Create(-HalfPiHigh), x);
        r = Vector.FusedMultiplyAdd(turns, Vector.Create(-HalfPiMiddle), r);
        r = Vector.FusedMultiplyAdd(turns, Vector.Create(-HalfPiLow), r);
        var square = r * r;
        var sine = Horner(square, -0.166666552f, 0.0083321156f, -0.000195032932f);
        sine = Vector.MultiplyAddEstimate(sine * square, r, r);
        var cosine = Horner(square, 1f, -0.5f, 0.0416666456f, -0.00138873095f, 2.44323492e-05f);
        return (sine, cosine, Vector.AsVectorInt32(shifted));
    }

    // The cosine in odd quadrants, the sine in even ones, negated in the second half of the circle
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> InQuadrant(Vector<float> sine, Vector<float> cosine, Vector<int> quadrant)
    {
        var even = Vector.Equals(quadrant & Vector<int>.One, Vector<int>.Zero);
        var sign = Vector.ShiftLeft(quadrant & Vector.Create(2), 30);
        return Vector.ConditionalSelect(even, sine, cosine) ^ Vector.AsVectorSingle(sign);
    }

    // exp(-x) for 0 ≤ x ≤ 104
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpOfNegated(Vector<float> x)
    {
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(-Log2E), Vector.Create(TwiceBiasedShift));
        return ScaleTwice(ExpOfReduced(Reduce(-x, shifted - Vector.Create(TwiceBiasedShift))), shifted);
    }

    // x - exponent·ln 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Reduce(Vector<float> x, Vector<float> exponent)
    {
        var high = Vector.MultiplyAddEstimate(exponent, Vector.Create(-Ln2High), x);
        return Vector.MultiplyAddEstimate(exponent, Vector.Create(-Ln2Low), high);
    }

    // exp(r) for |r| ≤ ½ ln 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpOfReduced(Vector<float> r) =>
        Horner(r, 1f, 1f, 0.49999994f, 0.166665196f, 0.0416683257f, 0.00836885255f, 0.00138143229f);

    // log(1 + x) for finite x > -1
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Log1pOfFinite(Vector<float> x)
    {
        // 1 + x = 2^k·(1 + f): f = x·2^-k + (2^-k - 1) is rounded once, and is x itself where k = 0.
        var (exponent, mantissaBits) = SplitAtTwoThirds(Vector<float>.One + x);
        var scaleBits = Vector.AsVectorInt32(Vector.Create(4f)) - (Vector.AsVectorInt32(Vector<float>.One + x) - mantissaBits);
        var scale = Vector.AsVectorSingle(scaleBits) * Vector.Create(0.25f); // by way of 2^(2-k): 2^-128 is subnormal
        return LogOfReduced(Vector.MultiplyAddEstimate(x, scale, scale - Vector<float>.One), exponent);
    }

    // x = 2^exponent·mantissa with a mantissa in [2/3, 4/3)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Exponent, Vector<int> MantissaBits) SplitAtTwoThirds(Vector<float> x)
    {
        var offset = Vector.AsVectorInt32(x) - Vector.Create(TwoThirdsBits);
        var mantissaBits = (offset & Vector.Create(0x007FFFFF)) + Vector.Create(TwoThirdsBits);
        return (Vector.ConvertToSingle(Vector.ShiftRightArithmetic(offset, 23)), mantissaBits);
    }

    // log(1 + f) + exponent·ln 2 = f - f²/2 + f³·P(f) + … for |f| ≤ 1/3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LogOfReduced(Vector<float> f, Vector<float> exponent)
    {
        var square = f * f;
        var cubic = Pairs(f, 0.333332151f, -0.249997973f, 0.200104207f, -0.166804969f, 0.140057474f, -0.121841185f, 0.139851108f, -0.128923714f);
        var rest = Vector.MultiplyAddEstimate(cubic * f, square, exponent * Vector.Create(Ln2Low));
        rest = Vector.MultiplyAddEstimate(square, Vector.Create(-0.5f), rest);
        return Vector.MultiplyAddEstimate(exponent, Vector.Create(Ln2High), rest + f);
    }

    // -∞ where the logarithm's argument is 0, NaN where it is negative, x where x is ∞ or NaN
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> WithLogarithmsLimits(Vector<float> result, Vector<float> x, Vector<float> argument)
    {
        result = Vector.ConditionalSelect(Vector.Equals(argument, Vector<float>.Zero), Vector.Create(float.NegativeInfinity), result);
        result = Vector.ConditionalSelect(Vector.LessThan(argument, Vector<float>.Zero), Vector.Create(float.NaN), result);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector.Create(float.PositiveInfinity)), result, x);
    }

    // Gives a result that has the sign of x, or is 0, the sign of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> WithSignOf(Vector<float> result, Vector<float> x) => result | (x & Vector.Create(-0f));

    // 2^n, where shifted holds n + 127 in its low bits
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<float> shifted) => Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(shifted), 23));

    // x·2^n, where shifted holds n + 254 in its low bits: two factors reach 2^-150 and 2^128, and only the second product rounds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ScaleTwice(Vector<float> x, Vector<float> shifted)
    {
        var bits = Vector.AsVectorInt32(shifted);
        var half = Vector.ShiftRightArithmetic(bits, 1);
        var first = Vector.AsVectorSingle(Vector.ShiftLeft(half, 23));
        var second = Vector.AsVectorSingle(Vector.ShiftLeft(bits - half, 23));
        return x * first * second;
    }
}
