using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>A matrix in a storage: element [i, j] is at Offset + i·RowStride + j·ColumnStride. A transposed matrix swaps the strides.</summary>
internal readonly record struct Matrix<T>(Storage<T> Storage, int Offset, int Rows, int Columns, int RowStride, int ColumnStride) where T : unmanaged;

/// <summary>
/// The product of two matrices. Panels of the right matrix, two vectors wide, are packed one after another, and a block of four rows of
/// the left one is multiplied with each panel, the sums staying in registers:
/// <code>
///            panel of right        ┌──┬──┐
///                                  │v0│v1│  k rows
///                                  └──┴──┘
///   4 rows of left  a0 ────────    c00 c01
///                   a1 ────────    c10 c11     c += a · v
///                   a2 ────────    c20 c21
///                   a3 ────────    c30 c31
/// </code>
/// Each element of the result sums its products in the order of k, whatever the number of threads.
/// </summary>
internal static class MatrixProduct
{
    /// <summary>Rows of the left matrix that are multiplied at a time.</summary>
    public const int BlockRows = 4;

    /// <summary>Columns of the right matrix that are multiplied at a time.</summary>
    public static int PanelWidth<T>() where T : unmanaged => 2 * Vector<T>.Count;

    /// <summary>result[at…] = left · right, row by row.</summary>
    public static void Multiply<T>(Matrix<T> left, Matrix<T> right, Storage<T> result, int at) where T : unmanaged, INumber<T>
    {
        var (rows, inner, columns) = (left.Rows, left.Columns, right.Columns);
        if (rows == 0 || columns == 0)
            return;
        if (!Vector.IsHardwareAccelerated || columns * (long)rows * inner < 512)
        {
            MultiplySmall(left, right, result.Span[at..]);
            return;
        }
        // A few columns would leave most of a panel empty.
        var panelWidth = PanelWidth<T>();
        var panels = (columns - 1) / panelWidth + 1;
        var packedSize = (long)panels * panelWidth * inner;
        if ((columns < Vector<T>.Count / 2 || packedSize > Array.MaxLength) && (left.ColumnStride == 1 || left.RowStride == 1))
        {
            MultiplyNarrow(left, right, result, at);
            return;
        }
        var packed = GC.AllocateUninitializedArray<T>(checked((int)packedSize));
        Pack(right, packed, panelWidth);
        Threads.Run((rows - 1) / BlockRows + 1, new RowBlocks<T>(left, packed, columns, result, at), BlockRows * inner * Math.Max(1, columns / 16));
    }

    private static void MultiplySmall<T>(Matrix<T> left, Matrix<T> right, Span<T> result) where T : unmanaged, INumber<T>
    {
        var l = left.Storage.Span[left.Offset..];
        var r = right.Storage.Span[right.Offset..];
        for (var i = 0; i < left.Rows; i++)
        {
            for (var j = 0; j < right.Columns; j++)
            {
                var sum = T.Zero;
                for (var k = 0; k < left.Columns; k++)
                    sum += l[i * left.RowStride + k * left.ColumnStride] * r[k * right.RowStride + j * right.ColumnStride];
                result[i * right.Columns + j] = sum;
            }
        }
    }

    /// <summary>
    /// A matrix times a few columns, whose cost is that of reading the matrix once: row by row as dot products, or, if it is its columns
    /// that lie in memory, column by column added to the results.
    /// </summary>
    private static void MultiplyNarrow<T>(Matrix<T> left, Matrix<T> right, Storage<T> result, int at) where T : unmanaged, INumber<T>
    {
        var column = new T[right.Rows];
        for (var j = 0; j < right.Columns; j++)
        {
            var source = right.Storage.Span;
            for (int k = 0, from = right.Offset + j * right.ColumnStride; k < column.Length; k++, from += right.RowStride)
                column[k] = source[from];
            var work = new NarrowRows<T>(left, column, result, at + j, right.Columns);
            Threads.Run(left.Rows, work, left.Columns);
        }
    }

    /// <summary>Copies panel after panel; inside a panel row after row; columns beyond the matrix are 0.</summary>
    private static void Pack<T>(Matrix<T> right, Span<T> packed, int panelWidth) where T : unmanaged
    {
        var source = right.Storage.Span;
        var to = 0;
        for (var first = 0; first < right.Columns; first += panelWidth)
        {
            var width = Math.Min(panelWidth, right.Columns - first);
            for (var k = 0; k < right.Rows; k++, to += panelWidth)
            {
                var row = packed.Slice(to, panelWidth);
                var from = right.Offset + k * right.RowStride + first * right.ColumnStride;
                if (right.ColumnStride == 1)
                {
                    source.Slice(from, width).CopyTo(row);
                }
                else
                {
                    for (var j = 0; j < width; j++)
                        row[j] = source[from + j * right.ColumnStride];
                }
                row[width..].Clear();
            }
        }
    }

