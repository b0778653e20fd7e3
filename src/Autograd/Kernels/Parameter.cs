using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// A number that a kernel is given, in both precisions. Converted inside the loop instead, it would make each round wait for the one
/// before: the conversion writes half a register, and so depends on what the other half held last.
/// </summary>
internal readonly struct Parameter(double value)
{
    private readonly float _single = (float)value;
    private readonly double _double = value;

    public static implicit operator Parameter(double value) => new(value);

    /// <summary>The number in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Lanes<T>() => typeof(T) == typeof(float)
        ? Vector.Create(_single).As<float, T>()
        : Vector.Create(_double).As<double, T>();
}
