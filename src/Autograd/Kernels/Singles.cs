using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>
/// Single-precision numbers side by side, in a vector of one width or another: what the functions of <see cref="VectorMath"/> are written
/// with, once for all widths. A condition is a vector too, with all bits of a lane set or none.
/// </summary>
internal interface ISingles<TSelf> where TSelf : struct, ISingles<TSelf>
{
    static abstract TSelf Of(float value);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf x);

    static abstract TSelf operator &(TSelf left, TSelf right);

    static abstract TSelf operator |(TSelf left, TSelf right);

    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>left · right + addend, fused where the hardware fuses.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The lesser number; the second argument if either is NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The greater number; the second argument if either is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    static abstract TSelf Abs(TSelf x);

    static abstract TSelf CopySign(TSelf x, TSelf sign);

    static abstract TSelf IsLess(TSelf left, TSelf right);

    static abstract TSelf AreEqual(TSelf left, TSelf right);

    static abstract TSelf Select(TSelf condition, TSelf whereTrue, TSelf whereFalse);

    static abstract bool IsAnywhere(TSelf condition);

    /// <summary>Bits as whole numbers: their sums, differences and shifts.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    static abstract TSelf ShiftLeft(TSelf bits, int count);

    static abstract TSelf ShiftRightArithmetic(TSelf bits, int count);

    /// <summary>The whole numbers that the bits stand for.</summary>
    static abstract TSelf BitsToNumber(TSelf bits);

    /// <summary>True if the hardware scales by powers of two that a single-precision number cannot hold.</summary>
    static abstract bool CanScale { get; }

    /// <summary>x·2^exponent for a whole number, rounded once.</summary>
    static abstract TSelf Scale(TSelf x, TSelf exponent);

    /// <summary>What a function makes of each lane by itself.</summary>
    static abstract TSelf LaneByLane(TSelf x, Func<float, float> function);
}

