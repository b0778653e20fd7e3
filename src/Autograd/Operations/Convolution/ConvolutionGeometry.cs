using Autograd.Kernels;

namespace Autograd;

/// <summary>How the windows of a convolution lie along its spatial axes, and how its channels are grouped; all shapes follow from it.</summary>
internal sealed partial class ConvolutionGeometry
{
    private readonly string _operation;

    private ConvolutionGeometry(string operation, int[] stride, int[] before, int[] after, int[] dilation, int groups)
    {
        _operation = operation;
        Stride = stride;
        Before = before;
        After = after;
        Dilation = dilation;
        Groups = groups;
    }

    public int[] Stride { get; }

    public int[] Before { get; }

    public int[] After { get; }

    public int[] Dilation { get; }

    public int Groups { get; }

    public Padding Padding => Padding.Sides(Before, After);

    /// <summary>What an explanation tells: the letters of the formula, and the groups if there are several.</summary>
    public IReadOnlyList<KeyValuePair<string, object>> Parameters
    {
        get
        {
            List<KeyValuePair<string, object>> parameters =
            [
                new("stride S =", ((PerAxis)Stride).ToShortString()),
                new("padding P =", Before.AsSpan().SequenceEqual(After) ? ((PerAxis)Before).ToShortString() : $"{Padding}"),
                new("dilation D =", ((PerAxis)Dilation).ToShortString()),
            ];
            if (Groups > 1)
                parameters.Add(new("groups", Groups));
            return parameters;
        }
    }

    /// <summary>Checks what does not depend on the sizes of the image.</summary>
    public static ConvolutionGeometry Create(string name, Tensor image, Tensor kernel, PerAxis stride, Padding padding, PerAxis dilation, int groups)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(kernel);
        var axes = kernel.Rank - 2;
        var operation = $"{name}{axes}d";
        if (axes is < 1 or > 3)
            throw new ShapeException($"{name}: the kernel {kernel.Shape} has {kernel.Rank} axes; it takes 3 to 5: two of channels and one to three spatial ones.");
        if (image.Rank != kernel.Rank)
            throw new ShapeException($"{operation}: input {image.Shape} has {image.Rank} axes, the kernel {kernel.Shape} wants {kernel.Rank}: [batch, channels, …] with {axes} spatial.");
        if (image.DType != kernel.DType)
            throw new TypeException($"{operation}: input is {image.DType}, the kernel {kernel.DType}; convert one of them with Cast first.");
        if (groups < 1)
            throw new ArgumentException($"{operation}: groups must be at least 1, got {groups}.", nameof(groups));
        var window = kernel.Shape.Sizes[2..];
        if (window.Contains(0))
            throw new ShapeException($"{operation}: the kernel {kernel.Shape} is empty along a spatial axis; each must be at least 1.");
        var strides = stride.For(axes, 1, 1, operation, nameof(stride));
        var dilations = dilation.For(axes, 1, 1, operation, nameof(dilation));
        var (before, after) = padding.For(window, strides, dilations, operation);
        return new ConvolutionGeometry(operation, strides, before, after, dilations, groups);
    }

    /// <summary>The windows along one spatial axis, whose size in the image and in the kernel are given.</summary>
    public WindowAxis Axis(int axis, int size, int window) => new(size, window, Stride[axis], Before[axis], After[axis], Dilation[axis]);

    /// <summary>[batch, filters, …] for an image [batch, channels, …] and a kernel [filters, channels / groups, …].</summary>
    public Shape Convolved(Shape image, Shape kernel)
    {
        if ((long)kernel[1] * Groups != image[1])
        {
            throw new ShapeException(
                $"{_operation}: input has {Channels(image[1])}, the kernel wants {(long)kernel[1] * Groups} (kernel {kernel}, groups {Groups}).");
        }
        if (kernel[0] % Groups != 0)
            throw new ShapeException($"{_operation}: the kernel {kernel} has {kernel[0]} filters, which {Groups} groups cannot share evenly; their number must be a multiple of {Groups}.");
        var sizes = new int[image.Rank];
        (sizes[0], sizes[1]) = (image[0], kernel[0]);
        for (var axis = 2; axis < sizes.Length; axis++)
        {
            var windows = Axis(axis - 2, image[axis], kernel[axis]);
            RequireLength(windows, axis, image);
            if (!windows.Fits)
            {
                throw new ShapeException(
                    $"{_operation}: the kernel {kernel} spans {windows.Span} along axis {axis} of input {image}, which has {windows.Padded} with its padding; "
                    + "a window must fit: give more padding, a smaller kernel or less dilation.");
            }
            sizes[axis] = windows.Count;
        }
        return Shape.Create(sizes);
    }

    /// <summary>[batch, filters, …] for an image [batch, channels, …] and a kernel [channels, filters / groups, …].</summary>
    public Shape Collected(Shape image, Shape kernel, PerAxis outputPadding)
    {
        if (kernel[0] != image[1])
            throw new ShapeException($"{_operation}: input has {Channels(image[1])}, the kernel wants {kernel[0]} (kernel {kernel}, groups {Groups}).");
        if (image[1] % Groups != 0)
            throw new ShapeException($"{_operation}: input has {Channels(image[1])}, which {Groups} groups cannot share evenly; their number must be a multiple of {Groups}.");
        var extra = outputPadding.For(Stride.Length, 0, 0, _operation, nameof(outputPadding));
        var sizes = new int[image.Rank];
        (sizes[0], sizes[1]) = (image[0], checked(kernel[1] * Groups));
        for (var axis = 2; axis < sizes.Length; axis++)
        {
            var (stride, dilation) = (Stride[axis - 2], Dilation[axis - 2]);
            if (extra[axis - 2] >= Math.Max(stride, dilation))
            {
                throw new ArgumentException(
                    $"{_operation}: output padding {extra[axis - 2]} must be smaller than the stride {stride} or the dilation {dilation}.", nameof(outputPadding));
            }
            var windows = Axis(axis - 2, 0, kernel[axis]);
            if (image[axis] == 0)
                throw new ShapeException($"{_operation}: input {image} is empty along axis {axis}; each spatial axis must be at least 1.");
            var size = SmallestCollected(axis - 2, image[axis], kernel[axis]) + extra[axis - 2];
            if (size <= 0)
                throw new ShapeException($"{_operation}: the result would have size {size} along axis {axis} (input {image}, kernel {kernel}); give less padding.");
            RequireLength(windows with { Size = (int)Math.Min(size, int.MaxValue) }, axis, image);
            sizes[axis] = (int)size;
        }
        return Shape.Create(sizes);
    }

    /// <summary>The least size of an image whose convolution has the given size: what output padding adds to.</summary>
    public long SmallestCollected(int axis, int size, int kernel) =>
        (size - 1L) * Stride[axis] + Axis(axis, 0, kernel).Span - Before[axis] - After[axis];

    /// <summary>The first positions of each spatial axis: no more than wanted.</summary>
    public static Tensor Crop(Tensor x, Shape wanted)
    {
        for (var axis = 2; axis < wanted.Rank; axis++)
            x = x.Shape[axis] == wanted[axis] ? x : x.Slice(axis, 0, wanted[axis]);
        return x;
    }

    private void RequireLength(WindowAxis windows, int axis, Shape image)
    {
        if (windows.IsTooLong)
            throw new ShapeException($"{_operation}: axis {axis} would have {windows.Padded} positions with its padding (input {image}); give less padding, stride or dilation.");
    }

    private static string Channels(int count) => count == 1 ? "1 channel" : $"{count} channels";
}