    private readonly struct NarrowRows<T>(Matrix<T> left, T[] column, Storage<T> result, int at, int step) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var source = left.Storage.Span;
            var target = result.Span;
            if (left.ColumnStride == 1)
            {
                for (var i = start; i < end; i++)
                    target[at + i * step] = Dot(source.Slice(left.Offset + i * left.RowStride, column.Length), column);
                return;
            }
            var sums = new T[end - start];
            for (var k = 0; k < column.Length; k++)
                AddMultiple(sums, source.Slice(left.Offset + start + k * left.ColumnStride, sums.Length), column[k]);
            for (var i = start; i < end; i++)
                target[at + i * step] = sums[i - start];
        }

        private static T Dot(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        {
            ref var l = ref MemoryMarshal.GetReference(left);
            ref var r = ref MemoryMarshal.GetReference(right);
            // Two sums, so that one addition need not wait for the other.
            Vector<T> even = default, odd = default;
            var i = 0;
            for (; i <= left.Length - 2 * Vector<T>.Count; i += 2 * Vector<T>.Count)
            {
                even = MultiplyAdd(Vector.LoadUnsafe(ref l, (nuint)i), Vector.LoadUnsafe(ref r, (nuint)i), even);
                odd = MultiplyAdd(
                    Vector.LoadUnsafe(ref l, (nuint)(i + Vector<T>.Count)), Vector.LoadUnsafe(ref r, (nuint)(i + Vector<T>.Count)), odd);
            }
            var sum = Vector.Sum(even + odd);
            for (; i < left.Length; i++)
                sum += left[i] * right[i];
            return sum;
        }

        private static void AddMultiple(Span<T> sums, ReadOnlySpan<T> x, T factor)
        {
            ref var to = ref MemoryMarshal.GetReference(sums);
            ref var from = ref MemoryMarshal.GetReference(x);
            var factors = new Vector<T>(factor);
            var i = 0;
            for (; i <= sums.Length - Vector<T>.Count; i += Vector<T>.Count)
                MultiplyAdd(factors, Vector.LoadUnsafe(ref from, (nuint)i), Vector.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            for (; i < sums.Length; i++)
                sums[i] += factor * x[i];
        }
    }

    private readonly struct RowBlocks<T>(Matrix<T> left, T[] packed, int columns, Storage<T> result, int at) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var (inner, panelWidth) = (left.Columns, PanelWidth<T>());
            var block = new T[BlockRows * inner];
            Span<T> tile = stackalloc T[BlockRows * panelWidth];
            for (var i = start; i < end; i++)
            {
                var firstRow = i * BlockRows;
                var height = Math.Min(BlockRows, left.Rows - firstRow);
                Interleave(firstRow, height, block);
                for (int panel = 0, first = 0; first < columns; panel++, first += panelWidth)
                {
                    MultiplyTile(block, packed.AsSpan(panel * panelWidth * inner, panelWidth * inner), tile);
                    var width = Math.Min(panelWidth, columns - first);
                    for (var row = 0; row < height; row++)
                        tile.Slice(row * panelWidth, width).CopyTo(result.Span.Slice(at + (firstRow + row) * columns + first, width));
                }
            }
        }

        /// <summary>Four rows of the left matrix, element by element: a0[0] a1[0] a2[0] a3[0] a0[1] …; missing rows are 0.</summary>
        private void Interleave(int firstRow, int height, Span<T> block)
        {
            var source = left.Storage.Span;
            for (var row = 0; row < BlockRows; row++)
            {
                var from = left.Offset + (firstRow + row) * left.RowStride;
                for (int k = 0, to = row; to < block.Length; k++, to += BlockRows)
                    block[to] = row < height ? source[from + k * left.ColumnStride] : T.Zero;
            }
        }
    }

    /// <summary>A block of four rows of the left matrix, element by element, times a panel of the right one, row by row.</summary>
    public static void MultiplyTile<T>(ReadOnlySpan<T> block, ReadOnlySpan<T> panel, Span<T> tile) where T : unmanaged, INumber<T>
    {
        Vector<T> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        ref var a = ref MemoryMarshal.GetReference(block);
        ref var b = ref MemoryMarshal.GetReference(panel);
        var inner = block.Length / BlockRows;
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
            a = ref Unsafe.Add(ref a, BlockRows);
            b = ref Unsafe.Add(ref b, 2 * Vector<T>.Count);
        }
        ref var to = ref MemoryMarshal.GetReference(tile);
        var width = (nuint)Vector<T>.Count;
        c00.StoreUnsafe(ref to);
        c01.StoreUnsafe(ref to, width);
        c10.StoreUnsafe(ref to, 2 * width);
        c11.StoreUnsafe(ref to, 3 * width);
        c20.StoreUnsafe(ref to, 4 * width);
        c21.StoreUnsafe(ref to, 5 * width);
        c30.StoreUnsafe(ref to, 6 * width);
        c31.StoreUnsafe(ref to, 7 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> MultiplyAdd<T>(Vector<T> left, Vector<T> right, Vector<T> sum) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return Vector.FusedMultiplyAdd(left.As<T, float>(), right.As<T, float>(), sum.As<T, float>()).As<float, T>();
        if (typeof(T) == typeof(double))
            return Vector.FusedMultiplyAdd(left.As<T, double>(), right.As<T, double>(), sum.As<T, double>()).As<double, T>();
        return left * right + sum;
    }
}
