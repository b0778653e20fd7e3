using System.Numerics;

namespace Autograd.Kernels;

/// <summary>One axis brought to another number of positions.</summary>
/// <param name="Size">The size of the axis.</param>
/// <param name="Count">The size it gets.</param>
/// <param name="Factor">The factor that the sizes came from, which then gives the coordinates too; 0 if the sizes themselves were given.</param>
internal readonly record struct ResampledAxis(int Size, int Count, double Factor)
{
    /// <summary>From one new position to the next, in old positions.</summary>
    public T Scale<T>(bool alignCorners) where T : IFloatingPointIeee754<T> => alignCorners
        ? Count > 1 ? T.CreateTruncating(Size - 1) / T.CreateTruncating(Count - 1) : T.Zero
        : Factor > 0 ? T.CreateTruncating(1 / Factor) : T.CreateTruncating(Size) / T.CreateTruncating(Count);
}

/// <summary>
/// Which old positions each new one is made from, and with what weights: as many for each. Positions are computed in the elements' own
/// precision and rounded down in single precision, as PyTorch does, so that both see the same neighbours.
/// </summary>
internal sealed class AxisTaps<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int[] _sources;
    private readonly T[] _weights;

    private AxisTaps(ResampledAxis axis, int each) =>
        (Axis, Each, _sources, _weights) = (axis, each, new int[axis.Count * each], new T[axis.Count * each]);

    public ResampledAxis Axis { get; }

    /// <summary>The number of old positions for each new one.</summary>
    public int Each { get; }

    /// <summary>The old positions.</summary>
    public ReadOnlySpan<int> Sources => _sources;

    /// <summary>Their weights.</summary>
    public ReadOnlySpan<T> Weights => _weights;

    /// <summary>True if each new position is the old one alone.</summary>
    public bool IsIdentity
    {
        get
        {
            for (var i = 0; i < _sources.Length; i++)
            {
                if (_weights[i] != T.Zero && (_sources[i] != i / Each || _weights[i] != T.One))
                    return false;
            }
            return Axis.Size == Axis.Count;
        }
    }

    /// <summary>The element at or before the place, or the one with the nearest centre.</summary>
    public static AxisTaps<T> Nearest(ResampledAxis axis, bool byCentre)
    {
        var taps = new AxisTaps<T>(axis, 1);
        var scale = axis.Scale<T>(alignCorners: false);
        for (var i = 0; i < axis.Count; i++)
        {
            var place = byCentre ? Centre(i, scale) + T.CreateTruncating(0.5) : T.CreateTruncating(i) * scale;
            taps.Set(i, 0, Floor(place), T.One);
        }
        return taps;
    }

    /// <summary>The two elements around the place, weighted by their nearness.</summary>
    public static AxisTaps<T> Linear(ResampledAxis axis, bool alignCorners)
    {
        var taps = new AxisTaps<T>(axis, 2);
        var scale = axis.Scale<T>(alignCorners);
        for (var i = 0; i < axis.Count; i++)
        {
            var place = axis.Size == axis.Count ? T.CreateTruncating(i) : alignCorners ? T.CreateTruncating(i) * scale : Centre(i, scale);
            var (first, t) = Split(place, axis.Size);
            taps.Set(i, 0, first, T.One - t);
            taps.Set(i, 1, first + 1, t);
        }
        return taps;
    }

    /// <summary>The four elements around the place, weighted by the cubic convolution of R. Keys (1981).</summary>
    public static AxisTaps<T> Cubic(ResampledAxis axis, bool alignCorners)
    {
        var taps = new AxisTaps<T>(axis, 4);
        var scale = axis.Scale<T>(alignCorners);
        var half = T.CreateTruncating(0.5);
        for (var i = 0; i < axis.Count; i++)
        {
            var place = alignCorners ? T.CreateTruncating(i) * scale : (T.CreateTruncating(i) + half) * scale - half;
            var (first, t) = Split(place, axis.Size);
            taps.Set(i, 0, first - 1, Outer(T.One + t));
            taps.Set(i, 1, first, Inner(t));
            taps.Set(i, 2, first + 1, Inner(T.One - t));
            taps.Set(i, 3, first + 2, Outer(T.One - t + T.One));
        }
        return taps;
    }

    // Beyond the ends the first and the last element go on.
    private void Set(int i, int k, int source, T weight) =>
        (_sources[i * Each + k], _weights[i * Each + k]) = (Math.Clamp(source, 0, Axis.Size - 1), weight);

    private static T Centre(int i, T scale)
    {
        var half = T.CreateTruncating(0.5);
        return T.Max(T.Zero, (T.CreateTruncating(i) + half) * scale - half);
    }

    private static int Floor(T place) => (int)MathF.Floor(float.CreateTruncating(place));

    private static (int First, T Fraction) Split(T place, int size)
    {
        var first = Math.Min(Floor(place), size - 1);
        return (first, T.Clamp(place - T.CreateTruncating(first), T.Zero, T.One));
    }

    /// <summary>The weight of an element at a distance of at most 1: (a + 2)·d³ − (a + 3)·d² + 1.</summary>
    private static T Inner(T distance) =>
        (T.CreateTruncating(1.25) * distance - T.CreateTruncating(2.25)) * distance * distance + T.One;

    /// <summary>The weight of an element at a distance of 1 to 2: a·d³ − 5a·d² + 8a·d − 4a.</summary>
    private static T Outer(T distance) =>
        ((T.CreateTruncating(-0.75) * distance + T.CreateTruncating(3.75)) * distance - T.CreateTruncating(6)) * distance + T.CreateTruncating(3);
}
