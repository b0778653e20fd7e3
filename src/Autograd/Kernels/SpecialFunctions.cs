using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// Elementary and special functions of one number that .NET lacks or that lose digits there.
/// </summary>
/// <remarks>
/// <para>Everything is computed in double precision; any other type is converted to double and the result rounded once.
/// Errors are in units in the last place (ulp) of the result in double precision, measured against 113-bit arithmetic
/// over random arguments of every binary exponent; after the one rounding to a narrower type they are at most 0.51 ulp of that type.</para>
/// <para>The coefficients are weighted minimax fits (Remez exchange in 60-digit arithmetic), rounded to double.</para>
/// </remarks>
internal static class SpecialFunctions
{
    private const double Log2E = 1.4426950408889634;

    // ln 2 = Ln2High + Ln2Low; Ln2High has 32 bits, so that its product with an exponent is exact.
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;

    // 1/√2 = InverseSqrt2 + InverseSqrt2Low
    private const double InverseSqrt2 = 0.7071067811865476;
    private const double InverseSqrt2Low = -4.833646656726457e-17;

    // 1/√(2π) = InverseSqrt2Pi + InverseSqrt2PiLow
    private const double InverseSqrt2Pi = 0.3989422804014327;
    private const double InverseSqrt2PiLow = -2.49232720227773e-17;

    private const double TwoOverSqrtPi = 1.1283791670955126;

    // Above this erf and erfc are computed from the tail exp(-x²)·erfcx(x), below it from the odd series around 0.
    private const double TailStart = 0.5;

    // erf x = x + x·P(x²) for |x| ≤ ½
    private static ReadOnlySpan<double> ErfNear =>
    [
        0.1283791670955126, -0.3761263890318375, 0.11283791670954847, -0.0268661706449897, 0.005223977621791143,
        -0.0008548326482602601, 0.0001205528416438857, -1.4922917899712597e-05, 1.6369310953670225e-06, -1.4602949589060177e-07,
    ];

    // erfcx(1.25 + u) for ½ ≤ 1.25 + u ≤ 2
    private static ReadOnlySpan<double> ErfcxNear =>
    [
        0.3678229164523611, -0.20882187596460983, 0.1067955714965988, -0.050218274395908015, 0.022011364250856636, -0.00908162763291725,
        0.0035531099032400744, -0.0013257829299900686, 0.00047397031018623796, -0.0001629600063269382, 5.4054060133510673e-05,
        -1.734409635426808e-05, 5.395659828874572e-06, -1.6306296833730237e-06, 4.796094112051525e-07, -1.3763513622544742e-07,
        3.8487042259875895e-08, -1.031572371813025e-08, 2.778303202519896e-09, -8.924003881375626e-10, 2.2229590256949198e-10,
    ];

    // erfcx(2.96875 + u) for 2 ≤ 2.96875 + u ≤ 4
    private static ReadOnlySpan<double> ErfcxMiddle =>
    [
        0.18071593426533003, -0.05537830739511552, 0.016311584186080863, -0.004635527895125236, 0.0012749303737131035, -0.0003402313392670091,
        8.828952843203615e-05, -2.2320514771657744e-05, 5.506374979313809e-06, -1.327436494226844e-06, 3.131098547815795e-07,
        -7.234385103966081e-08, 1.638918544059896e-08, -3.6444412054886154e-09, 7.966404144597063e-10, -1.7063700689119016e-10,
        3.5403370075587967e-11, -7.564776682382541e-12, 1.8594427578316454e-12, -3.286893971874718e-13,
    ];

    // x·erfcx(x) as a polynomial in 1/x² for 4 ≤ x ≤ 27.5
    private static ReadOnlySpan<double> ErfcxFar =>
    [
        0.5641895835477563, -0.28209479177383007, 0.4231421876295723, -1.057855458528422, 3.7024919725439687, -16.660934657193742,
        91.61021154608106, -593.8971234679938, 4383.126954946522, -34914.166696992215, 275567.95986244996, -1926800.683570738,
        10501397.196729608, -37919863.37894426, 66204168.30760191,
    ];

    // What rounding took from the first of them; the centres of the other two were chosen so that it took nothing.
    private const double ErfcxFarLow = -2.087061016401008e-17;

    // (exp r - 1 - r) / r² for |r| ≤ ½
    private static ReadOnlySpan<double> ExpQuotient =>
    [
        0.5, 0.16666666666666669, 0.041666666666667615, 0.008333333333332507, 0.0013888888888577335, 0.00019841269842657888,
        2.4801587734114847e-05, 2.7557318251952884e-06, 2.7557028940979694e-07, 2.505236866272707e-08, 2.096995506437603e-09,
        1.6060238919798392e-10,
    ];

