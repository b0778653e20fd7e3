using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

// The double-precision kernels: the same reductions as in single precision, with longer polynomials.
// Where no short vector form is good enough the lanes are computed one by one.
internal static partial class VectorMath
{
    // Adding this to a double of magnitude below 2^51 rounds it to an integer n and leaves n in the low mantissa bits;
    // adding the bias of the exponent (1023) as well leaves there the exponent bits of 2^n.
    private const double DoubleRoundingShift = 6755399441055744; // 1.5·2^52
    private const double DoubleBiasedShift = DoubleRoundingShift + 1023;
    private const double DoubleTwiceBiasedShift = DoubleRoundingShift + 2046;

    private const double DoubleLog2E = 1.4426950408889634;

    // ln 2 = DoubleLn2High + DoubleLn2Low; the first has 32 bits, so that its product with an exponent is exact.
    private const double DoubleLn2High = 0.6931471803691238;
    private const double DoubleLn2Low = 1.9082149292705877e-10;

    // π/2 in three parts
    private const double DoubleHalfPiHigh = 1.5707963267948966;
    private const double DoubleHalfPiMiddle = 6.123233995736766e-17;
    private const double DoubleHalfPiLow = -1.4973849048591698e-33;

    // Up to here (63,662 quarter turns) the reduction by three-part π/2 is accurate.
    private const double DoubleTrigonometricLimit = 1e5;

    private const long DoubleTwoThirdsBits = 0x3FE5555555555555;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Exp(Vector<double> x)
    {
        x = Vector.MinNative(Vector.Create(710.0), Vector.MaxNative(Vector.Create(-746.0), x));
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(DoubleLog2E), Vector.Create(DoubleTwiceBiasedShift));
        var r = Reduce(x, shifted - Vector.Create(DoubleTwiceBiasedShift));
        return ScaleTwice(Vector<double>.One + GrowthOfReduced(r), shifted);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Expm1(Vector<double> x)
    {
        var bounded = Vector.MinNative(Vector.Create(710.0), Vector.MaxNative(Vector.Create(-40.0), x));
        return WithSignOf(Expm1OfBounded(bounded), x);
    }

