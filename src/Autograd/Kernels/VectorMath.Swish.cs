using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Products with a decay: they are accurate where the decay alone would be subnormal, and so have lost digits.</summary>
internal static partial class VectorMath
{
    /// <summary>x · σ(z + rest), where rest is what rounding took from z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> TimesSigmoid<T>(Vector<T> x, Vector<T> z, Vector<T> rest) where T : unmanaged
    {
        // e^(−z − rest) = e^−z · (1 − rest): rest is tiny.
        var growth = Exp(-z);
        var result = x / (Vector<T>.One + MatrixTile.MultiplyAdd(growth, -rest, growth));
        return IsAnyDeep(z, out var deep) ? Vector.ConditionalSelect(deep, TimesDecay(x, z, rest), result) : result;
    }

    /// <summary>Whether, and where, e^z is so small that it may be subnormal soon, and 1 + e^z is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnyDeep<T>(Vector<T> z, out Vector<T> deep) where T : unmanaged
    {
        deep = Vector.LessThan(z, Lanes.Of<T>(typeof(T) == typeof(float) ? -64 : -640));
        return !Vector.EqualsAll(deep, Vector<T>.Zero);
    }

    /// <summary>x · e^(z + rest) where <see cref="IsAnyDeep"/>: only the last product leaves the normal range.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector<T> TimesDecay<T>(Vector<T> x, Vector<T> z, Vector<T> rest) where T : unmanaged
    {
        // z + shift is exact, and e^−shift is a number of the type but for a 70,000th of a unit in the last place.
        var (shift, factor) = typeof(T) == typeof(float) ? (51.708984375, 3.491993455612315e-23) : (624.787109375, 4.5541364022615835e-272);
        var decay = Exp(z + Lanes.Of<T>(shift));
        return x * MatrixTile.MultiplyAdd(decay, rest, decay) * Lanes.Of<T>(factor);
    }
}
