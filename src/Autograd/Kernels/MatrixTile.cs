using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The innermost loop of matrix products: a block of a few rows times a panel two vectors wide, or one, the sums staying in registers. 512-bit
/// vectors take eight rows, shorter ones four: as many as there are registers for.
/// <code>
///            panel            ┌──┬──┐
///                             │v0│v1│  one row for each k
///                             └──┴──┘
///   block   a0 ────────       c00 c01
///           a1 ────────       c10 c11     c += a · v
///           …                  …   …
/// </code>
/// The block is read one element at a time, so it may lie in memory with any strides. The rows of the panel are read as vectors.
/// </summary>
internal static class MatrixTile
{
    /// <summary>Rows of a block.</summary>
    public static int Rows => Vector512.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Columns of a panel two vectors wide.</summary>
    public static int Columns<T>() where T : unmanaged => 2 * (Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector<T>.Count);

    /// <summary>Whether a panel is two vectors wide, or one.</summary>
    private interface IWidth
    {
        static abstract bool IsWide { get; }
    }

    /// <summary>Where a block's elements lie.</summary>
    private interface IBlock
    {
        /// <summary>Where a row starts.</summary>
        nint Row(int row);

        /// <summary>How far from there its element k is.</summary>
        nint Element(nint k);
    }

    /// <summary>sums = block · panel, or sums += block · panel, for a packed block of all rows and a packed panel.</summary>
    /// <param name="block">Rows · k elements, k by k.</param>
    /// <param name="panel">k · Columns elements, row by row.</param>
    /// <param name="sums">The tile of the result: a row every <paramref name="stride"/> elements.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="adds">Whether to add to what the tile holds.</param>
    public static void Multiply<T>(ReadOnlySpan<T> block, ReadOnlySpan<T> panel, Span<T> sums, int stride, bool adds) where T : unmanaged, INumber<T>
    {
        var inner = block.Length / Rows;
        // Checked once, here: the loops below know no bounds.
        _ = panel[..(inner * Columns<T>())];
        _ = sums[..((Rows - 1) * stride + Columns<T>())];
        Multiply(
            ref MemoryMarshal.GetReference(block), 1, Rows, ref MemoryMarshal.GetReference(panel), Columns<T>(), inner,
            ref MemoryMarshal.GetReference(sums), stride, Rows, isWide: true, adds);
    }

    /// <summary>
    /// sums = left · right, or sums += left · right, for <see cref="Rows"/> rows and <see cref="Columns"/> columns of matrices that stay where they
    /// lie: for products too short to be worth packing.
    /// </summary>
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
        where T : unmanaged, INumber<T>
    {
        // Checked once, here: the loops below know no bounds.
        _ = sums[..((Rows - 1) * stride + Columns<T>())];
        if (inner > 0)
        {
            _ = left[..((Rows - 1) * leftRow + (inner - 1) * leftInner + 1)];
            _ = right[..((inner - 1) * rightRow + Columns<T>())];
        }
        Multiply(
            ref MemoryMarshal.GetReference(left), leftRow, leftInner, ref MemoryMarshal.GetReference(right), rightRow, inner,
            ref MemoryMarshal.GetReference(sums), stride, Rows, isWide: true, adds);
    }

    /// <summary>sums = block · panel, or sums += block · panel, for all rows and a panel two vectors wide. The caller sees to the bounds.</summary>
    /// <inheritdoc cref="Multiply{T}(ref T, nint, nint, ref T, nint, int, ref T, nint, int, bool, bool)" path="/param"/>
    public static void Multiply<T>(ref T block, nint row, nint step, ref T panel, nint next, int inner, ref T sums, nint stride, bool adds)
        where T : unmanaged, INumber<T> => Multiply(ref block, row, step, ref panel, next, inner, ref sums, stride, Rows, isWide: true, adds);

    /// <summary>
    /// sums = block · panel, or sums += block · panel, for a packed panel and <see cref="Rows"/> rows that look alike but start anywhere: element k of a row
    /// is offsets[k] from its start. The caller sees to the bounds.
    /// </summary>
    /// <param name="source">Where rows count from.</param>
    /// <param name="rows">Where each row starts.</param>
    /// <param name="offsets">From there to each of its elements.</param>
    /// <param name="panel">A row of <see cref="Columns"/> elements for each offset.</param>
    /// <param name="sums">The tile of the result, row by row.</param>
    /// <param name="isWide">Whether to multiply with both of the panel's vectors, or with the first.</param>
    /// <param name="adds">Whether to add to what the tile holds.</param>
    public static void Multiply<T>(ref T source, ReadOnlySpan<int> rows, ReadOnlySpan<int> offsets, ref T panel, ref T sums, bool isWide, bool adds)
        where T : unmanaged, INumber<T>
    {
        var block = new Listed(ref MemoryMarshal.GetReference(rows), ref MemoryMarshal.GetReference(offsets));
        Multiply(ref source, block, ref panel, Columns<T>(), offsets.Length, ref sums, Columns<T>(), Rows, isWide, adds);
    }