    // (tanh x - x) / x³ as a polynomial in x² for |x| ≤ 0.55
    private static ReadOnlySpan<double> TanhNear =>
    [
        -0.33333333333333315, 0.13333333333328903, -0.05396825396471746, 0.021869488404943557, -0.008863232804520617, 0.0035920931742389993,
        -0.0014555453621012007, 0.0005884381082054029, -0.00023332929988516716, 8.319745347334976e-05, -1.939783533245651e-05,
    ];

    /// <summary>The error function, erf x = 2/√π · ∫₀ˣ exp(-t²) dt.</summary>
    /// <remarks>Maximum error 1.2 ulp.</remarks>
    public static T Erf<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(Erf(double.CreateTruncating(x)));

    /// <summary>The complementary error function, erfc x = 1 - erf x, without cancellation for large x.</summary>
    /// <remarks>Maximum error 1.8 ulp.</remarks>
    public static T Erfc<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(Erfc(double.CreateTruncating(x)));

    /// <summary>exp(x) - 1, without cancellation near 0.</summary>
    /// <remarks>Maximum error 1.1 ulp.</remarks>
    public static T Expm1<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(Expm1(double.CreateTruncating(x)));

    /// <summary>The natural logarithm of 1 + x, without cancellation near 0.</summary>
    /// <remarks>Maximum error 1.5 ulp.</remarks>
    public static T Log1p<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(Log1p(double.CreateTruncating(x)));

    /// <summary>The logistic function 1 / (1 + exp(-x)), without overflow.</summary>
    /// <remarks>Maximum error 2.0 ulp.</remarks>
    public static T Sigmoid<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(Sigmoid(double.CreateTruncating(x)));

    /// <summary>log(1 + exp(x)), without overflow.</summary>
    /// <remarks>Maximum error 1.8 ulp.</remarks>
    public static T Softplus<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(Softplus(double.CreateTruncating(x)));

    /// <summary>The logarithm of the logistic function, -log(1 + exp(-x)), without overflow or cancellation.</summary>
    /// <remarks>Maximum error 1.9 ulp.</remarks>
    public static T LogSigmoid<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(LogSigmoid(double.CreateTruncating(x)));

    /// <summary>The hyperbolic tangent.</summary>
    /// <remarks>Maximum error 1.5 ulp.</remarks>
    public static T Tanh<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(Tanh(double.CreateTruncating(x)));

    /// <summary>The distribution function of the standard normal distribution, Φ(x) = ½·erfc(-x/√2), accurate in both tails.</summary>
    /// <remarks>Maximum error 2.0 ulp.</remarks>
    public static T NormalCdf<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(NormalCdf(double.CreateTruncating(x)));

    /// <summary>The density of the standard normal distribution, exp(-x²/2) / √(2π), which is the derivative of <see cref="NormalCdf{T}"/>.</summary>
    /// <remarks>Maximum error 1.1 ulp.</remarks>
    public static T NormalPdf<T>(T x) where T : IFloatingPointIeee754<T> => T.CreateTruncating(NormalPdf(double.CreateTruncating(x)));

    /// <inheritdoc cref="Erf{T}"/>
    public static double Erf(double x)
    {
        var magnitude = Math.Abs(x);
        if (!(magnitude >= TailStart)) // NaN too
            return Math.FusedMultiplyAdd(x, Polynomial(x * x, ErfNear), x);
        // erf 5.93 lies within half an ulp of 1.
        return Math.CopySign(magnitude > 6 ? 1 : 1 - ErfcTail(magnitude), x);
    }

