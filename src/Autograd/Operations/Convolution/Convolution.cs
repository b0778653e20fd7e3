using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Convolution along one axis: see <see cref="Convolution2d"/>. PyTorch's <c>nn.functional.conv1d</c>.</summary>
    /// <inheritdoc cref="Convolution2d" path="/param"/>
    /// <inheritdoc cref="Convolution2d" path="/exception"/>
    /// <returns>[batch, filters, length′] for [batch, channels, length] and a kernel [filters, channels / groups, k].</returns>
    public Tensor Convolution1d(
        Tensor kernel, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve(1, kernel, bias, image => new Convolution(image, kernel, stride, padding, dilation, groups));

    /// <summary>
    /// Convolution of images: every filter slides over the image, and at every place the products of its weights with the pixels under it
    /// are summed over its height, its width and the channels,
    /// <c>Z[b, f, i, j] = bias[f] + Σ_ckl V[b, c, s·i + d·k − p, s·j + d·l − p] · K[f, c, k, l]</c> with stride s, dilation d and padding p.
    /// As in all frameworks the kernel is not flipped (mathematicians call that cross-correlation). PyTorch's <c>nn.functional.conv2d</c>.
    /// </summary>
    /// <remarks>
    /// Float32 with 3×3 or 5×5 kernels of stride and dilation 1, at least 12 channels, 12 filters and some hundred positions, goes by Winograd's algorithm: errors
    /// stay below 2⁻²⁰ of the greatest value of |V| ⋆ |K|, and whole numbers need not give whole results.
    /// </remarks>
    /// <param name="kernel">The filters: [filters, channels / groups, height, width].</param>
    /// <param name="bias">Added to each filter's result: [filters]. Null for none.</param>
    /// <param name="stride">From one window to the next; 1 if left out.</param>
    /// <param name="padding">Zeros before and after each axis: a number, one for each axis, <see cref="Padding.Sides"/> or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one pixel under the kernel to the next; 1 if left out.</param>
    /// <param name="groups">Channels and filters fall into so many groups that do not see each other; as many as channels is a depthwise convolution.</param>
    /// <returns>
    /// [batch, filters, height′, width′] for [batch, channels, height, width], without batch for an image without, where
    /// size′ = ⌊(size + padding − dilation·(k − 1) − 1) / stride⌋ + 1.
    /// </returns>
    /// <exception cref="ShapeException">The channels do not fit the kernel, the groups do not divide them, or the kernel is larger than the padded image.</exception>
    /// <exception cref="TypeException">Image, kernel and bias are not of one type, or are Bool.</exception>
    /// <exception cref="ArgumentException">A stride or dilation below 1, a negative padding, or not as many numbers as axes.</exception>
    public Tensor Convolution2d(
        Tensor kernel, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve(2, kernel, bias, image => new Convolution(image, kernel, stride, padding, dilation, groups));

    /// <summary>Convolution of volumes: see <see cref="Convolution2d"/>. PyTorch's <c>nn.functional.conv3d</c>.</summary>
    /// <inheritdoc cref="Convolution2d" path="/param"/>
    /// <inheritdoc cref="Convolution2d" path="/exception"/>
    /// <returns>[batch, filters, depth′, height′, width′] for [batch, channels, depth, height, width] and a kernel [filters, channels / groups, …].</returns>
    public Tensor Convolution3d(
        Tensor kernel, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1) =>
        Convolve(3, kernel, bias, image => new Convolution(image, kernel, stride, padding, dilation, groups));

    /// <summary>What convolutions and transposed ones have in common: images without a batch, and the bias.</summary>
    private Tensor Convolve<TOperation>(int axes, Tensor kernel, Tensor? bias, Func<Tensor, TOperation> create) where TOperation : Operation
    {
        ArgumentNullException.ThrowIfNull(kernel);
        var operation = $"{typeof(TOperation).Name}{axes}d";
        if (Rank != axes + 1 && Rank != axes + 2)
        {
            throw new ShapeException(
                $"{operation}: input {Shape} has {Rank} {(Rank == 1 ? "axis" : "axes")}; it takes {axes + 2} ([batch, channels, …] with {axes} spatial), or {axes + 1} without the batch.");
        }
        if (kernel.Rank != axes + 2)
            throw new ShapeException($"{operation}: kernel {kernel.Shape} has {kernel.Rank} {(kernel.Rank == 1 ? "axis" : "axes")}; it takes {axes + 2}: two of channels and {axes} spatial.");
        Tensor result = create(Rank == axes + 1 ? Unsqueeze(0) : this);
        if (bias is not null)
        {
            if (bias.Rank != 1 || bias.Shape[0] != result.Shape[1])
                throw new ShapeException($"{operation}: bias {bias.Shape} does not fit kernel {kernel.Shape}, which makes {result.Shape[1]} channels; it must be [{result.Shape[1]}].");
            if (bias.DType != DType)
                throw new TypeException($"{operation}: input is {DType}, the bias {bias.DType}; convert one of them with Cast first.");
        }
        result = Operation.Run((TOperation)result);
        if (bias is not null)
        {
            Span<int> alongChannels = stackalloc int[axes + 1];
            alongChannels.Fill(1);
            alongChannels[0] = bias.Shape[0];
            result = result.Add(bias.Reshape(alongChannels));
        }
        return Rank == axes + 1 ? result.Squeeze(0) : result;
    }
}

/// <summary>
/// Convolution along one to three axes of [batch, channels, …]. Its gradients are convolutions again: for the image the transposed one,
/// where every pixel collects from the windows that it was part of; for the kernel that of the image with the incoming gradient.
/// </summary>
[Torch("conv2d")]
[Formula(
    "left ⋆ right = Σ left[b, c, S·i + D·k − P] · right[f, c, k] over k and the channels c in the group of f",
    "g ⋆ᵀ right = Σ g[b, f, i] · right[f, c, k] over the filters f in the group of c and S·i + D·k − P = position",
    "left ⋆ g = Σ left[b, c, S·i + D·k − P] · g[b, f, i] over b, i",
    Shapes = "[batch, channels, …], [filters, channels / groups, …] → [batch, filters, …]; stride S, dilation D, padding P")]
public sealed partial class Convolution : BinaryOperation
{
    private readonly ConvolutionGeometry _geometry;
    private readonly Shape _imageShape, _kernelShape;

    /// <summary>The convolution of an image [batch, channels, …] with a kernel [filters, channels / groups, …].</summary>
    /// <inheritdoc cref="Tensor.Convolution2d" path="/exception"/>
    public Convolution(Tensor image, Tensor kernel, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1)
        : this(image, kernel, ConvolutionGeometry.Create(nameof(Convolution), image, kernel, stride, padding, dilation, groups)) { }

    internal Convolution(Tensor image, Tensor kernel, ConvolutionGeometry geometry) : base(image, kernel, geometry.Convolved(image.Shape, kernel.Shape)) =>
        (_geometry, _imageShape, _kernelShape) = (geometry, image.Shape, kernel.Shape);

    /// <summary>From one window to the next.</summary>
    public PerAxis Stride => _geometry.Stride;

    /// <summary>Zeros before and after each axis.</summary>
    public Padding Padding => _geometry.Padding;

    /// <summary>From one position under the kernel to the next.</summary>
    public PerAxis Dilation => _geometry.Dilation;

    /// <summary>How many groups the channels and filters fall into.</summary>
    public int Groups => _geometry.Groups;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => _geometry.Parameters;

    /// <inheritdoc/>
    protected internal override long MultiplyAdds => (long)Count * _kernelShape.ElementCount / Math.Max(1, _kernelShape[0]);

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(Left, Right, this), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Run(new ConvolutionTransposed(gradient, Right, _geometry, _imageShape));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Run(new ConvolutionKernelGradient(Left, gradient, _geometry, _kernelShape));

    /// <summary>A kernel of one position is a matrix, [filters, channels], times that of each image, [channels, positions].</summary>
    private bool TryProduct<T>(Tensor image, Tensor kernel, Storage<T> result) where T : unmanaged, INumber<T>
    {
        if (Groups != 1 || image.Count == 0 || kernel.Count != _kernelShape[0] * _kernelShape[1])
            return false;
        for (var axis = 2; axis < Rank; axis++)
        {
            // With a step of one, a result of the image's size has no padding.
            if (_geometry.Axis(axis - 2, _imageShape[axis], 1).Stride != 1 || Shape[axis] != _imageShape[axis])
                return false;
        }
        var positions = image.Count / (image.Shape[0] * image.Shape[1]);
        if (kernel.Layout.Reshape([_kernelShape[0], _kernelShape[1]]) is not { } filters
            || image.Layout.Reshape([_imageShape[0], _imageShape[1], positions]) is not { } images)
            return false;
        MatrixStack.Multiply((Storage<T>)kernel.Storage, filters, (Storage<T>)image.Storage, images, result, [_imageShape[0], _kernelShape[0], positions]);
        return true;
    }

    private readonly struct Work(Tensor image, Tensor kernel, Convolution operation) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(operation.Count);
            if (operation.TryProduct<T>(image, kernel, result))
                return result;
            if (operation._geometry.TryWinograd(image, kernel, result, operation.Shape, isTransposed: false))
                return result;
            var axes = new TapAxis[operation.Rank - 2][];
            for (var axis = 0; axis < axes.Length; axis++)
                axes[axis] = [TapAxis.Sliding(operation._geometry.Axis(axis, image.Shape[axis + 2], kernel.Shape[axis + 2]).Normalized)];
            Correlation<T>.Run(
                (Storage<T>)image.Storage, image.Layout, (Storage<T>)kernel.Storage, kernel.Layout, result, operation.Shape, axes, operation.Groups, isTransposed: false);
            return result;
        }
    }
}
