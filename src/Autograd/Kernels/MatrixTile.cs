using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The innermost loop of matrix products: a block of a few rows times a panel two vectors wide, the sums staying in registers. 512-bit
/// vectors take eight rows, shorter ones four: as many as there are registers for.
/// <code>
///            panel            ┌──┬──┐
///                             │v0│v1│  one row for each k
///                             └──┴──┘
///   block   a0 ────────       c00 c01
///           a1 ────────       c10 c11     c += a · v
///           …                  …   …
/// </code>
/// A block holds its elements k by k, a panel its rows one after another.
/// </summary>
internal static class MatrixTile
{
    /// <summary>Rows of a block.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Columns of a panel.</summary>
    public static int Columns<T>() where T : unmanaged => 2 * (Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector<T>.Count);

    /// <summary>sums = block · panel, or sums += block · panel.</summary>
    /// <param name="block">Rows · k elements.</param>
    /// <param name="panel">k · Columns elements.</param>
    /// <param name="sums">The tile of the result: a row every <paramref name="stride"/> elements.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="adds">Whether to add to what the tile holds.</param>
    public static void Multiply<T>(ReadOnlySpan<T> block, ReadOnlySpan<T> panel, Span<T> sums, int stride, bool adds) where T : unmanaged, INumber<T>
    {
        var inner = block.Length / Rows;
        // Checked once, here: the loops below know no bounds.
        _ = panel[..(inner * Columns<T>())];
        _ = sums[..((Rows - 1) * stride + Columns<T>())];
        if (Vector512.IsHardwareAccelerated)
            MultiplyEight(ref MemoryMarshal.GetReference(block), ref MemoryMarshal.GetReference(panel), inner, ref MemoryMarshal.GetReference(sums), stride, adds);
        else
            MultiplyFour(ref MemoryMarshal.GetReference(block), ref MemoryMarshal.GetReference(panel), inner, ref MemoryMarshal.GetReference(sums), stride, adds);
    }

    private static void MultiplyEight<T>(ref T a, ref T b, int inner, ref T sums, int stride, bool adds) where T : unmanaged, INumber<T>
    {
        Vector512<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<T> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (var k = 0; k < inner; k++)
        {
            var v0 = Vector512.LoadUnsafe(ref b);
            var v1 = Vector512.LoadUnsafe(ref b, (nuint)Vector512<T>.Count);
            var a0 = Vector512.Create(a);
            c00 = MultiplyAdd(a0, v0, c00);
            c01 = MultiplyAdd(a0, v1, c01);
            var a1 = Vector512.Create(Unsafe.Add(ref a, 1));
            c10 = MultiplyAdd(a1, v0, c10);
            c11 = MultiplyAdd(a1, v1, c11);
            var a2 = Vector512.Create(Unsafe.Add(ref a, 2));
            c20 = MultiplyAdd(a2, v0, c20);
            c21 = MultiplyAdd(a2, v1, c21);
            var a3 = Vector512.Create(Unsafe.Add(ref a, 3));
            c30 = MultiplyAdd(a3, v0, c30);
            c31 = MultiplyAdd(a3, v1, c31);
            var a4 = Vector512.Create(Unsafe.Add(ref a, 4));
            c40 = MultiplyAdd(a4, v0, c40);
            c41 = MultiplyAdd(a4, v1, c41);
            var a5 = Vector512.Create(Unsafe.Add(ref a, 5));
            c50 = MultiplyAdd(a5, v0, c50);
            c51 = MultiplyAdd(a5, v1, c51);
            var a6 = Vector512.Create(Unsafe.Add(ref a, 6));
            c60 = MultiplyAdd(a6, v0, c60);
            c61 = MultiplyAdd(a6, v1, c61);
            var a7 = Vector512.Create(Unsafe.Add(ref a, 7));
            c70 = MultiplyAdd(a7, v0, c70);
            c71 = MultiplyAdd(a7, v1, c71);
            a = ref Unsafe.Add(ref a, 8);
            b = ref Unsafe.Add(ref b, 2 * Vector512<T>.Count);
        }
        Store(ref sums, c00, c01, adds);
        Store(ref Unsafe.Add(ref sums, stride), c10, c11, adds);
        Store(ref Unsafe.Add(ref sums, 2 * stride), c20, c21, adds);
        Store(ref Unsafe.Add(ref sums, 3 * stride), c30, c31, adds);
        Store(ref Unsafe.Add(ref sums, 4 * stride), c40, c41, adds);
        Store(ref Unsafe.Add(ref sums, 5 * stride), c50, c51, adds);
        Store(ref Unsafe.Add(ref sums, 6 * stride), c60, c61, adds);
        Store(ref Unsafe.Add(ref sums, 7 * stride), c70, c71, adds);
    }