    /// <summary>sums = block · panel, or sums += block · panel, wherever they lie. The caller has checked that they do.</summary>
    /// <param name="block">The block's first element.</param>
    /// <param name="row">From one row of the block to the next.</param>
    /// <param name="step">From one element of a row of the block to the next.</param>
    /// <param name="panel">The panel's first element.</param>
    /// <param name="next">From one row of the panel to the next.</param>
    /// <param name="inner">Elements in a row of the block, and rows of the panel.</param>
    /// <param name="sums">The first element of the tile of the result.</param>
    /// <param name="stride">From one row of the tile to the next.</param>
    /// <param name="height">Rows of the block, at most <see cref="Rows"/>.</param>
    /// <param name="isWide">Whether the panel is two vectors wide, or one.</param>
    /// <param name="adds">Whether to add to what the tile holds.</param>
    public static void Multiply<T>(
        ref T block, nint row, nint step, ref T panel, nint next, int inner, ref T sums, nint stride, int height, bool isWide, bool adds)
        where T : unmanaged, INumber<T> =>
        Multiply(ref block, new Strided(row, step, height), ref panel, next, inner, ref sums, stride, height, isWide, adds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<T, TBlock>(
        ref T a, TBlock block, ref T panel, nint next, int inner, ref T sums, nint stride, int height, bool isWide, bool adds)
        where T : unmanaged, INumber<T> where TBlock : struct, IBlock, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
        {
            if (isWide)
                MultiplyEight<T, Two, TBlock>(ref a, block, ref panel, next, inner, ref sums, stride, height, adds);
            else
                MultiplyEight<T, One, TBlock>(ref a, block, ref panel, next, inner, ref sums, stride, height, adds);
        }
        else if (isWide)
        {
            MultiplyFour<T, Two, TBlock>(ref a, block, ref panel, next, inner, ref sums, stride, height, adds);
        }
        else
        {
            MultiplyFour<T, One, TBlock>(ref a, block, ref panel, next, inner, ref sums, stride, height, adds);
        }
    }

