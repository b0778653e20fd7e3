using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// Elements side by side: what a loop over runs of memory is written with once. It is compiled for the widest vectors that the machine has, and
/// for the single elements that are left over.
/// </summary>
internal interface IVector<TSelf, T> where TSelf : struct, IVector<TSelf, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    static abstract int Count { get; }

    static abstract TSelf Of(T value);

    static abstract TSelf Load(ref T from, int at);

    void Store(ref T to, int at);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The greater of two numbers; either of them where one is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The greatest lane; any of them where one is NaN.</summary>
    static abstract T Max(TSelf x);

    static abstract TSelf Exp(TSelf x);

    /// <summary>The last lanes, so many; 0 in place of the others.</summary>
    static abstract TSelf Last(TSelf x, int lanes);

    static abstract T Sum(TSelf x);
}

/// <summary>A vector of 512 bits. Use it where <see cref="Vector512.IsHardwareAccelerated"/>, and Exp in single precision only.</summary>
internal struct WideVector<T> : IVector<WideVector<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector512<T> Lanes;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> Of(T value) => new() { Lanes = Vector512.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> Load(ref T from, int at) => new() { Lanes = Vector512.LoadUnsafe(ref Unsafe.Add(ref from, at)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref T to, int at) => Lanes.StoreUnsafe(ref Unsafe.Add(ref to, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> operator +(WideVector<T> left, WideVector<T> right) => new() { Lanes = left.Lanes + right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> operator -(WideVector<T> left, WideVector<T> right) => new() { Lanes = left.Lanes - right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> operator *(WideVector<T> left, WideVector<T> right) => new() { Lanes = left.Lanes * right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> Max(WideVector<T> left, WideVector<T> right) => new() { Lanes = Vector512.MaxNative(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(WideVector<T> x)
    {
        var half = Vector256.MaxNative(x.Lanes.GetLower(), x.Lanes.GetUpper());
        return Halves.Max(Vector128.MaxNative(half.GetLower(), half.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> Exp(WideVector<T> x) => new() { Lanes = VectorMath.Exp(x.Lanes.As<T, float>()).As<float, T>() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideVector<T> Last(WideVector<T> x, int lanes)
    {
        var isLast = Vector512.GreaterThanOrEqual(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(Count - lanes)));
        return new() { Lanes = Vector512.ConditionalSelect(isLast, x.Lanes, default) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(WideVector<T> x) => Vector256.Sum(x.Lanes.GetLower() + x.Lanes.GetUpper());
}

/// <summary>The vector that <see cref="Vector{T}"/> is on this machine.</summary>
internal struct MachineVector<T> : IVector<MachineVector<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public Vector<T> Lanes;

    public static int Count => Vector<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> Of(T value) => new() { Lanes = Vector.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> Load(ref T from, int at) => new() { Lanes = Vector.LoadUnsafe(ref Unsafe.Add(ref from, at)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref T to, int at) => Lanes.StoreUnsafe(ref Unsafe.Add(ref to, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> operator +(MachineVector<T> left, MachineVector<T> right) => new() { Lanes = left.Lanes + right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> operator -(MachineVector<T> left, MachineVector<T> right) => new() { Lanes = left.Lanes - right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> operator *(MachineVector<T> left, MachineVector<T> right) => new() { Lanes = left.Lanes * right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> Max(MachineVector<T> left, MachineVector<T> right) => new() { Lanes = Vector.MaxNative(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(MachineVector<T> x)
    {
        if (Count != Vector256<T>.Count)
            return Halves.Max(x.Lanes.AsVector128());
        var lanes = x.Lanes.AsVector256();
        return Halves.Max(Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> Exp(MachineVector<T> x) => new() { Lanes = VectorMath.Exp(x.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineVector<T> Last(MachineVector<T> x, int lanes)
    {
        var isLast = Vector.GreaterThanOrEqual(Vector<T>.Indices, Vector.Create(T.CreateTruncating(Count - lanes)));
        return new() { Lanes = Vector.ConditionalSelect(isLast, x.Lanes, default) };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(MachineVector<T> x) => Vector.Sum(x.Lanes);
}

/// <summary>One element.</summary>
internal struct SingleLane<T> : IVector<SingleLane<T>, T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public T Value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> Of(T value) => new() { Value = value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> Load(ref T from, int at) => new() { Value = Unsafe.Add(ref from, at) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref T to, int at) => Unsafe.Add(ref to, at) = Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> operator +(SingleLane<T> left, SingleLane<T> right) => new() { Value = left.Value + right.Value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> operator -(SingleLane<T> left, SingleLane<T> right) => new() { Value = left.Value - right.Value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> operator *(SingleLane<T> left, SingleLane<T> right) => new() { Value = left.Value * right.Value };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> Max(SingleLane<T> left, SingleLane<T> right) => new() { Value = T.MaxNative(left.Value, right.Value) };

    public static T Max(SingleLane<T> x) => x.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane<T> Exp(SingleLane<T> x) => new() { Value = VectorMath.Exp(Vector.Create(x.Value)).ToScalar() };

    public static SingleLane<T> Last(SingleLane<T> x, int lanes) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(SingleLane<T> x) => x.Value;
}

/// <summary>What is left of a vector after its halves were combined.</summary>
file static class Halves
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(Vector128<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var pair = T.MaxNative(x[0], x[1]);
        return Vector128<T>.Count == 2 ? pair : T.MaxNative(pair, T.MaxNative(x[2], x[3]));
    }
}
