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

/// <summary>Elements that lie one after another in a storage.</summary>
internal readonly record struct Dense<T>(Storage<T> Storage, int Offset) where T : unmanaged
{
    public Span<T> this[int start, int length] => Storage.Span.Slice(Offset + start, length);
}

/// <summary>
/// The walk of all operations that look at whole lines: [outer, length, inner] with the axis in the middle. Every line reaches the work
/// contiguous: where the axis is not innermost, one copy brings its elements side by side, and one puts the results in their places.
/// Lines are independent, so threads take different ones.
/// </summary>
internal static class AxisWalk
{
    /// <summary>Turns each line along an axis into one of another length; the axis keeps its place.</summary>
    public static Storage<TResult> Map<TX, TResult, TLine>(Storage<TX> x, Layout layout, int axis, int length, TLine line)
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILine<TX, TResult>
    {
        var lines = SideBySide(x, layout, [axis]);
        return InPlace(Run<TX, TResult, Alone<TX, TResult, TLine>>(lines, lines, layout.Shape, [axis], length, new(line)), layout.Shape, axis, length);
    }

    /// <summary>Turns each two lines of two tensors of one shape into one of the same length.</summary>
    public static Storage<T> Zip<T, TLine>(Storage<T> left, Layout leftLayout, Storage<T> right, Layout rightLayout, int axis, TLine line)
        where T : unmanaged where TLine : struct, ILinePair<T, T>
    {
        var (shape, length) = (leftLayout.Shape, leftLayout.Shape[axis]);
        return InPlace(
            Run<T, T, TLine>(SideBySide(left, leftLayout, [axis]), SideBySide(right, rightLayout, [axis]), shape, [axis], length, line), shape, axis, length);
    }

    /// <summary>Turns each line along ascending axes into a single element; the result has the other axes in order.</summary>
    public static Storage<TResult> Reduce<TX, TResult, TLine>(Storage<TX> x, Layout layout, ReadOnlySpan<int> axes, TLine line)
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILine<TX, TResult>
    {
        var lines = SideBySide(x, layout, axes);
        return Run<TX, TResult, Alone<TX, TResult, TLine>>(lines, lines, layout.Shape, axes, 1, new(line));
    }

    /// <summary>The elements with the given axes innermost, in place if they lie so already.</summary>
    public static Dense<T> SideBySide<T>(Storage<T> x, Layout layout, ReadOnlySpan<int> axes) where T : unmanaged
    {
        var ordered = layout.Permute(Reducing.KeptFirst(layout.Shape.Rank, axes));
        if (ordered.IsContiguous)
            return new Dense<T>(x, ordered.Offset);
        var copy = Storage.Allocate<T>(ordered.Shape.ElementCount);
        Copying.Gather(x.Span, ordered, copy.Span);
        return new Dense<T>(copy, 0);
    }

    private static Storage<TResult> Run<TX, TResult, TLine>(Dense<TX> left, Dense<TX> right, Shape shape, ReadOnlySpan<int> axes, int length, TLine line)
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILinePair<TX, TResult>
    {
        var count = shape.Reduce(axes, keepDimensions: false).ElementCount;
        var lineLength = 1;
        foreach (var axis in axes)
            lineLength *= shape[axis];
        var result = Storage.Allocate<TResult>(count * length);
        Threads.Run(count, new Work<TX, TResult, TLine>(left, right, lineLength, result, length, line), Math.Max(1, lineLength));
        return result;
    }

    /// <summary>Lines of results, one after another, in row-major order of the whole.</summary>
    private static Storage<T> InPlace<T>(Storage<T> lines, Shape shape, int axis, int length) where T : unmanaged
    {
        var ordered = shape.With(axis, length).Contiguous.Permute(Reducing.KeptFirst(shape.Rank, [axis]));
        if (ordered.IsContiguous)
            return lines;
        var result = Storage.Allocate<T>(lines.Length);
        Copying.Scatter(lines.Span, result.Span, ordered);
        return result;
    }

    private readonly struct Work<TX, TResult, TLine>(Dense<TX> left, Dense<TX> right, int lineLength, Storage<TResult> result, int length, TLine line)
        : IRangeWork where TX : unmanaged where TResult : unmanaged where TLine : struct, ILinePair<TX, TResult>
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
                line.Invoke(i, left[i * lineLength, lineLength], right[i * lineLength, lineLength], result.Span.Slice(i * length, length));
        }
    }

    private readonly struct Alone<TX, TResult, TLine>(TLine line) : ILinePair<TX, TResult>
        where TX : unmanaged where TResult : unmanaged where TLine : struct, ILine<TX, TResult>
    {
        public void Invoke(int index, ReadOnlySpan<TX> left, ReadOnlySpan<TX> right, Span<TResult> result) => line.Invoke(index, left, result);
    }
}