    /// <inheritdoc cref="Erfc{T}"/>
    public static double Erfc(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x >= TailStart)
            return ErfcTail(x);
        return x <= -TailStart ? 2 - ErfcTail(-x) : ErfcNear(x, 0);
    }

    /// <inheritdoc cref="Expm1{T}"/>
    public static double Expm1(double x) =>
        // From ½ on the subtraction is exact or harmless.
        Math.Abs(x) < 0.5 ? Math.CopySign(Math.FusedMultiplyAdd(x * x, Polynomial(x, ExpQuotient), x), x) : Math.Exp(x) - 1;

    /// <inheritdoc cref="Log1p{T}"/>
    public static double Log1p(double x)
    {
        var sum = 1 + x;
        if (sum == 1 || x == double.PositiveInfinity)
            return x;
        if (!(sum > 0))
            return sum == 0 ? double.NegativeInfinity : double.NaN;
        // What the sum lost in rounding comes back to first order: log(s + c) = log s + c/s - … (Kahan).
        var lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);
        return Math.Log(sum) + lost / sum;
    }

    /// <inheritdoc cref="Sigmoid{T}"/>
    public static double Sigmoid(double x) =>
        // Below -37 the result is exp(x) to half an ulp, and exp(-x) would overflow in the end.
        x < -37 ? Math.Exp(x) : 1 / (1 + Math.Exp(-x));

    /// <inheritdoc cref="Softplus{T}"/>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <inheritdoc cref="LogSigmoid{T}"/>
    public static double LogSigmoid(double x) => -Softplus(-x);

    /// <inheritdoc cref="Tanh{T}"/>
    public static double Tanh(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude >= 0.55)
            return Math.CopySign(1 - 2 / (Math.Exp(2 * magnitude) + 1), x);
        var square = x * x;
        return Math.CopySign(Math.FusedMultiplyAdd(magnitude * square, Polynomial(square, TanhNear), magnitude), x);
    }

    /// <inheritdoc cref="NormalCdf{T}"/>
    public static double NormalCdf(double x)
    {
        if (double.IsNaN(x))
            return x;
        var magnitude = Math.Abs(x);
        // t + low = |x|/√2
        var t = magnitude * InverseSqrt2;
        var low = Math.FusedMultiplyAdd(magnitude, InverseSqrt2Low, Math.FusedMultiplyAdd(magnitude, InverseSqrt2, -t));
        if (t < TailStart)
            return 0.5 * ErfcNear(x > 0 ? -t : t, x > 0 ? -low : low);

        var tail = 0.0;
        if (magnitude < 39)
        {
            var (scaled, scaledLow) = ScaledErfc(t);
            // erfcx' = 2x·erfcx - 2/√π carries the rounding of t to first order.
            scaledLow += low * (2 * t * scaled - TwoOverSqrtPi);
            var (square, squareLow) = HalfSquare(magnitude);
            tail = ExpTimes(-square, -squareLow, 0.5 * scaled, 0.5 * scaledLow);
        }

        return x > 0 ? 1 - tail : tail;
    }

    /// <inheritdoc cref="NormalPdf{T}"/>
    public static double NormalPdf(double x)
    {
        if (Math.Abs(x) > 39)
            return 0;
        var (square, squareLow) = HalfSquare(x);
        return ExpTimes(-square, -squareLow, InverseSqrt2Pi, InverseSqrt2PiLow);
    }

    // x²/2 as an unevaluated sum
    private static (double High, double Low) HalfSquare(double x)
    {
        var half = 0.5 * x;
        var square = half * x;
        return (square, Math.FusedMultiplyAdd(half, x, -square));
    }

    // erfc(x + low) for |x| ≤ ½ and a low that is small against x
    private static double ErfcNear(double x, double low)
    {
        var rest = Math.FusedMultiplyAdd(x, Polynomial(x * x, ErfNear), low);
        // From ¼ on x - ½ is exact, which saves half of the rounding error of the sum.
        return x >= 0.25 ? 0.5 - (rest + (x - 0.5)) : 1 - (x + rest);
    }

    // erfc x for x ≥ ½
    private static double ErfcTail(double x)
    {
        if (x > 28)
            return 0;
        var square = x * x;
        var (scaled, scaledLow) = ScaledErfc(x);
        return ExpTimes(-square, -Math.FusedMultiplyAdd(x, x, -square), scaled, scaledLow);
    }

    // erfcx x = exp(x²)·erfc x for ½ ≤ x ≤ 27.5, as an unevaluated sum
    private static (double High, double Low) ScaledErfc(double x)
    {
        if (x < 2)
            return SplitPolynomial(x - 1.25, ErfcxNear);
        if (x < 4)
            return SplitPolynomial(x - 2.96875, ErfcxMiddle);
        var (numerator, numeratorLow) = SplitPolynomial(1 / (x * x), ErfcxFar);
        var quotient = numerator / x;
        return (quotient, (Math.FusedMultiplyAdd(-quotient, x, numerator) + (numeratorLow + ErfcxFarLow)) / x);
    }

    // (factor + factorLow)·exp(exponent + low), rounded about once: the low parts enter before the last sum.
    private static double ExpTimes(double exponent, double low, double factor, double factorLow)
    {
        var n = Math.Round(exponent * Log2E);
        var r = Math.FusedMultiplyAdd(n, -Ln2High, exponent) + Math.FusedMultiplyAdd(n, -Ln2Low, low);
        var growth = Math.FusedMultiplyAdd(r * r, Polynomial(r, ExpQuotient), r);
        return Math.ScaleB(factor + Math.FusedMultiplyAdd(factor, growth, factorLow), (int)n);
    }

    // The polynomial together with what its last step rounded away
    private static (double High, double Low) SplitPolynomial(double x, ReadOnlySpan<double> coefficients)
    {
        var slope = Polynomial(x, coefficients[1..]);
        var high = Math.FusedMultiplyAdd(slope, x, coefficients[0]);
        return (high, Math.FusedMultiplyAdd(slope, x, coefficients[0] - high));
    }

    // c₀ + c₁·x + c₂·x² + … by Horner's rule
    private static double Polynomial(double x, ReadOnlySpan<double> coefficients)
    {
        var sum = coefficients[^1];
        for (var i = coefficients.Length - 2; i >= 0; i--)
            sum = Math.FusedMultiplyAdd(sum, x, coefficients[i]);
        return sum;
    }
}
