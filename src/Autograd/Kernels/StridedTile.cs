using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// A tile as <see cref="MatrixTile"/>'s, of matrices that stay where they lie: the left one has any strides, the right one rows a stride
/// apart. For products too short to be worth packing: those of attention, each of whose results is used up while it is in the cache.
/// </summary>
internal static class StridedTile
{
    /// <summary>sums = left · right, or sums += left · right, for <see cref="MatrixTile.Rows"/> rows and two vectors of columns.</summary>
    /// <param name="left">Element [i, k] at i · leftRow + k · leftInner.</param>
    /// <param name="leftRow">From one row of the left matrix to the next.</param>
    /// <param name="leftInner">From one element of a row to the next.</param>
    /// <param name="right">Element [k, j] at k · rightRow + j.</param>
    /// <param name="rightRow">From one row of the right matrix to the next.</param>
    /// <param name="inner">The number of products in each sum.</param>
    /// <param name="sums">The tile of the result: a row every <paramref name="stride"/> elements.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="adds">Whether to add to what the tile holds.</param>
    public static void Multiply<T>(
        ReadOnlySpan<T> left, int leftRow, int leftInner, ReadOnlySpan<T> right, int rightRow, int inner, Span<T> sums, int stride, bool adds)
        where T : unmanaged
    {
        // Checked once, here: the loops below know no bounds.
        _ = sums[..((MatrixTile.Rows - 1) * stride + MatrixTile.Columns<T>())];
        if (inner > 0)
        {
            _ = left[..((MatrixTile.Rows - 1) * leftRow + (inner - 1) * leftInner + 1)];
            _ = right[..((inner - 1) * rightRow + MatrixTile.Columns<T>())];
        }
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        ref var to = ref MemoryMarshal.GetReference(sums);
        if (Vector512.IsHardwareAccelerated)
            MultiplyEight(ref a, leftRow, leftInner, ref b, rightRow, inner, ref to, stride, adds);
        else
            MultiplyFour(ref a, leftRow, leftInner, ref b, rightRow, inner, ref to, stride, adds);
    }

    private static void MultiplyEight<T>(ref T a, nint row, nint step, ref T b, nint rightRow, int inner, ref T sums, int stride, bool adds) where T : unmanaged
    {
        Vector512<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<T> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        nint row2 = 2 * row, row3 = 3 * row, row4 = 4 * row, row5 = 5 * row, row6 = 6 * row, row7 = 7 * row;
        for (var k = 0; k < inner; k++)
        {
            var v0 = Vector512.LoadUnsafe(ref b);
            var v1 = Vector512.LoadUnsafe(ref b, (nuint)Vector512<T>.Count);
            var a0 = Vector512.Create(a);
            c00 = MatrixTile.MultiplyAdd(a0, v0, c00);
            c01 = MatrixTile.MultiplyAdd(a0, v1, c01);
            var a1 = Vector512.Create(Unsafe.Add(ref a, row));
            c10 = MatrixTile.MultiplyAdd(a1, v0, c10);
            c11 = MatrixTile.MultiplyAdd(a1, v1, c11);
            var a2 = Vector512.Create(Unsafe.Add(ref a, row2));
            c20 = MatrixTile.MultiplyAdd(a2, v0, c20);
            c21 = MatrixTile.MultiplyAdd(a2, v1, c21);
            var a3 = Vector512.Create(Unsafe.Add(ref a, row3));
            c30 = MatrixTile.MultiplyAdd(a3, v0, c30);
            c31 = MatrixTile.MultiplyAdd(a3, v1, c31);
            var a4 = Vector512.Create(Unsafe.Add(ref a, row4));
            c40 = MatrixTile.MultiplyAdd(a4, v0, c40);
            c41 = MatrixTile.MultiplyAdd(a4, v1, c41);
            var a5 = Vector512.Create(Unsafe.Add(ref a, row5));
            c50 = MatrixTile.MultiplyAdd(a5, v0, c50);
            c51 = MatrixTile.MultiplyAdd(a5, v1, c51);
            var a6 = Vector512.Create(Unsafe.Add(ref a, row6));
            c60 = MatrixTile.MultiplyAdd(a6, v0, c60);
            c61 = MatrixTile.MultiplyAdd(a6, v1, c61);
            var a7 = Vector512.Create(Unsafe.Add(ref a, row7));
            c70 = MatrixTile.MultiplyAdd(a7, v0, c70);
            c71 = MatrixTile.MultiplyAdd(a7, v1, c71);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, rightRow);
        }
        MatrixTile.Store(ref sums, c00, c01, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, stride), c10, c11, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 2 * stride), c20, c21, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 3 * stride), c30, c31, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 4 * stride), c40, c41, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 5 * stride), c50, c51, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 6 * stride), c60, c61, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 7 * stride), c70, c71, adds);
    }

    private static void MultiplyFour<T>(ref T a, nint row, nint step, ref T b, nint rightRow, int inner, ref T sums, int stride, bool adds) where T : unmanaged
    {
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (var k = 0; k < inner; k++)
        {
            var v0 = Vector.LoadUnsafe(ref b);
            var v1 = Vector.LoadUnsafe(ref b, (nuint)Vector<T>.Count);
            var a0 = new Vector<T>(a);
            c00 = MatrixTile.MultiplyAdd(a0, v0, c00);
            c01 = MatrixTile.MultiplyAdd(a0, v1, c01);
            var a1 = new Vector<T>(Unsafe.Add(ref a, row));
            c10 = MatrixTile.MultiplyAdd(a1, v0, c10);
            c11 = MatrixTile.MultiplyAdd(a1, v1, c11);
            var a2 = new Vector<T>(Unsafe.Add(ref a, 2 * row));
            c20 = MatrixTile.MultiplyAdd(a2, v0, c20);
            c21 = MatrixTile.MultiplyAdd(a2, v1, c21);
            var a3 = new Vector<T>(Unsafe.Add(ref a, 3 * row));
            c30 = MatrixTile.MultiplyAdd(a3, v0, c30);
            c31 = MatrixTile.MultiplyAdd(a3, v1, c31);
            a = ref Unsafe.Add(ref a, step);
            b = ref Unsafe.Add(ref b, rightRow);
        }
        MatrixTile.Store(ref sums, c00, c01, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, stride), c10, c11, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 2 * stride), c20, c21, adds);
        MatrixTile.Store(ref Unsafe.Add(ref sums, 3 * stride), c30, c31, adds);
    }
}
