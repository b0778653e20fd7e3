using System.Buffers;

namespace Autograd.Kernels;

/// <summary>What becomes of one line: of all elements along an axis, or along several.</summary>
internal interface ILine<TX, TResult> where TX : unmanaged where TResult : unmanaged
{
    /// <param name="index">The number of the line, counted row by row over the other axes.</param>
    /// <param name="x">The line.</param>
    /// <param name="result">What to fill.</param>
    void Invoke(int index, ReadOnlySpan<TX> x, Span<TResult> result);
}

/// <summary>What becomes of two lines at the same place of two tensors.</summary>
internal interface ILinePair<TX, TResult> where TX : unmanaged where TResult : unmanaged
{
    void Invoke(int index, ReadOnlySpan<TX> left, ReadOnlySpan<TX> right, Span<TResult> result);
}

/// <summary>
/// The lines of a tensor along an axis: [outer, length, inner] with the axis in the middle. Where it is innermost, inner is 1 and a line
/// is a run of memory; elsewhere the elements of a line are inner apart, and lines next to each other are brought into runs together.
/// </summary>
internal readonly record struct Lines<T>(Storage<T> Storage, int Offset, int Length, int Inner) where T : unmanaged
{
    /// <summary>The lines along ascending axes, in place where they are runs or one axis of a row-major tensor, else in a copy.</summary>
    public static Lines<T> Along(Storage<T> x, Layout layout, params ReadOnlySpan<int> axes)
    {
        var length = 1;
        foreach (var axis in axes)
            length *= layout.Shape[axis];
        var runs = layout.Permute(Reducing.KeptFirst(layout.Shape.Rank, axes));
        if (runs.IsContiguous)
            return new Lines<T>(x, runs.Offset, length, 1);
        if (axes.Length == 1 && layout.IsContiguous)
            return new Lines<T>(x, layout.Offset, length, layout.Strides[axes[0]]);
        var copy = Autograd.Storage.Allocate<T>(layout.Shape.ElementCount);
        Copying.Gather(x.Span, runs, copy.Span);
        return new Lines<T>(copy, 0, length, 1);
    }

    /// <summary>Some lines one after another: in place, or brought to the target. Those of more than one element must share the outer place.</summary>
    public Span<T> Read(int first, int count, Span<T> target)
    {
        if (Inner == 1)
            return Storage.Span.Slice(Offset + first * Length, count * Length);
        for (var i = 0; i < Length; i++)
        {
            var across = Across(first, count, i);
            for (int line = 0, to = i; line < across.Length; line++, to += Length)
                target[to] = across[line];
        }
        return target;
    }

    /// <summary>Puts some lines, one after another in the source, in their places, if they are not there yet.</summary>
    public void Write(int first, int count, ReadOnlySpan<T> source)
    {
        if (Inner == 1)
            return;
        for (var i = 0; i < Length; i++)
        {
            var across = Across(first, count, i);
            for (int line = 0, from = i; line < across.Length; line++, from += Length)
                across[line] = source[from];
        }
    }

    /// <summary>The elements at one place of lines next to each other.</summary>
    private Span<T> Across(int first, int count, int place) =>
        Storage.Span.Slice(Offset + (first / Inner * Length + place) * Inner + first % Inner, count);
}

/// <summary>The walk of all operations that look at whole lines. Lines are independent, so threads take different ones.</summary>
internal static class AxisWalk
{
    /// <summary>Lines brought into runs together: a cache line of single-precision numbers across.</summary>
    private const int BlockSize = 16;

    /// <summary>Turns each line along an axis into one of another length; the axis keeps its place.</summary>
    public static Storage<TResult> Map<TX, TResult, TLine>(Storage<TX> x, Layout layout, int axis, int length, TLine line)
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILine<TX, TResult>
    {
        var lines = Lines<TX>.Along(x, layout, axis);
        return Run<TX, TResult, Alone<TX, TResult, TLine>>(lines, lines, layout.Shape.With(axis, length), axis, new(line));
    }

    /// <summary>Turns each two lines of two tensors of one shape into one of the same length.</summary>
    public static Storage<T> Zip<T, TLine>(Storage<T> left, Layout leftLayout, Storage<T> right, Layout rightLayout, int axis, TLine line)
        where T : unmanaged where TLine : struct, ILinePair<T, T> => leftLayout.Shape != rightLayout.Shape
        ? throw new ShapeException($"The operation takes two tensors of one shape, got {leftLayout.Shape} and {rightLayout.Shape}.")
        : Run<T, T, TLine>(Lines<T>.Along(left, leftLayout, axis), Lines<T>.Along(right, rightLayout, axis), leftLayout.Shape, axis, line);

    /// <summary>Turns each line along ascending axes into a single element; the result has the other axes in order.</summary>
    public static Storage<TResult> Reduce<TX, TResult, TLine>(Storage<TX> x, Layout layout, ReadOnlySpan<int> axes, TLine line)
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILine<TX, TResult>
    {
        var lines = Lines<TX>.Along(x, layout, axes);
        var kept = layout.Shape.Reduce(axes, keepDimensions: false);
        return Run<TX, TResult, Alone<TX, TResult, TLine>>(lines, lines, kept.Insert(kept.Rank, 1), kept.Rank, new(line));
    }

    private static Storage<TResult> Run<TX, TResult, TLine>(Lines<TX> left, Lines<TX> right, Shape shape, int axis, TLine line)
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILinePair<TX, TResult>
    {
        var result = Storage.Allocate<TResult>(shape.ElementCount);
        var count = shape.Without(axis).ElementCount;
        Threads.Run(count, new Work<TX, TResult, TLine>(left, right, Lines<TResult>.Along(result, shape.Contiguous, axis), line),
            Math.Max(1, left.Length), Math.Min(BlockSize, left.Inner));
        return result;
    }

    private readonly struct Work<TX, TResult, TLine>(Lines<TX> left, Lines<TX> right, Lines<TResult> result, TLine line) : IRangeWork
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILinePair<TX, TResult>
    {
        public void Invoke(int start, int end)
        {
            var inner = Math.Max(Math.Max(left.Inner, right.Inner), result.Inner);
            var (l, r, y) = (Rent(left), Rent(right), Rent(result));
            for (int i = start, count; i < end; i += count)
            {
                count = Math.Min(Math.Min(BlockSize, end - i), inner - i % inner);
                ReadOnlySpan<TX> lefts = left.Read(i, count, l), rights = right == left ? lefts : right.Read(i, count, r);
                var results = result.Inner == 1 ? result.Read(i, count, y) : y.AsSpan();
                for (var k = 0; k < count; k++)
                {
                    line.Invoke(
                        i + k, lefts.Slice(k * left.Length, left.Length), rights.Slice(k * right.Length, right.Length),
                        results.Slice(k * result.Length, result.Length));
                }
                result.Write(i, count, y);
            }
            ArrayPool<TX>.Shared.Return(l);
            ArrayPool<TX>.Shared.Return(r);
            ArrayPool<TResult>.Shared.Return(y);
        }

        private static T[] Rent<T>(Lines<T> lines) where T : unmanaged =>
            lines.Inner == 1 ? [] : ArrayPool<T>.Shared.Rent(checked(Math.Min(BlockSize, lines.Inner) * lines.Length));
    }

    private readonly struct Alone<TX, TResult, TLine>(TLine line) : ILinePair<TX, TResult>
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILine<TX, TResult>
    {
        public void Invoke(int index, ReadOnlySpan<TX> left, ReadOnlySpan<TX> right, Span<TResult> result) => line.Invoke(index, left, result);
    }
}