/// <summary>The vector that <see cref="Vector{T}"/> is on this machine.</summary>
internal struct Singles : ISingles<Singles>
{
    // A field, and no constructor: the compiler gives up inlining a long function at some number of calls, and this is the best part of them.
    public Vector<float> Lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Of(float value) => new() { Lanes = Vector.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator +(Singles left, Singles right) => new() { Lanes = left.Lanes + right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator -(Singles left, Singles right) => new() { Lanes = left.Lanes - right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator *(Singles left, Singles right) => new() { Lanes = left.Lanes * right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator /(Singles left, Singles right) => new() { Lanes = left.Lanes / right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator -(Singles x) => new() { Lanes = -x.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator &(Singles left, Singles right) => new() { Lanes = left.Lanes & right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator |(Singles left, Singles right) => new() { Lanes = left.Lanes | right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles operator ^(Singles left, Singles right) => new() { Lanes = left.Lanes ^ right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles MultiplyAdd(Singles left, Singles right, Singles addend) => new() { Lanes = Vector.MultiplyAddEstimate(left.Lanes, right.Lanes, addend.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles FusedMultiplyAdd(Singles left, Singles right, Singles addend) => new() { Lanes = Vector.FusedMultiplyAdd(left.Lanes, right.Lanes, addend.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Min(Singles left, Singles right) => new() { Lanes = Vector.MinNative(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Max(Singles left, Singles right) => new() { Lanes = Vector.MaxNative(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Abs(Singles x) => new() { Lanes = Vector.Abs(x.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles CopySign(Singles x, Singles sign) => new() { Lanes = Vector.CopySign(x.Lanes, sign.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles IsLess(Singles left, Singles right) => new() { Lanes = Vector.AsVectorSingle(Vector.LessThan(left.Lanes, right.Lanes)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles AreEqual(Singles left, Singles right) => new() { Lanes = Vector.AsVectorSingle(Vector.Equals(left.Lanes, right.Lanes)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Select(Singles condition, Singles whereTrue, Singles whereFalse) => new() { Lanes = Vector.ConditionalSelect(condition.Lanes, whereTrue.Lanes, whereFalse.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnywhere(Singles condition) => !Vector.EqualsAll(Vector.AsVectorInt32(condition.Lanes), Vector<int>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles AddBits(Singles left, Singles right) => new() { Lanes = Vector.AsVectorSingle(Vector.AsVectorInt32(left.Lanes) + Vector.AsVectorInt32(right.Lanes)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles SubtractBits(Singles left, Singles right) => new() { Lanes = Vector.AsVectorSingle(Vector.AsVectorInt32(left.Lanes) - Vector.AsVectorInt32(right.Lanes)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles ShiftLeft(Singles bits, int count) => new() { Lanes = Vector.AsVectorSingle(Vector.ShiftLeft(Vector.AsVectorInt32(bits.Lanes), count)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles ShiftRightArithmetic(Singles bits, int count) => new() { Lanes = Vector.AsVectorSingle(Vector.ShiftRightArithmetic(Vector.AsVectorInt32(bits.Lanes), count)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles BitsToNumber(Singles bits) => new() { Lanes = Vector.ConvertToSingle(Vector.AsVectorInt32(bits.Lanes)) };

    public static bool CanScale => Avx512F.VL.IsSupported && Vector<float>.Count == Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles Scale(Singles x, Singles exponent) => new() { Lanes = Avx512F.VL.Scale(x.Lanes.AsVector256(), exponent.Lanes.AsVector256()).AsVector() };

    // Out of line: rare, and long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Singles LaneByLane(Singles x, Func<float, float> function)
    {
        var result = x.Lanes;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
            result = result.WithElement(lane, function(x.Lanes[lane]));
        return new Singles { Lanes = result };
    }
}

/// <summary>A vector of 512 bits. Use it where <see cref="Vector512.IsHardwareAccelerated"/>: there a multiply-add is fused.</summary>
internal struct WideSingles : ISingles<WideSingles>
{
    // A field, and no constructor: the compiler gives up inlining a long function at some number of calls, and this is the best part of them.
    public Vector512<float> Lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Of(float value) => new() { Lanes = Vector512.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator +(WideSingles left, WideSingles right) => new() { Lanes = left.Lanes + right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator -(WideSingles left, WideSingles right) => new() { Lanes = left.Lanes - right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator *(WideSingles left, WideSingles right) => new() { Lanes = left.Lanes * right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator /(WideSingles left, WideSingles right) => new() { Lanes = left.Lanes / right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator -(WideSingles x) => new() { Lanes = -x.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator &(WideSingles left, WideSingles right) => new() { Lanes = left.Lanes & right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator |(WideSingles left, WideSingles right) => new() { Lanes = left.Lanes | right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles operator ^(WideSingles left, WideSingles right) => new() { Lanes = left.Lanes ^ right.Lanes };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles MultiplyAdd(WideSingles left, WideSingles right, WideSingles addend) => new() { Lanes = Vector512.MultiplyAddEstimate(left.Lanes, right.Lanes, addend.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles FusedMultiplyAdd(WideSingles left, WideSingles right, WideSingles addend) => new() { Lanes = Vector512.FusedMultiplyAdd(left.Lanes, right.Lanes, addend.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Min(WideSingles left, WideSingles right) => new() { Lanes = Vector512.MinNative(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Max(WideSingles left, WideSingles right) => new() { Lanes = Vector512.MaxNative(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Abs(WideSingles x) => new() { Lanes = Vector512.Abs(x.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles CopySign(WideSingles x, WideSingles sign) => new() { Lanes = Vector512.CopySign(x.Lanes, sign.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles IsLess(WideSingles left, WideSingles right) => new() { Lanes = Vector512.LessThan(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles AreEqual(WideSingles left, WideSingles right) => new() { Lanes = Vector512.Equals(left.Lanes, right.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Select(WideSingles condition, WideSingles whereTrue, WideSingles whereFalse) => new() { Lanes = Vector512.ConditionalSelect(condition.Lanes, whereTrue.Lanes, whereFalse.Lanes) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsAnywhere(WideSingles condition) => !Vector512.EqualsAll(condition.Lanes.AsInt32(), Vector512<int>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles AddBits(WideSingles left, WideSingles right) => new() { Lanes = (left.Lanes.AsInt32() + right.Lanes.AsInt32()).AsSingle() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles SubtractBits(WideSingles left, WideSingles right) => new() { Lanes = (left.Lanes.AsInt32() - right.Lanes.AsInt32()).AsSingle() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles ShiftLeft(WideSingles bits, int count) => new() { Lanes = Vector512.ShiftLeft(bits.Lanes.AsInt32(), count).AsSingle() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles ShiftRightArithmetic(WideSingles bits, int count) => new() { Lanes = Vector512.ShiftRightArithmetic(bits.Lanes.AsInt32(), count).AsSingle() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles BitsToNumber(WideSingles bits) => new() { Lanes = Vector512.ConvertToSingle(bits.Lanes.AsInt32()) };

    public static bool CanScale => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideSingles Scale(WideSingles x, WideSingles exponent) => new() { Lanes = Avx512F.Scale(x.Lanes, exponent.Lanes) };

    // Out of line: rare, and long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WideSingles LaneByLane(WideSingles x, Func<float, float> function)
    {
        var result = x.Lanes;
        for (var lane = 0; lane < Vector512<float>.Count; lane++)
            result = result.WithElement(lane, function(x.Lanes[lane]));
        return new WideSingles { Lanes = result };
    }
}
