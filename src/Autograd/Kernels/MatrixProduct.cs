using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>A matrix in a storage: element [i, j] is at Offset + i·RowStride + j·ColumnStride. A transposed matrix swaps the strides.</summary>
internal readonly record struct Matrix<T>(Storage<T> Storage, int Offset, int Rows, int Columns, int RowStride, int ColumnStride) where T : unmanaged
{
    public Matrix<T> Transposed => new(Storage, Offset, Columns, Rows, ColumnStride, RowStride);
}

/// <summary>
/// The product of two matrices, in tiles whose sums stay in registers (<see cref="MatrixTile"/>).
/// <code>
///                       panel
///                      ┌──┬──┬──┬──
///                chunk │  │██│  │        the panel stays in the first-level cache while a stack of
///                      ├──┼──┼──┼──      blocks, which stays in the second, passes over it
///              chunk   └──┴──┴──┴──
///         ┌─────┬─────  ┌──┬──┬──┬──
///   stack │█████│       │  │▒▒│  │       each block of rows makes one tile
///         │█████│       │  │▒▒│  │
///         ├─────┼─────  ├──┼──┼──┼──
/// </code>
/// The left matrix is never copied: its elements are read one at a time, whatever the strides. A panel of the right one is packed row after
/// row where it is transposed, does not fill its vectors, or is used often enough that the copy pays.
/// Each element of the result sums its products chunk by chunk in the order of k, whatever the number of threads.
/// </summary>
internal static class MatrixProduct
{
    // Of the inner axis: a panel of single-precision numbers then takes 32 KB.
    private const int ChunkLength = 256;

    // Rows of the left matrix: with the chunk's length 256 KB in single precision.
    private const int StackRows = 256;

    // Elements of a right matrix that is read where it lies: it stays in the first-level cache.
    private const int SmallPanels = 1 << 13;

    /// <summary>result[at…] = left · right, row by row.</summary>
    public static void Multiply<T>(Matrix<T> left, Matrix<T> right, Storage<T> result, int at) where T : unmanaged, INumber<T>
    {
        var (rows, inner, columns) = (left.Rows, left.Columns, right.Columns);
        if (rows == 0 || columns == 0)
            return;
        if (!Vector.IsHardwareAccelerated || columns * (long)rows * inner < 64)
        {
            MultiplySmall(left, right, result.Span[at..]);
            return;
        }
        // A few columns would leave most of a panel empty.
        if (columns < Vector<T>.Count / 2 && (left.ColumnStride == 1 || left.RowStride == 1))
        {
            MultiplyNarrow(left, right, result, at);
            return;
        }
        // One row is one column of the transposed product.
        if (rows == 1 && (right.ColumnStride == 1 || right.RowStride == 1))
        {
            MultiplyNarrow(right.Transposed, left.Transposed, result, at);
            return;
        }
        var panelColumns = MatrixTile.Columns<T>();
        var (stacks, panels) = ((rows - 1) / StackRows + 1, (columns - 1) / panelColumns + 1);
        for (var first = 0; first < inner; first += ChunkLength)
        {
            var length = Math.Min(ChunkLength, inner - first);
            var cost = (long)Math.Min(rows, StackRows) * Math.Min(columns, panelColumns) * length;
            Threads.Run(stacks * panels, new Tiles<T>(left, right, first, length, result, at), UnitsOfWork(cost));
        }
    }

