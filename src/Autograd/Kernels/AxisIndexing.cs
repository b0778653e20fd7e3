using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// Reads and writes at places along an axis that indices name, one for each element. The indices may be fewer than the elements in every
/// other axis. The walk is over the indices: beside them runs the tensor with its axis held at 0, and an index moves from there.
/// </summary>
internal static class AxisIndexing
{
    /// <summary>result[i, j, …] = x[indices[i, j, …], j, …] for axis 0, and alike for the others.</summary>
    /// <exception cref="ShapeException">An index is out of range.</exception>
    public static Storage<T> Gather<T>(Storage<T> x, Layout layout, Storage<long> indices, Layout indexLayout, int axis) where T : unmanaged
    {
        var result = Storage.Allocate<T>(indexLayout.Shape.ElementCount);
        if (result.Length == 0)
            return result;
        Span<T> source = x.Span, target = result.Span;
        var places = indices.Span;
        var (size, step) = (layout.Shape[axis], layout.Strides[axis]);
        var rows = new StridedRows(indexLayout, AtFirst(layout, indexLayout.Shape, axis));
        for (var at = 0; rows.Next(); at += rows.Length)
        {
            var row = target.Slice(at, rows.Length);
            for (int i = 0, place = rows.Offset0, from = rows.Offset1; i < row.Length; i++, place += rows.Stride0, from += rows.Stride1)
            {
                var index = places[place];
                if ((ulong)index >= (ulong)size)
                    throw OutOfRange(index, size, axis, nameof(Gather));
                row[i] = source[from + (int)index * step];
            }
        }
        return result;
    }

    /// <summary>target[indices[i, j, …], j, …] += source[i, j, …] for axis 0, and alike for the others.</summary>
    /// <exception cref="ShapeException">An index is out of range.</exception>
    public static void ScatterAdd<T>(
        Span<T> target, Layout layout, Storage<long> indices, Layout indexLayout, Storage<T> source, Layout sourceLayout, int axis)
        where T : unmanaged, INumber<T>
    {
        if (indexLayout.Shape.ElementCount == 0)
            return;
        var values = source.Span;
        var places = indices.Span;
        var (size, step) = (layout.Shape[axis], layout.Strides[axis]);
        var rows = new StridedRows(indexLayout, AtFirst(layout, indexLayout.Shape, axis), Narrow(sourceLayout, indexLayout.Shape));
        while (rows.Next())
        {
            for (int i = 0, place = rows.Offset0, to = rows.Offset1, from = rows.Offset2; i < rows.Length; i++)
            {
                var index = places[place];
                if ((ulong)index >= (ulong)size)
                    throw OutOfRange(index, size, axis, nameof(ScatterAdd));
                target[to + (int)index * step] += values[from];
                place += rows.Stride0;
                to += rows.Stride1;
                from += rows.Stride2;
            }
        }
    }

    /// <summary>The first positions of every axis, as many as the shape has.</summary>
    public static Layout Narrow(Layout layout, Shape shape)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (layout.Shape[axis] != shape[axis])
                layout = layout.Slice(axis, 0, shape[axis], 1);
        }
        return layout;
    }

    /// <summary>The layout under the shape of the indices, standing still at position 0 of the axis.</summary>
    private static Layout AtFirst(Layout layout, Shape shape, int axis) =>
        Narrow(layout, shape.With(axis, Math.Min(1, layout.Shape[axis]))).Expand(shape);

    private static ShapeException OutOfRange(long index, int size, int axis, string operation) => new(size == 0
        ? $"{operation}: index {index} is out of range for axis {axis}, which has size 0."
        : $"{operation}: index {index} is out of range for axis {axis} of size {size}; use 0 to {size - 1}.");
}