    private static void MultiplyEight<T, TWidth, TBlock>(
        ref T source, TBlock block, ref T b, nint next, int inner, ref T sums, nint stride, int height, bool adds)
        where T : unmanaged, INumber<T> where TWidth : struct, IWidth where TBlock : struct, IBlock, allows ref struct
    {
        Vector512<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<T> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        ref var r0 = ref Unsafe.Add(ref source, block.Row(0));
        ref var r1 = ref Unsafe.Add(ref source, block.Row(1));
        ref var r2 = ref Unsafe.Add(ref source, block.Row(2));
        ref var r3 = ref Unsafe.Add(ref source, block.Row(3));
        ref var r4 = ref Unsafe.Add(ref source, block.Row(4));
        ref var r5 = ref Unsafe.Add(ref source, block.Row(5));
        ref var r6 = ref Unsafe.Add(ref source, block.Row(6));
        ref var r7 = ref Unsafe.Add(ref source, block.Row(7));
        for (nint k = 0; k < inner; k++)
        {
            var at = block.Element(k);
            var v0 = Vector512.LoadUnsafe(ref b);
            var v1 = TWidth.IsWide ? Vector512.LoadUnsafe(ref b, (nuint)Vector512<T>.Count) : default;
            var a0 = Vector512.Create(Unsafe.Add(ref r0, at));
            c00 = MultiplyAdd(a0, v0, c00);
            if (TWidth.IsWide)
                c01 = MultiplyAdd(a0, v1, c01);
            var a1 = Vector512.Create(Unsafe.Add(ref r1, at));
            c10 = MultiplyAdd(a1, v0, c10);
            if (TWidth.IsWide)
                c11 = MultiplyAdd(a1, v1, c11);
            var a2 = Vector512.Create(Unsafe.Add(ref r2, at));
            c20 = MultiplyAdd(a2, v0, c20);
            if (TWidth.IsWide)
                c21 = MultiplyAdd(a2, v1, c21);
            var a3 = Vector512.Create(Unsafe.Add(ref r3, at));
            c30 = MultiplyAdd(a3, v0, c30);
            if (TWidth.IsWide)
                c31 = MultiplyAdd(a3, v1, c31);
            var a4 = Vector512.Create(Unsafe.Add(ref r4, at));
            c40 = MultiplyAdd(a4, v0, c40);
            if (TWidth.IsWide)
                c41 = MultiplyAdd(a4, v1, c41);
            var a5 = Vector512.Create(Unsafe.Add(ref r5, at));
            c50 = MultiplyAdd(a5, v0, c50);
            if (TWidth.IsWide)
                c51 = MultiplyAdd(a5, v1, c51);
            var a6 = Vector512.Create(Unsafe.Add(ref r6, at));
            c60 = MultiplyAdd(a6, v0, c60);
            if (TWidth.IsWide)
                c61 = MultiplyAdd(a6, v1, c61);
            var a7 = Vector512.Create(Unsafe.Add(ref r7, at));
            c70 = MultiplyAdd(a7, v0, c70);
            if (TWidth.IsWide)
                c71 = MultiplyAdd(a7, v1, c71);
            b = ref Unsafe.Add(ref b, next);
        }
        Store<T, TWidth>(ref sums, c00, c01, adds);
        if (height > 1)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 1 * stride), c10, c11, adds);
        if (height > 2)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 2 * stride), c20, c21, adds);
        if (height > 3)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 3 * stride), c30, c31, adds);
        if (height > 4)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 4 * stride), c40, c41, adds);
        if (height > 5)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 5 * stride), c50, c51, adds);
        if (height > 6)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 6 * stride), c60, c61, adds);
        if (height > 7)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 7 * stride), c70, c71, adds);
    }

    private static void MultiplyFour<T, TWidth, TBlock>(
        ref T source, TBlock block, ref T b, nint next, int inner, ref T sums, nint stride, int height, bool adds)
        where T : unmanaged, INumber<T> where TWidth : struct, IWidth where TBlock : struct, IBlock, allows ref struct
    {
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        ref var r0 = ref Unsafe.Add(ref source, block.Row(0));
        ref var r1 = ref Unsafe.Add(ref source, block.Row(1));
        ref var r2 = ref Unsafe.Add(ref source, block.Row(2));
        ref var r3 = ref Unsafe.Add(ref source, block.Row(3));
        for (nint k = 0; k < inner; k++)
        {
            var at = block.Element(k);
            var v0 = Vector.LoadUnsafe(ref b);
            var v1 = TWidth.IsWide ? Vector.LoadUnsafe(ref b, (nuint)Vector<T>.Count) : default;
            var a0 = new Vector<T>(Unsafe.Add(ref r0, at));
            c00 = MultiplyAdd(a0, v0, c00);
            if (TWidth.IsWide)
                c01 = MultiplyAdd(a0, v1, c01);
            var a1 = new Vector<T>(Unsafe.Add(ref r1, at));
            c10 = MultiplyAdd(a1, v0, c10);
            if (TWidth.IsWide)
                c11 = MultiplyAdd(a1, v1, c11);
            var a2 = new Vector<T>(Unsafe.Add(ref r2, at));
            c20 = MultiplyAdd(a2, v0, c20);
            if (TWidth.IsWide)
                c21 = MultiplyAdd(a2, v1, c21);
            var a3 = new Vector<T>(Unsafe.Add(ref r3, at));
            c30 = MultiplyAdd(a3, v0, c30);
            if (TWidth.IsWide)
                c31 = MultiplyAdd(a3, v1, c31);
            b = ref Unsafe.Add(ref b, next);
        }
        Store<T, TWidth>(ref sums, c00, c01, adds);
        if (height > 1)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 1 * stride), c10, c11, adds);
        if (height > 2)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 2 * stride), c20, c21, adds);
        if (height > 3)
            Store<T, TWidth>(ref Unsafe.Add(ref sums, 3 * stride), c30, c31, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TWidth>(ref T to, Vector512<T> left, Vector512<T> right, bool adds) where T : unmanaged where TWidth : struct, IWidth
    {
        if (adds)
            left += Vector512.LoadUnsafe(ref to);
        left.StoreUnsafe(ref to);
        if (!TWidth.IsWide)
            return;
        if (adds)
            right += Vector512.LoadUnsafe(ref to, (nuint)Vector512<T>.Count);
        right.StoreUnsafe(ref to, (nuint)Vector512<T>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TWidth>(ref T to, Vector<T> left, Vector<T> right, bool adds) where T : unmanaged where TWidth : struct, IWidth
    {
        if (adds)
            left += Vector.LoadUnsafe(ref to);
        left.StoreUnsafe(ref to);
        if (!TWidth.IsWide)
            return;
        if (adds)
            right += Vector.LoadUnsafe(ref to, (nuint)Vector<T>.Count);
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

    private readonly struct One : IWidth
    {
        public static bool IsWide => false;
    }

    private readonly struct Two : IWidth
    {
        public static bool IsWide => true;
    }
    /// <summary>Rows at equal distances, and their elements too. Rows that the matrix does not have are the last one again; their sums are not stored.</summary>
    private readonly struct Strided(nint row, nint step, int height) : IBlock
    {
        public nint Row(int i) => Math.Min(i, height - 1) * row;

        public nint Element(nint k) => k * step;
    }

    /// <summary>Rows and elements in lists.</summary>
    private readonly ref struct Listed(ref readonly int rows, ref readonly int offsets) : IBlock
    {
        private readonly ref readonly int _rows = ref rows, _offsets = ref offsets;

        public nint Row(int i) => Unsafe.Add(ref Unsafe.AsRef(in _rows), i);

        public nint Element(nint k) => Unsafe.Add(ref Unsafe.AsRef(in _offsets), k);
    }
}
