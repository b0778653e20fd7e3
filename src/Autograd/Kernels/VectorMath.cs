using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// Elementary and special functions of all lanes of a <see cref="Vector{T}"/> of <see cref="float"/> or <see cref="double"/> at once.
/// </summary>
/// <remarks>
/// <para>Every function follows IEEE 754 in NaN, infinities, signed zeros and subnormal numbers, and a lane's result depends on nothing
/// but its own argument.</para>
/// <para>The maximum errors are in units in the last place of the result, measured with fused multiply-add (up to 0.3 more without):
/// in single precision over every float of magnitude 2⁻²⁶ to 2⁸ (Log from 2⁻⁸ on; Log1p up to 2¹²; Sin and Cos 2⁻¹³ to 2¹⁴; Exp all
/// floats) and every 1009th of the others, in double precision over a million random arguments of all exponents.</para>
/// <para>The coefficients are weighted minimax fits; tools/Reference/minimax.py shows how.</para>
/// </remarks>
internal static partial class VectorMath
{
    /// <summary>The exponential, eˣ.</summary>
    /// <remarks>
    /// Maximum error 0.91 ulp in single precision, 0.99 ulp in double precision.
    /// .NET's own Vector.Exp takes three times as long in single precision and errs by up to 2.3 ulp.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Exp<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Exp(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Exp(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>The natural logarithm. -∞ at ±0, NaN below.</summary>
    /// <remarks>Maximum error 0.86 ulp in single precision, 0.77 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Log(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Log(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>The sine. Lanes beyond 8192 (100,000 in double precision) are computed one by one.</summary>
    /// <remarks>
    /// Maximum error 1.6 ulp in single precision, 1.5 ulp in double precision.
    /// .NET's own Vector.Sin and Vector.Cos give a lane different bits when another lane is large, infinite or NaN.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sin<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Sin(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Sin(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>The cosine, as <see cref="Sin{T}(Vector{T})"/>.</summary>
    /// <remarks>Maximum error 1.6 ulp in single precision, 1.5 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Cos<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Cos(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Cos(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <remarks>Maximum error 1.6 ulp in single precision, 2.4 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Tanh<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Tanh(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Tanh(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>The logistic function 1 / (1 + e⁻ˣ), correct into the subnormal results below -87.</summary>
    /// <remarks>Maximum error 2.0 ulp in single precision, 1.7 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sigmoid<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Sigmoid(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Sigmoid(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>The error function, 2/√π · ∫₀ˣ exp(-t²) dt. In double precision lane by lane.</summary>
    /// <remarks>Maximum error 1.6 ulp in single precision, 1.2 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Erf<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Erf(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Erf(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>log(1 + x), without cancellation near 0. -∞ at -1, NaN below.</summary>
    /// <remarks>Maximum error 1.6 ulp in single precision, 1.5 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Log1p<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Log1p(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Log1p(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>eˣ - 1, without cancellation near 0.</summary>
    /// <remarks>Maximum error 1.3 ulp in single precision, 1.5 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Expm1<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Expm1(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Expm1(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>log(1 + eˣ), without overflow.</summary>
    /// <remarks>Maximum error 1.8 ulp in single precision, 1.7 ulp in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Softplus<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Softplus(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Softplus(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>
    /// The Gaussian error linear unit x·Φ(x) (Hendrycks and Gimpel 2016), where Φ is the distribution function of the standard normal
    /// distribution. NaN at -∞, the product of ∞ and 0. In double precision lane by lane.
    /// </summary>
    /// <remarks>
    /// Maximum error in single precision 1.1 ulp from 0.7 on, 3.6 ulp around 0, growing to 6.1 ulp in the negative tail and to 12 ulp below
    /// -12.9, where Φ is subnormal; ½·x·(1 + erf(x/√2)) in single precision has no correct digit left there. A form of Φ that keeps 2 ulp
    /// everywhere takes twice the time. 2.5 ulp in double precision above -37, where Φ becomes subnormal.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Gelu<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return Gelu(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? Gelu(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    /// <summary>The derivative of <see cref="Gelu{T}(Vector{T})"/>, Φ(x) + x·φ(x), where φ is the density. In double precision lane by lane.</summary>
    /// <remarks>
    /// Maximum error 3.0 units in the last place of the greater term in single precision: where they cancel, at -0.75, no more can be had.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> GeluSlope<T>(Vector<T> x)
    {
        if (typeof(T) == typeof(float))
            return GeluSlope(new Singles { Lanes = x.As<T, float>() }).Lanes.As<float, T>();
        return typeof(T) == typeof(double) ? GeluSlope(x.As<T, double>()).As<double, T>() : throw Unsupported<T>();
    }

    // For what has no good vector form. Out of line: rare or slow, and long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> LaneByLane<T>(Vector<T> x, Func<T, T> function)
    {
        ref var first = ref Unsafe.As<Vector<T>, T>(ref x);
        for (var lane = 0; lane < Vector<T>.Count; lane++)
        {
            ref var value = ref Unsafe.Add(ref first, lane);
            value = function(value);
        }

        return x;
    }

    private static NotSupportedException Unsupported<T>() => new($"VectorMath computes in float and double, not in {typeof(T).Name}.");
}
