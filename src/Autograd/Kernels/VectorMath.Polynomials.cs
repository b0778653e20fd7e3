using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

// Polynomials with the constant coefficient first, unrolled because the coefficients must be constants to the compiler.
internal static partial class VectorMath
{
    // Horner's rule, a + x·(b + x·(c + …)): the smallest rounding error, the longest chain of dependent operations.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Horner<V>(V x, float a, float b) where V : struct, ISingles<V> => V.MultiplyAdd(x, V.Of(b), V.Of(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Horner<V>(V x, float a, float b, float c) where V : struct, ISingles<V> =>
        V.MultiplyAdd(x, Horner(x, b, c), V.Of(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Horner<V>(V x, float a, float b, float c, float d, float e) where V : struct, ISingles<V> =>
        V.MultiplyAdd(x, V.MultiplyAdd(x, Horner(x, c, d, e), V.Of(b)), V.Of(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Horner<V>(V x, float a, float b, float c, float d, float e, float f) where V : struct, ISingles<V> =>
        V.MultiplyAdd(x, Horner(x, b, c, d, e, f), V.Of(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Horner<V>(V x, float a, float b, float c, float d, float e, float f, float g) where V : struct, ISingles<V> =>
        V.MultiplyAdd(x, Horner(x, b, c, d, e, f, g), V.Of(a));

    // Estrin's first step, (a + b·x) + x²·((c + d·x) + x²·…): half the chain, where the rounding error of the pairs does not matter.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Pairs<V>(V x, float a, float b, float c, float d, float e) where V : struct, ISingles<V>
    {
        var square = x * x;
        var high = V.MultiplyAdd(square, V.Of(e), Horner(x, c, d));
        return V.MultiplyAdd(square, high, Horner(x, a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Pairs<V>(V x, float a, float b, float c, float d, float e, float f) where V : struct, ISingles<V>
    {
        var square = x * x;
        var high = V.MultiplyAdd(square, Horner(x, e, f), Horner(x, c, d));
        return V.MultiplyAdd(square, high, Horner(x, a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Pairs<V>(V x, float a, float b, float c, float d, float e, float f, float g) where V : struct, ISingles<V>
    {
        var square = x * x;
        var high = V.MultiplyAdd(square, V.Of(g), Horner(x, e, f));
        return V.MultiplyAdd(square, V.MultiplyAdd(square, high, Horner(x, c, d)), Horner(x, a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Pairs<V>(V x, float a, float b, float c, float d, float e, float f, float g, float h) where V : struct, ISingles<V>
    {
        var square = x * x;
        var high = V.MultiplyAdd(square, Horner(x, g, h), Horner(x, e, f));
        return V.MultiplyAdd(square, V.MultiplyAdd(square, high, Horner(x, c, d)), Horner(x, a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Pairs<V>(V x, float a, float b, float c, float d, float e, float f, float g, float h, float i) where V : struct, ISingles<V>
    {
        var square = x * x;
        var high = V.MultiplyAdd(square, V.MultiplyAdd(square, V.Of(i), Horner(x, g, h)), Horner(x, e, f));
        return V.MultiplyAdd(square, V.MultiplyAdd(square, high, Horner(x, c, d)), Horner(x, a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Horner(Vector<double> x, double a, double b) =>
        Vector.MultiplyAddEstimate(x, Vector.Create(b), Vector.Create(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Horner(Vector<double> x, double a, double b, double c, double d, double e)
    {
        var high = Vector.MultiplyAddEstimate(x, Horner(x, d, e), Vector.Create(c));
        return Vector.MultiplyAddEstimate(x, Vector.MultiplyAddEstimate(x, high, Vector.Create(b)), Vector.Create(a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Pairs(Vector<double> x, double a, double b, double c, double d, double e, double f)
    {
        var square = x * x;
        var high = Vector.MultiplyAddEstimate(square, Horner(x, e, f), Horner(x, c, d));
        return Vector.MultiplyAddEstimate(square, high, Horner(x, a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Pairs(Vector<double> x, double a, double b, double c, double d, double e, double f, double g)
    {
        var square = x * x;
        var high = Vector.MultiplyAddEstimate(square, Vector.Create(g), Horner(x, e, f));
        return Vector.MultiplyAddEstimate(square, Vector.MultiplyAddEstimate(square, high, Horner(x, c, d)), Horner(x, a, b));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Pairs(Vector<double> x, double a, double b, double c, double d, double e, double f, double g, double h)
    {
        var square = x * x;
        var high = Vector.MultiplyAddEstimate(square, Horner(x, g, h), Horner(x, e, f));
        return Vector.MultiplyAddEstimate(square, Vector.MultiplyAddEstimate(square, high, Horner(x, c, d)), Horner(x, a, b));
    }
}
