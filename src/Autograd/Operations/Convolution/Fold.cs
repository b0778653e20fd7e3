using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// An image as the sum of its windows, which lie in the columns of this tensor as <see cref="Unfold2d"/> lays them: where windows
    /// overlap their values add up, what falls on padding is dropped. PyTorch's <c>nn.functional.fold</c>; each is the other's gradient.
    /// </summary>
    /// <param name="size">Height and width of the image.</param>
    /// <param name="window">Height and width of a window.</param>
    /// <param name="stride">From one window to the next.</param>
    /// <param name="padding">How many zeros lay around the image.</param>
    /// <param name="dilation">From one position of a window to the next.</param>
    /// <returns>[batch, channels, height, width] of [batch, channels · window, windows], the same without batch of [channels · window, windows].</returns>
    /// <exception cref="ShapeException">The rows do not make whole channels, or the columns are not as many as there are windows.</exception>
    /// <exception cref="ArgumentException">A number is too small, or there are not two.</exception>
    public Tensor Fold2d(PerAxis size, PerAxis window, PerAxis stride = default, Padding padding = default, PerAxis dilation = default)
    {
        if (Rank is not (2 or 3))
            throw new ShapeException($"Fold2d: the columns have shape {Shape}; they must be [channels · window, windows] or [batch, channels · window, windows].");
        var sizes = size.For(2, 0, 1, nameof(Fold2d), nameof(size));
        var (rows, columns) = UnfoldWindows(nameof(Fold2d), [1, sizes[0], sizes[1]], window, stride, padding, dilation);
        var (area, count) = (rows.Window * columns.Window, rows.Count * columns.Count);
        if (Shape[^2] % area != 0)
            throw new ShapeException($"Fold2d: axis {Rank - 2} of shape {Shape} has size {Shape[^2]}; windows of {area} positions need a multiple of {area}.");
        if (Shape[^1] != count)
        {
            throw new ShapeException(
                $"Fold2d: axis {Rank - 1} of shape {Shape} has size {Shape[^1]}; an image of [{sizes[0]}, {sizes[1]}] has {rows.Count} · {columns.Count} = {count} windows.");
        }
        var outer = Rank - 2;
        // […, channels, height, width, rows, columns] → […, channels, rows, columns, height, width]
        var windows = Reshape(Shape.Create([.. Shape.Sizes[..outer], Shape[^2] / area, rows.Window, columns.Window, rows.Count, columns.Count]))
            .Permute([.. Enumerable.Range(0, outer + 1), outer + 3, outer + 4, outer + 1, outer + 2]);
        Tensor padded = Operation.Run(new Fold(windows, outer + 2, Padded(columns)));
        padded = Operation.Run(new Fold(padded, outer + 1, Padded(rows)));
        return padded.Slice(-2, rows.Before, rows.Before + rows.Size).Slice(-1, columns.Before, columns.Before + columns.Size);

        static WindowAxis Padded(WindowAxis axis) => axis with { Size = axis.Size + axis.Before + axis.After, Before = 0, After = 0 };
    }
}

/// <summary>Windows along one axis added up where they overlap: the gradient of <see cref="Unfold"/>, whose gradient it is.</summary>
[Torch("unfold_backward")]
[Formula("Σ x over the windows that show the place", "g at i · step + k · dilation", Shapes = "number of windows → axis; last axis removed")]
public sealed class Fold : UnaryOperation
{
    private readonly WindowAxis _windows;

    internal Fold(Tensor x, int axis, WindowAxis windows) : base(x, x.Shape.Without(x.Rank - 1).With(axis, windows.Size), x.DType) =>
        (Axis, _windows) = (axis, windows);

    /// <summary>The axis that the windows slide along.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters =>
        [new("axis", Axis), new("window", _windows.Window), new("step", _windows.Stride), new("dilation", _windows.Dilation)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(X, Shape, Axis, _windows), this);

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Run(new Unfold(gradient, Axis, _windows));

    private readonly struct Work(Tensor x, Shape shape, int axis, WindowAxis windows) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(shape.ElementCount);
            result.Span.Clear();
            if (x.Count == 0)
                return result;
            Span<T> source = x.Storage.Typed<T>().Span, target = result.Span;
            var places = shape.Contiguous.Windows(axis, windows.Count, windows.Window, windows.Stride, windows.Dilation);
            // One position of all windows at a time: those never overlap.
            for (var k = 0; k < windows.Window; k++)
            {
                var rows = new StridedRows(x.Layout.Select(x.Rank - 1, k), places.Select(x.Rank - 1, k));
                while (rows.Next())
                {
                    for (int i = 0, from = rows.Offset0, to = rows.Offset1; i < rows.Length; i++, from += rows.Stride0, to += rows.Stride1)
                        target[to] += source[from];
                }
            }
            return result;
        }
    }
}
