using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>A matrix in a storage: element [i, j] is at Offset + i·RowStride + j·ColumnStride. A transposed matrix swaps the strides.</summary>
internal readonly record struct Matrix<T>(Storage<T> Storage, int Offset, int Rows, int Columns, int RowStride, int ColumnStride) where T : unmanaged;

/// <summary>
/// The product of two matrices, in pieces that fit into the caches. The inner axis is cut into chunks. Of each chunk, both matrices are packed
/// in the order in which <see cref="MatrixTile"/> reads them: the left one in blocks of rows, the right one in panels of columns. A panel
/// stays in the first-level cache while a stack of blocks, which stays in the second, passes over it.
/// Each element of the result sums its products chunk by chunk in the order of k, whatever the number of threads.
/// </summary>
internal static class MatrixProduct
{
    // Of the inner axis: a panel of single-precision numbers then takes 32 KB.
    private const int ChunkLength = 256;

    // Rows of the left matrix: with the chunk's length 256 KB in single precision.
    private const int StackRows = 256;

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
        if (columns < Vector<T>.Count / 2 && (left.ColumnStride == 1 || left.RowStride == 1))
        {
            MultiplyNarrow(left, right, result, at);
            return;
        }
        var (blockRows, panelColumns) = (MatrixTile.Rows, MatrixTile.Columns<T>());
        var (blocks, panels) = ((rows - 1) / blockRows + 1, (columns - 1) / panelColumns + 1);
        var chunk = Math.Min(inner, ChunkLength);
        var (packedLeft, packedRight) = (
            ArrayPool<T>.Shared.Rent(checked(blocks * blockRows * chunk)), ArrayPool<T>.Shared.Rent(checked(panels * panelColumns * chunk)));
        for (var first = 0; first < inner; first += chunk)
        {
            var work = new Chunk<T>(left, right, packedLeft, packedRight, first, Math.Min(chunk, inner - first), result, at);
            Threads.Run(blocks, new BlockPacking<T>(work), blockRows * work.Length);
            Threads.Run(panels, new PanelPacking<T>(work), panelColumns * work.Length);
            var stacks = (rows - 1) / StackRows + 1;
            // A multiplication costs about a sixteenth of touching an element.
            Threads.Run(stacks * panels, new Tiles<T>(work), Math.Max(1, (int)((long)Math.Min(rows, StackRows) * panelColumns * work.Length / 32)));
        }
        ArrayPool<T>.Shared.Return(packedLeft);
        ArrayPool<T>.Shared.Return(packedRight);
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

    /// <summary>One chunk of the inner axis: what is packed, and where.</summary>
    private readonly record struct Chunk<T>(Matrix<T> Left, Matrix<T> Right, T[] PackedLeft, T[] PackedRight, int First, int Length, Storage<T> Result, int At)
        where T : unmanaged, INumber<T>
    {
        public Span<T> Block(int i) => PackedLeft.AsSpan(i * MatrixTile.Rows * Length, MatrixTile.Rows * Length);

        public Span<T> Panel(int i) => PackedRight.AsSpan(i * MatrixTile.Columns<T>() * Length, MatrixTile.Columns<T>() * Length);
    }