    /// <summary>How many elements so many multiplications stand for: each costs about a sixteenth of touching one.</summary>
    public static int UnitsOfWork(long multiplications) => (int)Math.Clamp(multiplications / 16, 1, int.MaxValue);

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
        for (var j = 0; j < right.Columns; j++)
        {
            var (column, first) = (right.Storage, right.Offset + j * right.ColumnStride);
            if (right.RowStride != 1)
            {
                column = Storage.Allocate<T>(right.Rows);
                var source = right.Storage.Span;
                var copy = column.Span;
                for (int k = 0, from = first; k < copy.Length; k++, from += right.RowStride)
                    copy[k] = source[from];
                first = 0;
            }
            Threads.Run(left.Rows, new NarrowRows<T>(left, column, first, result, at + j, right.Columns), left.Columns);
            if (column != right.Storage)
                column.GiveBack();
        }
    }

    private readonly struct NarrowRows<T>(Matrix<T> left, Storage<T> right, int first, Storage<T> result, int at, int step) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var source = left.Storage.Span;
            var target = result.Span[at..];
            var column = right.Span.Slice(first, left.Columns);
            if (left.ColumnStride == 1)
            {
                for (var i = start; i < end; i++)
                    target[i * step] = Dot(source.Slice(left.Offset + i * left.RowStride, column.Length), column);
                return;
            }
            var sums = step == 1 ? target[start..end] : new T[end - start];
            sums.Clear();
            for (var k = 0; k < column.Length; k++)
                AddMultiple(sums, source.Slice(left.Offset + start + k * left.ColumnStride, sums.Length), column[k]);
            for (var i = start; i < end && step > 1; i++)
                target[i * step] = sums[i - start];
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
                even = MatrixTile.MultiplyAdd(Vector.LoadUnsafe(ref l, (nuint)i), Vector.LoadUnsafe(ref r, (nuint)i), even);
                odd = MatrixTile.MultiplyAdd(
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
                MatrixTile.MultiplyAdd(factors, Vector.LoadUnsafe(ref from, (nuint)i), Vector.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            for (; i < sums.Length; i++)
                sums[i] += factor * x[i];
        }
    }

    /// <summary>The products of one chunk, stack after stack, panel after panel.</summary>
    private readonly struct Tiles<T>(Matrix<T> left, Matrix<T> right, int first, int length, Storage<T> result, int at) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        [SkipLocalsInit]
        public void Invoke(int start, int end)
        {
            var panelColumns = MatrixTile.Columns<T>();
            Span<T> packed = stackalloc T[panelColumns * ChunkLength];
            var panels = (right.Columns - 1) / panelColumns + 1;
            var liesWell = right.ColumnStride == 1 && (left.Rows <= 4 * MatrixTile.Rows || length * right.Columns <= SmallPanels);
            for (var i = start; i < end; i++)
            {
                var (stack, panel) = Math.DivRem(i, panels);
                var firstColumn = panel * panelColumns;
                var width = Math.Min(panelColumns, right.Columns - firstColumn);
                var from = right.Offset + first * right.RowStride + firstColumn * right.ColumnStride;
                if (liesWell && width % (panelColumns / 2) == 0)
                {
                    Multiply(stack, firstColumn, width, ref right.Storage.Span[from], right.RowStride);
                    continue;
                }
                Pack(from, width, packed);
                Multiply(stack, firstColumn, width, ref packed[0], panelColumns);
            }
        }

        /// <summary>A stack of blocks times a panel.</summary>
        [SkipLocalsInit]
        private void Multiply(int stack, int firstColumn, int width, ref T panel, int next)
        {
            var columns = right.Columns;
            var (blockRows, panelColumns) = (MatrixTile.Rows, MatrixTile.Columns<T>());
            var isWide = width > panelColumns / 2;
            var fits = width == (isWide ? panelColumns : panelColumns / 2);
            Span<T> tile = stackalloc T[fits ? 0 : blockRows * panelColumns];
            var sums = result.Span.Slice(at, left.Rows * columns);
            var end = Math.Min(left.Rows, (stack + 1) * StackRows);
            for (var row = stack * StackRows; row < end; row += blockRows)
            {
                var height = Math.Min(blockRows, end - row);
                ref var block = ref left.Storage.Span[left.Offset + row * left.RowStride + first * left.ColumnStride];
                ref var target = ref sums[row * columns + firstColumn];
                if (fits)
                {
                    MatrixTile.Multiply(ref block, left.RowStride, left.ColumnStride, ref panel, next, length, ref target, columns, height, isWide, adds: first > 0);
                    continue;
                }
                // A tile that sticks out of the result is computed apart.
                MatrixTile.Multiply(
                    ref block, left.RowStride, left.ColumnStride, ref panel, next, length, ref tile[0], panelColumns, height, isWide, adds: false);
                for (var r = 0; r < height; r++)
                    Add(tile.Slice(r * panelColumns, width), sums.Slice((row + r) * columns + firstColumn, width));
            }
        }

        /// <summary>The columns of a panel, row after row; missing columns are 0.</summary>
        private void Pack(int from, int width, Span<T> packed)
        {
            var panelColumns = MatrixTile.Columns<T>();
            var source = right.Storage.Span;
            var panel = packed[..(panelColumns * length)];
            if (width < panelColumns)
                panel.Clear();
            if (right.ColumnStride == 1)
            {
                for (var to = 0; to < panel.Length; to += panelColumns, from += right.RowStride)
                    source.Slice(from, width).CopyTo(panel[to..]);
                return;
            }
            for (var column = 0; column < width; column++, from += right.ColumnStride)
            {
                for (int to = column, k = from; to < panel.Length; to += panelColumns, k += right.RowStride)
                    panel[to] = source[k];
            }
        }

        private void Add(ReadOnlySpan<T> values, Span<T> sums)
        {
            if (first == 0)
            {
                values.CopyTo(sums);
                return;
            }
            for (var i = 0; i < values.Length; i++)
                sums[i] += values[i];
        }
    }
}
