using Autograd.Kernels;

namespace Autograd;

/// <summary>Checks the arguments of pooling, and turns them into windows over the spatial axes.</summary>
internal static class PoolingWindows
{
    /// <summary>Windows that slide over the last axes.</summary>
    /// <exception cref="ShapeException">The input has another number of axes, or a window does not fit.</exception>
    /// <exception cref="ArgumentException">A number is too small, there are not as many as axes, or padding exceeds half of a window.</exception>
    public static WindowGrid Sliding(
        string operation, Tensor x, int axes, PerAxis window, PerAxis stride, Padding padding, PerAxis dilation, bool ceilMode)
    {
        RequireSpatial(operation, x, axes);
        var windows = window.For(axes, 0, 1, operation, nameof(window));
        var strides = stride.IsDefault ? windows : stride.For(axes, 0, 1, operation, nameof(stride));
        var dilations = dilation.For(axes, 1, 1, operation, nameof(dilation));
        var (before, after) = padding.For(windows, strides, dilations, operation);
        var sliding = new AxisWindows[axes];
        for (var i = 0; i < axes; i++)
        {
            var axis = x.Rank - axes + i;
            var most = Math.Max(before[i], after[i]);
            if (most > windows[i] / 2)
            {
                throw new ArgumentException(
                    $"{operation}: padding {most} along axis {axis} is more than half of window {windows[i]}; use at most {windows[i] / 2}.", nameof(padding));
            }
            var slide = new WindowAxis(x.Shape[axis], windows[i], strides[i], before[i], after[i], dilations[i]) { CoversEnd = ceilMode }.Normalized;
            if (slide.IsTooLong)
                throw new ShapeException($"{operation}: axis {axis} of shape {x.Shape} would have {slide.Padded} positions with its padding; give less padding.");
            if (!slide.Fits)
            {
                throw new ShapeException(
                    $"{operation}: window {windows[i]}{(dilations[i] == 1 ? "" : $" with dilation {dilations[i]}")} spans {slide.Span} positions, axis {axis} of shape {x.Shape} "
                    + $"has {x.Shape[axis]} and {before[i] + after[i]} of padding; use a smaller window, or pool less before.");
            }
            sliding[i] = AxisWindows.Of(slide);
            var empty = sliding[i].Length.IndexOf(0);
            if (empty >= 0)
            {
                throw new ShapeException(
                    $"{operation}: window {empty} along axis {axis} of shape {x.Shape} meets nothing but padding; use less dilation than {dilations[i]}, or less padding.");
            }
        }
        return new WindowGrid(sliding);
    }

    /// <summary>The last axes cut into parts as equal as can be.</summary>
    /// <exception cref="ShapeException">The input has another number of axes, or one is empty.</exception>
    /// <exception cref="ArgumentException">A size is below 1, or there are not as many as axes.</exception>
    public static WindowGrid Parts(string operation, Tensor x, int axes, PerAxis size)
    {
        RequireSpatial(operation, x, axes);
        var sizes = size.For(axes, 0, 1, operation, nameof(size));
        return new WindowGrid([.. sizes.Select((count, i) => AxisWindows.Parts(x.Shape[x.Rank - axes + i], count))]);
    }

    /// <summary>Refuses what is neither [channels, …] nor [batch, channels, …] with the given number of spatial axes, none of them empty.</summary>
    public static void RequireSpatial(string operation, Tensor x, int axes)
    {
        if (x.Rank != axes + 1 && x.Rank != axes + 2)
        {
            var spatial = axes switch { 1 => "length", 2 => "height, width", _ => "depth, height, width" };
            throw new ShapeException($"{operation}: the input has shape {x.Shape}; it must be [channels, {spatial}] or [batch, channels, {spatial}].");
        }
        x.Shape.RequireElements([.. Enumerable.Range(x.Rank - axes, axes)], operation);
    }

    /// <summary>What an explanation tells: the window, and all that is not as it is by default; or the size of the result.</summary>
    public static IReadOnlyList<KeyValuePair<string, object>> Parameters(WindowGrid grid)
    {
        if (grid.Axes[0].Sliding is null)
            return [new("size", Each(axis => axis.Count))];
        var parameters = new List<KeyValuePair<string, object>> { new("window size", Each(axis => axis.Sliding!.Value.Window)) };
        var (stride, before, after, dilation) = (
            Each(axis => axis.Sliding!.Value.Stride), Each(axis => axis.Sliding!.Value.Before), Each(axis => axis.Sliding!.Value.After), Each(axis => axis.Sliding!.Value.Dilation));
        if (!stride.Equals(parameters[0].Value))
            parameters.Add(new("stride", stride));
        if (before != "0" || after != "0")
            parameters.Add(new("padding", before == after ? before : $"before {before}, after {after}"));
        if (dilation != "1")
            parameters.Add(new("dilation", dilation));
        if (grid.Axes[0].Sliding!.Value.CoversEnd)
            parameters.Add(new("ceil mode", "on"));
        return parameters;

        string Each(Func<AxisWindows, int> number)
        {
            var numbers = new int[grid.Axes.Length];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = number(grid.Axes[i]);
            return PerAxis.Create(numbers).ToShortString();
        }
    }
}
