using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Windows along one axis: y[…, i, …, k] = x[…, i·step + k·dilation, …]. A view: windows that overlap show the same elements, whose
    /// gradients add up. PyTorch's <c>Tensor.unfold</c>.
    /// </summary>
    /// <param name="axis">The axis that the windows slide along.</param>
    /// <param name="size">How many positions a window looks at.</param>
    /// <param name="step">From one window to the next.</param>
    /// <param name="dilation">From one position of a window to the next.</param>
    /// <returns>This shape with ⌊(n − dilation · (size − 1) − 1) / step⌋ + 1 in place of the axis' size n, and size as a new innermost axis.</returns>
    /// <exception cref="ShapeException">The axis does not exist, or not even one window fits.</exception>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public Tensor Unfold(int axis, int size, int step = 1, int dilation = 1)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Unfold));
        var windows = new WindowAxis(
            Shape[place], AtLeast1(size, nameof(size)), AtLeast1(step, nameof(step)), 0, 0, AtLeast1(dilation, nameof(dilation)));
        return windows.Fits
            ? Operation.Run(new Unfold(this, place, windows.Normalized))
            : throw new ShapeException($"Unfold: a window spans {windows.Span} positions, axis {axis} of shape {Shape} has {Shape[place]}; use a smaller window, or Pad first.");

        static int AtLeast1(PerAxis number, string parameter) => number.For(1, 0, 1, nameof(Unfold), parameter)[0];
    }

    /// <summary>
    /// The windows of an image as columns of a matrix: what makes a convolution a matrix product. Row (c · height + k) · width + l holds
    /// what position [k, l] of each window sees of channel c, column i · columns + j what window [i, j] sees. PyTorch's
    /// <c>nn.functional.unfold</c>; <see cref="Fold2d"/> is the way back, and each is the other's gradient.
    /// </summary>
    /// <param name="window">Height and width of a window.</param>
    /// <param name="stride">From one window to the next.</param>
    /// <param name="padding">How many zeros lie around the image.</param>
    /// <param name="dilation">From one position of a window to the next.</param>
    /// <returns>
    /// [batch, channels · height · width, number of windows] of [batch, channels, …], the same without batch of [channels, …]. There are
    /// ⌊(size + 2 · padding − dilation · (window − 1) − 1) / stride⌋ + 1 windows along each axis.
    /// </returns>
    /// <exception cref="ShapeException">The input has another number of axes, or not even one window fits.</exception>
    /// <exception cref="ArgumentException">A number is too small, or there are not two.</exception>
    public Tensor Unfold2d(PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default)
    {
        var (rows, columns) = UnfoldWindows(nameof(Unfold2d), Shape, window, stride, padding, dilation);
        var padded = Pad([columns.Before, columns.After, rows.Before, rows.After]);
        var outer = Shape.Create(Shape.Sizes[..^3]);
        // […, channels, rows, columns, height, width] → […, channels, height, width, rows, columns]
        return padded.Unfold(-2, rows.Window, rows.Stride, rows.Dilation).Unfold(-2, columns.Window, columns.Stride, columns.Dilation)
            .Permute([.. Enumerable.Range(0, outer.Rank + 1), outer.Rank + 3, outer.Rank + 4, outer.Rank + 1, outer.Rank + 2])
            .Reshape(Shape.Create([.. outer, Shape[^3] * rows.Window * columns.Window, rows.Count * columns.Count]));
    }

    /// <summary>The windows along height and width of an image.</summary>
    private static (WindowAxis Rows, WindowAxis Columns) UnfoldWindows(
        string operation, Shape shape, PerAxis window, PerAxis stride, Padding padding, PerAxis dilation)
    {
        if (shape.Rank is not (3 or 4))
            throw new ShapeException($"{operation}: the image has shape {shape}; it must be [channels, height, width] or [batch, channels, height, width].");
        var (windows, strides, dilations) = (
            window.For(2, 0, 1, operation, nameof(window)), stride.For(2, 1, 1, operation, nameof(stride)), dilation.For(2, 1, 1, operation, nameof(dilation)));
        var (before, after) = padding.For(windows, strides, dilations, operation);
        var rows = new WindowAxis(shape[^2], windows[0], strides[0], before[0], after[0], dilations[0]).Normalized;
        var columns = new WindowAxis(shape[^1], windows[1], strides[1], before[1], after[1], dilations[1]).Normalized;
        if (rows.Fits && columns.Fits)
            return (rows, columns);
        var (tight, axis) = rows.Fits ? (columns, shape.Rank - 1) : (rows, shape.Rank - 2);
        throw new ShapeException(
            $"{operation}: a window spans {tight.Span} positions, axis {axis} of shape {shape} has {tight.Size} and {tight.Before + tight.After} of padding; "
            + "use a smaller window, or more padding.");
    }
}

/// <summary>Windows along one axis.</summary>
[Torch("unfold")]
[Formula("x at i · step + k · dilation", "Σ g over the windows that show the element", Shapes = "axis → number of windows; size of a window last")]
public sealed class Unfold : View
{
    private readonly WindowAxis _windows;

    internal Unfold(Tensor x, int axis, WindowAxis windows) : base(x, x.Layout.Windows(axis, windows.Count, windows.Window, windows.Stride, windows.Dilation)) =>
        (Axis, _windows) = (axis, windows);

    /// <summary>The axis that the windows slide along.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters =>
        [new("axis", Axis), new("window", _windows.Window), new("step", _windows.Stride), new("dilation", _windows.Dilation)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new Fold(gradient, Axis, _windows));
}