    // exp(x) - 1 for -40 ≤ x ≤ 710
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Expm1OfBounded(Vector<double> x)
    {
        // 2·(2^(n-1)·(1 + r + r²·q) - ½); halving keeps 2^1024 in range.
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(DoubleLog2E), Vector.Create(DoubleBiasedShift - 1));
        var r = Reduce(x, shifted - Vector.Create(DoubleBiasedShift - 1));
        var scale = PowerOfTwo(shifted);
        var head = Vector.MultiplyAddEstimate(r, scale, scale - Vector.Create(0.5));
        var half = Vector.MultiplyAddEstimate(r * r * ExpQuotient(r), scale, head);
        return half + half;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Log(Vector<double> x)
    {
        var subnormal = Vector.LessThan(x, Vector.Create(2.2250738585072014e-308));
        var normal = Vector.ConditionalSelect(subnormal, x * Vector.Create(4503599627370496.0), x); // 2^52
        var (exponent, mantissaBits) = SplitAtTwoThirds(normal);
        exponent -= Vector.ConditionalSelect(subnormal, Vector.Create(52.0), Vector<double>.Zero);
        var result = LogOfReduced(Vector.AsVectorDouble(mantissaBits) - Vector<double>.One, exponent);
        return WithLogarithmsLimits(result, x, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Log1p(Vector<double> x) => WithLogarithmsLimits(WithSignOf(Log1pOfFinite(x), x), x, x + Vector<double>.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Softplus(Vector<double> x) => Vector.MaxNative(Vector<double>.Zero, x) + Log1pOfFinite(Exp(-Vector.Abs(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Sigmoid(Vector<double> x)
    {
        // As in single precision: down / (down + up + up·growth) with exp(-x) = up / down·(1 + growth).
        x = Vector.MinNative(Vector.Create(746.0), Vector.MaxNative(Vector.Create(-746.0), x));
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(-DoubleLog2E), Vector.Create(DoubleTwiceBiasedShift));
        var growth = GrowthOfReduced(Reduce(-x, shifted - Vector.Create(DoubleTwiceBiasedShift)));

        var bits = Vector.AsVectorUInt64(shifted);
        var half = Vector.ShiftRightLogical(bits, 1);
        var up = Vector.AsVectorDouble(Vector.ShiftLeft(bits - half, 52));
        var down = Vector.AsVectorDouble(Vector.Create(2046UL << 52) - Vector.ShiftLeft(half, 52));
        var sum = up + down;
        var lost = down - (sum - up);
        return down / (Vector.MultiplyAddEstimate(growth, up, lost) + sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Tanh(Vector<double> x)
    {
        // With e = exp(2|x|) - 1: e / (e + 2) where the result is below ½, 1 - 2 / (e + 2) above; from |x| = 19.1 on that rounds to 1.
        var magnitude = Vector.Abs(x);
        var growth = Expm1OfBounded(Vector.MinNative(Vector.Create(40.0), magnitude + magnitude));
        var two = Vector.Create(2.0);
        var large = Vector.GreaterThan(magnitude, Vector.Create(0.55));
        var quotient = Vector.ConditionalSelect(large, two, growth) / (growth + two);
        return Vector.CopySign(Vector.ConditionalSelect(large, Vector<double>.One - quotient, quotient), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Sin(Vector<double> x)
    {
        var magnitude = Vector.Abs(x);
        var (sine, cosine, quadrant) = SinCosOfReduced(magnitude);
        var result = InQuadrant(sine, cosine, quadrant) ^ (x & Vector.Create(-0.0));
        var large = Vector.GreaterThan(magnitude, Vector.Create(DoubleTrigonometricLimit));
        return Vector.EqualsAll(large, Vector<long>.Zero) ? result : Vector.ConditionalSelect(large, LaneByLane(x, Math.Sin), result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Cos(Vector<double> x)
    {
        var magnitude = Vector.Abs(x);
        var (sine, cosine, quadrant) = SinCosOfReduced(magnitude);
        var result = InQuadrant(sine, cosine, quadrant + Vector<long>.One); // cos x = sin(x + π/2)
        var large = Vector.GreaterThan(magnitude, Vector.Create(DoubleTrigonometricLimit));
        return Vector.EqualsAll(large, Vector<long>.Zero) ? result : Vector.ConditionalSelect(large, LaneByLane(x, Math.Cos), result);
    }

    private static Vector<double> Erf(Vector<double> x) => LaneByLane(x, SpecialFunctions.Erf);

    private static Vector<double> Gelu(Vector<double> x) => x * LaneByLane(x, SpecialFunctions.NormalCdf);

    private static Vector<double> GeluSlope(Vector<double> x) =>
        LaneByLane(x, SpecialFunctions.NormalCdf) + x * (Exp(x * x * Vector.Create(-0.5)) * Vector.Create(0.39894228040143267794));

    // Sine and cosine of x reduced to [-π/4, π/4], and the number of quarter turns taken off
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> Sine, Vector<double> Cosine, Vector<long> Quadrant) SinCosOfReduced(Vector<double> x)
    {
        var shifted = Vector.MultiplyAddEstimate(x, Vector.Create(0.6366197723675814), Vector.Create(DoubleRoundingShift));
        var turns = shifted - Vector.Create(DoubleRoundingShift);
        var r = Vector.FusedMultiplyAdd(turns, Vector.Create(-DoubleHalfPiHigh), x);
        r = Vector.FusedMultiplyAdd(turns, Vector.Create(-DoubleHalfPiMiddle), r);
        r = Vector.FusedMultiplyAdd(turns, Vector.Create(-DoubleHalfPiLow), r);
        var square = r * r;
        var sine = Pairs(
            square, -0.16666666666666666, 0.008333333333333325, -0.00019841269841256178, 2.7557319214402646e-06, -2.505210489930276e-08,
            1.6058358786528982e-10, -7.578078333568216e-13);
        sine = Vector.MultiplyAddEstimate(sine * square, r, r);
        var cosine = Pairs(
            square, 0.041666666666666595, -0.001388888888887304, 2.480158728884141e-05, -2.755731417624556e-07, 2.0875700417009346e-09,
            -1.1358514004832633e-11);
        cosine = Vector.MultiplyAddEstimate(square, Vector.MultiplyAddEstimate(square, cosine, Vector.Create(-0.5)), Vector<double>.One);
        return (sine, cosine, Vector.AsVectorInt64(shifted));
    }

    // The cosine in odd quadrants, the sine in even ones, negated in the second half of the circle
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> InQuadrant(Vector<double> sine, Vector<double> cosine, Vector<long> quadrant)
    {
        var even = Vector.Equals(quadrant & Vector<long>.One, Vector<long>.Zero);
        var sign = Vector.ShiftLeft(quadrant & Vector.Create(2L), 62);
        return Vector.ConditionalSelect(even, sine, cosine) ^ Vector.AsVectorDouble(sign);
    }

    // x - exponent·ln 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Reduce(Vector<double> x, Vector<double> exponent)
    {
        var high = Vector.MultiplyAddEstimate(exponent, Vector.Create(-DoubleLn2High), x);
        return Vector.MultiplyAddEstimate(exponent, Vector.Create(-DoubleLn2Low), high);
    }

    // exp(r) - 1 for |r| ≤ ½ ln 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> GrowthOfReduced(Vector<double> r) => Vector.MultiplyAddEstimate(r * r, ExpQuotient(r), r);

    // (exp(r) - 1 - r) / r² for |r| ≤ ½ ln 2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ExpQuotient(Vector<double> r)
    {
        var low = Pairs(
            r, 0.5, 0.16666666666666677, 0.041666666666666505, 0.008333333333321608, 0.0013888888888962969, 0.00019841269886207774);
        var high = Horner(
            r, 2.4801587171723547e-05, 2.7557244104359077e-06, 2.7557403031706633e-07, 2.510908133363339e-08, 2.087530311024266e-09);
        var square = r * r;
        return Vector.MultiplyAddEstimate(high * square, square * square, low);
    }

    // log(1 + x) for finite x > -1; see the single-precision kernel.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Log1pOfFinite(Vector<double> x)
    {
        var sum = Vector<double>.One + x;
        var (exponent, mantissaBits) = SplitAtTwoThirds(sum);
        var scaleBits = Vector.AsVectorInt64(Vector.Create(4.0)) - (Vector.AsVectorInt64(sum) - mantissaBits);
        var scale = Vector.AsVectorDouble(scaleBits) * Vector.Create(0.25);
        return LogOfReduced(Vector.MultiplyAddEstimate(x, scale, scale - Vector<double>.One), exponent);
    }

    // x = 2^exponent·mantissa with a mantissa in [2/3, 4/3)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> Exponent, Vector<long> MantissaBits) SplitAtTwoThirds(Vector<double> x)
    {
        var offset = Vector.AsVectorInt64(x) - Vector.Create(DoubleTwoThirdsBits);
        var mantissaBits = (offset & Vector.Create(0x000FFFFFFFFFFFFF)) + Vector.Create(DoubleTwoThirdsBits);
        // An integer in the mantissa of 2^52 becomes a number by subtracting 2^52; the bias keeps it positive.
        var biased = Vector.ShiftRightLogical(offset + Vector.Create(1023L << 52), 52) | Vector.AsVectorInt64(Vector.Create(4503599627370496.0));
        return (Vector.AsVectorDouble(biased) - Vector.Create(4503599627370496.0 + 1023), mantissaBits);
    }

    // log(1 + f) + exponent·ln 2 for |f| ≤ 1/3, by log(1 + f) = 2·artanh s = f - f²/2 + s·(f²/2 + s²·L(s²)) with s = f / (2 + f)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LogOfReduced(Vector<double> f, Vector<double> exponent)
    {
        var s = f / (Vector.Create(2.0) + f);
        var square = s * s;
        var curve = square * Pairs(
            square, 0.666666666666666, 0.40000000000056707, 0.2857142855582017, 0.2222222429753029, 0.1818166580201932, 0.15391114690506208,
            0.13173547721606008, 0.1384342344687803);
        var halfSquare = Vector.Create(0.5) * f * f;
        var rest = Vector.MultiplyAddEstimate(s, halfSquare + curve, exponent * Vector.Create(DoubleLn2Low));
        return Vector.MultiplyAddEstimate(exponent, Vector.Create(DoubleLn2High), f - (halfSquare - rest));
    }

    // -∞ where the logarithm's argument is 0, NaN where it is negative, x where x is ∞ or NaN
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> WithLogarithmsLimits(Vector<double> result, Vector<double> x, Vector<double> argument)
    {
        result = Vector.ConditionalSelect(Vector.Equals(argument, Vector<double>.Zero), Vector.Create(double.NegativeInfinity), result);
        result = Vector.ConditionalSelect(Vector.LessThan(argument, Vector<double>.Zero), Vector.Create(double.NaN), result);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector.Create(double.PositiveInfinity)), result, x);
    }

    // Gives a result that has the sign of x, or is 0, the sign of x.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> WithSignOf(Vector<double> result, Vector<double> x) => result | (x & Vector.Create(-0.0));

    // 2^n, where shifted holds n + 1023 in its low bits
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PowerOfTwo(Vector<double> shifted) =>
        Vector.AsVectorDouble(Vector.ShiftLeft(Vector.AsVectorInt64(shifted), 52));

    // x·2^n, where shifted holds n + 2046 in its low bits; only the second product rounds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ScaleTwice(Vector<double> x, Vector<double> shifted)
    {
        var bits = Vector.AsVectorUInt64(shifted);
        var half = Vector.ShiftRightLogical(bits, 1); // logical: the bits are positive, and AVX2 has no other
        var first = Vector.AsVectorDouble(Vector.ShiftLeft(half, 52));
        var second = Vector.AsVectorDouble(Vector.ShiftLeft(bits - half, 52));
        return x * first * second;
    }
}