    private static void MultiplyFour<T>(ref T a, ref T b, int inner, ref T sums, int stride, bool adds) where T : unmanaged, INumber<T>
    {
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (var k = 0; k < inner; k++)
        {
            var v0 = Vector.LoadUnsafe(ref b);
            var v1 = Vector.LoadUnsafe(ref b, (nuint)Vector<T>.Count);
            var a0 = new Vector<T>(a);
            c00 = MultiplyAdd(a0, v0, c00);
            c01 = MultiplyAdd(a0, v1, c01);
            var a1 = new Vector<T>(Unsafe.Add(ref a, 1));
            c10 = MultiplyAdd(a1, v0, c10);
            c11 = MultiplyAdd(a1, v1, c11);
            var a2 = new Vector<T>(Unsafe.Add(ref a, 2));
            c20 = MultiplyAdd(a2, v0, c20);
            c21 = MultiplyAdd(a2, v1, c21);
            var a3 = new Vector<T>(Unsafe.Add(ref a, 3));
            c30 = MultiplyAdd(a3, v0, c30);
            c31 = MultiplyAdd(a3, v1, c31);
            a = ref Unsafe.Add(ref a, 4);
            b = ref Unsafe.Add(ref b, 2 * Vector<T>.Count);
        }
        Store(ref sums, c00, c01, adds);
        Store(ref Unsafe.Add(ref sums, stride), c10, c11, adds);
        Store(ref Unsafe.Add(ref sums, 2 * stride), c20, c21, adds);
        Store(ref Unsafe.Add(ref sums, 3 * stride), c30, c31, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(ref T to, Vector512<T> left, Vector512<T> right, bool adds) where T : unmanaged
    {
        if (adds)
        {
            left += Vector512.LoadUnsafe(ref to);
            right += Vector512.LoadUnsafe(ref to, (nuint)Vector512<T>.Count);
        }
        left.StoreUnsafe(ref to);
        right.StoreUnsafe(ref to, (nuint)Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(ref T to, Vector<T> left, Vector<T> right, bool adds) where T : unmanaged
    {
        if (adds)
        {
            left += Vector.LoadUnsafe(ref to);
            right += Vector.LoadUnsafe(ref to, (nuint)Vector<T>.Count);
        }
        left.StoreUnsafe(ref to);
        right.StoreUnsafe(ref to, (nuint)Vector<T>.Count);
    }

    /// <summary>left · right + sum, rounded once for floating-point numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> left, Vector512<T> right, Vector512<T> sum) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return Vector512.FusedMultiplyAdd(left.As<T, float>(), right.As<T, float>(), sum.As<T, float>()).As<float, T>();
        if (typeof(T) == typeof(double))
            return Vector512.FusedMultiplyAdd(left.As<T, double>(), right.As<T, double>(), sum.As<T, double>()).As<double, T>();
        return left * right + sum;
    }

    /// <summary>left · right + sum, rounded once for floating-point numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> MultiplyAdd<T>(Vector<T> left, Vector<T> right, Vector<T> sum) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return Vector.FusedMultiplyAdd(left.As<T, float>(), right.As<T, float>(), sum.As<T, float>()).As<float, T>();
        if (typeof(T) == typeof(double))
            return Vector.FusedMultiplyAdd(left.As<T, double>(), right.As<T, double>(), sum.As<T, double>()).As<double, T>();
        return left * right + sum;
    }
}