    /// <summary>Blocks of rows of the left matrix, k by k; missing rows are 0.</summary>
    private readonly struct BlockPacking<T>(Chunk<T> chunk) : IRangeWork where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var left = chunk.Left;
            var source = left.Storage.Span;
            for (var i = start; i < end; i++)
            {
                var block = chunk.Block(i);
                var firstRow = i * MatrixTile.Rows;
                var height = Math.Min(MatrixTile.Rows, left.Rows - firstRow);
                var from = left.Offset + firstRow * left.RowStride + chunk.First * left.ColumnStride;
                if (height < MatrixTile.Rows)
                    block.Clear();
                if (left.RowStride == 1)
                {
                    for (int to = 0; to < block.Length; to += MatrixTile.Rows, from += left.ColumnStride)
                        source.Slice(from, height).CopyTo(block[to..]);
                }
                else if (left.ColumnStride == 1 && height == 8 && MatrixTile.Rows == 8)
                {
                    Interleave(source[from..], left.RowStride, block);
                }
                else
                {
                    for (var row = 0; row < height; row++, from += left.RowStride)
                    {
                        for (int to = row, k = from; to < block.Length; to += MatrixTile.Rows, k += left.ColumnStride)
                            block[to] = source[k];
                    }
                }
            }
        }

        /// <summary>Eight whole rows at once: what is written lies together.</summary>
        private static void Interleave(ReadOnlySpan<T> source, int stride, Span<T> block)
        {
            var length = block.Length / 8;
            ReadOnlySpan<T> r0 = source[..length], r1 = source.Slice(stride, length), r2 = source.Slice(2 * stride, length), r3 = source.Slice(3 * stride, length);
            ReadOnlySpan<T> r4 = source.Slice(4 * stride, length), r5 = source.Slice(5 * stride, length), r6 = source.Slice(6 * stride, length), r7 = source.Slice(7 * stride, length);
            for (var k = 0; k < r0.Length; k++)
            {
                var to = block.Slice(8 * k, 8);
                to[0] = r0[k];
                to[1] = r1[k];
                to[2] = r2[k];
                to[3] = r3[k];
                to[4] = r4[k];
                to[5] = r5[k];
                to[6] = r6[k];
                to[7] = r7[k];
            }
        }
    }

    /// <summary>Panels of columns of the right matrix, row after row; missing columns are 0.</summary>
    private readonly struct PanelPacking<T>(Chunk<T> chunk) : IRangeWork where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var right = chunk.Right;
            var source = right.Storage.Span;
            for (var i = start; i < end; i++)
            {
                var panel = chunk.Panel(i);
                var step = MatrixTile.Columns<T>();
                var width = Math.Min(step, right.Columns - i * step);
                var from = right.Offset + chunk.First * right.RowStride + i * step * right.ColumnStride;
                if (width < step)
                    panel.Clear();
                if (right.ColumnStride == 1)
                {
                    for (int to = 0; to < panel.Length; to += step, from += right.RowStride)
                        source.Slice(from, width).CopyTo(panel[to..]);
                    continue;
                }
                for (var column = 0; column < width; column++, from += right.ColumnStride)
                {
                    for (int to = column, k = from; to < panel.Length; to += step, k += right.RowStride)
                        panel[to] = source[k];
                }
            }
        }
    }

    /// <summary>The tiles of one panel and one stack of blocks after another.</summary>
    private readonly struct Tiles<T>(Chunk<T> chunk) : IRangeWork where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var (rows, columns) = (chunk.Left.Rows, chunk.Right.Columns);
            var (blockRows, panelColumns) = (MatrixTile.Rows, MatrixTile.Columns<T>());
            var panels = (columns - 1) / panelColumns + 1;
            var result = chunk.Result.Span.Slice(chunk.At, rows * columns);
            Span<T> tile = stackalloc T[blockRows * panelColumns];
            for (var i = start; i < end; i++)
            {
                var (stack, panel) = Math.DivRem(i, panels);
                var firstColumn = panel * panelColumns;
                var width = Math.Min(panelColumns, columns - firstColumn);
                for (var row = stack * StackRows; row < Math.Min(rows, (stack + 1) * StackRows); row += blockRows)
                {
                    var height = Math.Min(blockRows, rows - row);
                    var block = chunk.Block(row / blockRows);
                    var sums = result[(row * columns + firstColumn)..];
                    if (height == blockRows && width == panelColumns)
                    {
                        MatrixTile.Multiply(block, chunk.Panel(panel), sums, columns, adds: chunk.First > 0);
                        continue;
                    }
                    // A tile that sticks out of the result is computed apart.
                    MatrixTile.Multiply(block, chunk.Panel(panel), tile, panelColumns, adds: false);
                    for (var r = 0; r < height; r++)
                        Add(tile.Slice(r * panelColumns, width), sums.Slice(r * columns, width));
                }
            }
        }

        private void Add(ReadOnlySpan<T> values, Span<T> sums)
        {
            if (chunk.First == 0)
            {
                values.CopyTo(sums);
                return;
            }
            for (var i = 0; i < values.Length; i++)
                sums[i] += values[i];
        }
    }
}
