using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The innermost loop of matrix products whose operands are not packed: the tile of <see cref="MatrixTile"/>, eight (or four) rows times two
/// vectors, of a left matrix with any strides and a right one whose rows lie any step apart. Packing would cost another pass over both.
/// </summary>
internal static class StridedTile
{
    /// <summary>Rows of a tile.</summary>
    public static int Rows => MatrixTile.Rows;

    /// <summary>Columns of a tile.</summary>
    public static int Columns => MatrixTile.Columns<float>();

    /// <summary>sums = left · right, or sums += left · right, for Rows rows and Columns columns. The caller sees to the bounds.</summary>
    /// <param name="left">Element [i, k] is at i·leftRow + k·leftStep.</param>
    /// <param name="leftRow">From one row to the next.</param>
    /// <param name="leftStep">From one k to the next.</param>
    /// <param name="right">Row k is at k·rightStep.</param>
    /// <param name="rightStep">From one row of the right matrix to the next.</param>
    /// <param name="inner">How many k there are.</param>
    /// <param name="sums">The tile of the result.</param>
    /// <param name="sumsRow">From one row of it to the next.</param>
    /// <param name="adds">Whether to add to what the tile holds.</param>
    public static void Multiply(
        ref float left, nint leftRow, nint leftStep, ref float right, nint rightStep, int inner, ref float sums, nint sumsRow, bool adds)
    {
        if (Vector512.IsHardwareAccelerated)
            MultiplyEight(ref left, leftRow, leftStep, ref right, rightStep, inner, ref sums, sumsRow, adds);
        else
            MultiplyFour(ref left, leftRow, leftStep, ref right, rightStep, inner, ref sums, sumsRow, adds);
    }

    private static void MultiplyEight(
        ref float a, nint row, nint step, ref float b, nint rightStep, int inner, ref float sums, nint sumsRow, bool adds)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        nint row2 = 2 * row, row3 = 3 * row, row4 = 4 * row, row5 = 5 * row, row6 = 6 * row, row7 = 7 * row;
        for (var k = 0; k < inner; k++)
        {
            var v0 = Vector512.LoadUnsafe(ref b);
            var v1 = Vector512.LoadUnsafe(ref b, 16);
            var a0 = Vector512.Create(a);
            c00 = Vector512.FusedMultiplyAdd(a0, v0, c00);
            c01 = Vector512.FusedMultiplyAdd(a0, v1, c01);
            var a1 = Vector512.Create(Unsafe.Add(ref a, row));
            c10 = Vector512.FusedMultiplyAdd(a1, v0, c10);
            c11 = Vector512.FusedMultiplyAdd(a1, v1, c11);
            var a2 = Vector512.Create(Unsafe.Add(ref a, row2));
            c20 = Vector512.FusedMultiplyAdd(a2, v0, c20);
            c21 = Vector512.FusedMultiplyAdd(a2, v1, c21);
            var a3 = Vector512.Create(Unsafe.Add(ref a, row3));
            c30 = Vector512.FusedMultiplyAdd(a3, v0, c30);
            c31 = Vector512.FusedMultiplyAdd(a3, v1, c31);
            var a4 = Vector512.Create(Unsafe.Add(ref a, row4));
            c40 = Vector512.FusedMultiplyAdd(a4, v0, c40);
            c41 = Vector512.FusedMultiplyAdd(a4, v1, c41);
            var a5 = Vector512.Create(Unsafe.Add(ref a, row5));
            c50 = Vector512.FusedMultiplyAdd(a5, v0, c50);
            c51 = Vector512.FusedMultiplyAdd(a5, v1, c51);
            var a6 = Vector512.Create(Unsafe.Add(ref a, row6));
            c60 = Vector512.FusedMultiplyAdd(a6, v0, c60);
            c61 = Vector512.FusedMultiplyAdd(a6, v1, c61);
            var a7 = Vector512.Create(Unsafe.Add(ref a, row7));
            c70 = Vector512.FusedMultiplyAdd(a7, v0, c70);
            c71 = Vector512.FusedMultiplyAdd(a7, v1, c71);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, rightStep);
        }
        Store(ref sums, c00, c01, adds);
        Store(ref Unsafe.Add(ref sums, sumsRow), c10, c11, adds);
        Store(ref Unsafe.Add(ref sums, 2 * sumsRow), c20, c21, adds);
        Store(ref Unsafe.Add(ref sums, 3 * sumsRow), c30, c31, adds);
        Store(ref Unsafe.Add(ref sums, 4 * sumsRow), c40, c41, adds);
        Store(ref Unsafe.Add(ref sums, 5 * sumsRow), c50, c51, adds);
        Store(ref Unsafe.Add(ref sums, 6 * sumsRow), c60, c61, adds);
        Store(ref Unsafe.Add(ref sums, 7 * sumsRow), c70, c71, adds);
    }

    private static void MultiplyFour(
        ref float a, nint row, nint step, ref float b, nint rightStep, int inner, ref float sums, nint sumsRow, bool adds)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        nint row2 = 2 * row, row3 = 3 * row;
        for (var k = 0; k < inner; k++)
        {
            var v0 = Vector256.LoadUnsafe(ref b);
            var v1 = Vector256.LoadUnsafe(ref b, 8);
            var a0 = Vector256.Create(a);
            c00 = Vector256.FusedMultiplyAdd(a0, v0, c00);
            c01 = Vector256.FusedMultiplyAdd(a0, v1, c01);
            var a1 = Vector256.Create(Unsafe.Add(ref a, row));
            c10 = Vector256.FusedMultiplyAdd(a1, v0, c10);
            c11 = Vector256.FusedMultiplyAdd(a1, v1, c11);
            var a2 = Vector256.Create(Unsafe.Add(ref a, row2));
            c20 = Vector256.FusedMultiplyAdd(a2, v0, c20);
            c21 = Vector256.FusedMultiplyAdd(a2, v1, c21);
            var a3 = Vector256.Create(Unsafe.Add(ref a, row3));
            c30 = Vector256.FusedMultiplyAdd(a3, v0, c30);
            c31 = Vector256.FusedMultiplyAdd(a3, v1, c31);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, rightStep);
        }
        Store(ref sums, c00, c01, adds);
        Store(ref Unsafe.Add(ref sums, sumsRow), c10, c11, adds);
        Store(ref Unsafe.Add(ref sums, 2 * sumsRow), c20, c21, adds);
        Store(ref Unsafe.Add(ref sums, 3 * sumsRow), c30, c31, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float to, Vector512<float> left, Vector512<float> right, bool adds)
    {
        if (adds)
        {
            left += Vector512.LoadUnsafe(ref to);
            right += Vector512.LoadUnsafe(ref to, 16);
        }
        left.StoreUnsafe(ref to);
        right.StoreUnsafe(ref to, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref float to, Vector256<float> left, Vector256<float> right, bool adds)
    {
        if (adds)
        {
            left += Vector256.LoadUnsafe(ref to);
            right += Vector256.LoadUnsafe(ref to, 8);
        }
        left.StoreUnsafe(ref to);
        right.StoreUnsafe(ref to, 8);
    }
}
