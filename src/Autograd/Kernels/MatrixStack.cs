using System.Numerics;

namespace Autograd.Kernels;

/// <summary>Products of the matrices in two stacks: arrays whose last two axes are rows and columns, and whose axes before those broadcast.</summary>
internal static class MatrixStack
{
    // Multiplications in a product that is worth sharing among threads by itself.
    private const long LargeProduct = 1 << 24;

    /// <summary>result = left · right, matrix after matrix.</summary>
    /// <param name="left">The memory of the left stack, […, m, k].</param>
    /// <param name="leftLayout">Where its elements lie.</param>
    /// <param name="right">The memory of the right stack, […, k, n].</param>
    /// <param name="rightLayout">Where its elements lie.</param>
    /// <param name="result">Contiguous memory for […, m, n].</param>
    /// <param name="shape">The shape of the result.</param>
    public static void Multiply<T>(Storage<T> left, Layout leftLayout, Storage<T> right, Layout rightLayout, Storage<T> result, Shape shape)
        where T : unmanaged, INumber<T>
    {
        var (rows, columns, inner) = (shape[^2], shape[^1], leftLayout.Shape[^1]);
        if (inner == 0)
        {
            result.Span.Clear();
            return;
        }
        // One matrix on the right: all rows of the left stack are rows of one product.
        if (rightLayout.Shape.Rank == 2 && RowsOf(leftLayout, inner) is { } all)
        {
            MatrixProduct.Multiply(At(left, all, all.Offset), At(right, rightLayout, rightLayout.Offset), result, 0);
            return;
        }
        var l = leftLayout.Expand(Shape.Create([.. shape.Sizes[..^2], rows, inner]));
        var r = rightLayout.Expand(Shape.Create([.. shape.Sizes[..^2], inner, columns]));
        var products = new Products<T>(left, l, OffsetsOf(l), right, r, OffsetsOf(r), result);
        var cost = (long)rows * inner * columns;
        if (cost < LargeProduct)
            Threads.Run(products.Count, products, MatrixProduct.UnitsOfWork(cost));
        else
            products.Invoke(0, products.Count);
    }

    private static Layout? RowsOf(Layout stack, int inner) =>
        stack.Shape.Rank == 2 ? stack : stack.Shape.ElementCount == 0 ? null : stack.Reshape(Shape.Create(stack.Shape.ElementCount / inner, inner));

    private static Matrix<T> At<T>(Storage<T> storage, Layout stack, int offset) where T : unmanaged =>
        new(storage, offset, stack.Shape[^2], stack.Shape[^1], stack.Strides[^2], stack.Strides[^1]);

    /// <summary>Where each matrix of a stack starts.</summary>
    private static int[] OffsetsOf(Layout stack)
    {
        if (stack.Shape.ElementCount == 0)
            return [];
        var starts = stack.Select(stack.Shape.Rank - 1, 0).Select(stack.Shape.Rank - 2, 0);
        var offsets = new int[starts.Shape.ElementCount];
        var rows = new StridedRows(starts);
        for (var at = 0; rows.Next(); at += rows.Length)
        {
            for (var i = 0; i < rows.Length; i++)
                offsets[at + i] = rows.Offset0 + i * rows.Stride0;
        }
        return offsets;
    }

    private readonly struct Products<T>(
        Storage<T> left, Layout leftLayout, int[] leftOffsets, Storage<T> right, Layout rightLayout, int[] rightOffsets, Storage<T> result) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public int Count => Math.Min(leftOffsets.Length, rightOffsets.Length);

        public void Invoke(int start, int end)
        {
            var size = leftLayout.Shape[^2] * rightLayout.Shape[^1];
            for (var i = start; i < end; i++)
                MatrixProduct.Multiply(At(left, leftLayout, leftOffsets[i]), At(right, rightLayout, rightOffsets[i]), result, i * size);
        }
    }
}
