using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Transposed convolution along one axis: see <see cref="ConvolutionTransposed2d"/>. PyTorch's <c>nn.functional.conv_transpose1d</c>.</summary>
    /// <inheritdoc cref="ConvolutionTransposed2d" path="/param"/>
    /// <inheritdoc cref="ConvolutionTransposed2d" path="/exception"/>
    /// <returns>[batch, filters, length′] for [batch, channels, length] and a kernel [channels, filters / groups, k].</returns>
    public Tensor ConvolutionTransposed1d(
        Tensor kernel, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, int groups = 1, PerAxis dilation = default) =>
        Convolve(1, kernel, bias, image => new ConvolutionTransposed(image, kernel, stride, padding, outputPadding, groups, dilation));

    /// <summary>
    /// Transposed convolution of images: each pixel is multiplied with the whole kernel, and the results are added up where they overlap,
    /// <c>Z[b, f, y] = bias[f] + Σ V[b, c, i] · K[c, f, k]</c> over c and all i, k with s·i + d·k − p = y. It is the gradient of
    /// <see cref="Convolution2d"/> with respect to its image, and what makes images larger in a network. PyTorch's <c>nn.functional.conv_transpose2d</c>.
    /// </summary>
    /// <param name="kernel">The weights: [channels, filters / groups, height, width].</param>
    /// <param name="bias">Added to each filter's result: [filters]. Null for none.</param>
    /// <param name="stride">From one pixel's place in the result to the next; 1 if left out.</param>
    /// <param name="padding">What is cut off from each side of the result.</param>
    /// <param name="outputPadding">
    /// Positions added at the end of each axis: a convolution with stride s makes the same size of s different ones, and this says which of them
    /// is meant. Smaller than stride or dilation.
    /// </param>
    /// <param name="groups">Channels and filters fall into so many groups that do not see each other.</param>
    /// <param name="dilation">From one place under the kernel to the next; 1 if left out.</param>
    /// <returns>
    /// [batch, filters, height′, width′] for [batch, channels, height, width], without batch for an image without, where
    /// size′ = (size − 1)·stride − padding + dilation·(k − 1) + output padding + 1.
    /// </returns>
    /// <exception cref="ShapeException">The channels do not fit the kernel, the groups do not divide them, or the padding leaves nothing.</exception>
    /// <exception cref="TypeException">Image, kernel and bias are not of one type, or are Bool.</exception>
    /// <exception cref="ArgumentException">A stride or dilation below 1, a negative padding, too large an output padding, or not as many numbers as axes.</exception>
    public Tensor ConvolutionTransposed2d(
        Tensor kernel, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, int groups = 1, PerAxis dilation = default) =>
        Convolve(2, kernel, bias, image => new ConvolutionTransposed(image, kernel, stride, padding, outputPadding, groups, dilation));

    /// <summary>Transposed convolution of volumes: see <see cref="ConvolutionTransposed2d"/>. PyTorch's <c>nn.functional.conv_transpose3d</c>.</summary>
    /// <inheritdoc cref="ConvolutionTransposed2d" path="/param"/>
    /// <inheritdoc cref="ConvolutionTransposed2d" path="/exception"/>
    /// <returns>[batch, filters, depth′, height′, width′] for [batch, channels, depth, height, width] and a kernel [channels, filters / groups, …].</returns>
    public Tensor ConvolutionTransposed3d(
        Tensor kernel, Tensor? bias = null, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, int groups = 1, PerAxis dilation = default) =>
        Convolve(3, kernel, bias, image => new ConvolutionTransposed(image, kernel, stride, padding, outputPadding, groups, dilation));
}

/// <summary>
/// Transposed convolution along one to three axes of [batch, channels, …]: what a <see cref="Convolution"/> of the same kernel hands back to
/// its image. Its own gradients are convolutions with the roles exchanged.
/// </summary>
[Torch("conv_transpose2d")]
[Formula(
    "left ⋆ᵀ right = Σ left[b, c, i] · right[c, f, k] over the channels c in the group of f and S·i + D·k − P = position",
    "g ⋆ right = Σ g[b, f, S·i + D·k − P] · right[c, f, k] over k and the filters f in the group of c",
    "g ⋆ left = Σ g[b, f, S·i + D·k − P] · left[b, c, i] over b, i",
    Shapes = "[batch, channels, …], [channels, filters / groups, …] → [batch, filters, …]; stride S, dilation D, padding P")]
public sealed class ConvolutionTransposed : BinaryOperation
{
    private readonly ConvolutionGeometry _geometry;
    private readonly Shape _imageShape, _kernelShape;

    /// <summary>The transposed convolution of an image [batch, channels, …] with a kernel [channels, filters / groups, …].</summary>
    /// <inheritdoc cref="Tensor.ConvolutionTransposed2d" path="/exception"/>
    public ConvolutionTransposed(
        Tensor image, Tensor kernel, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, int groups = 1, PerAxis dilation = default)
        : this(image, kernel, ConvolutionGeometry.Create(nameof(ConvolutionTransposed), image, kernel, stride, padding, dilation, groups), outputPadding) { }

    /// <summary>What a convolution of an image of the given shape hands back to it.</summary>
    internal ConvolutionTransposed(Tensor gradient, Tensor kernel, ConvolutionGeometry geometry, Shape image) : base(gradient, kernel, image) =>
        (_geometry, _imageShape, _kernelShape) = (geometry, gradient.Shape, kernel.Shape);

    private ConvolutionTransposed(Tensor image, Tensor kernel, ConvolutionGeometry geometry, PerAxis outputPadding)
        : this(image, kernel, geometry, geometry.Collected(image.Shape, kernel.Shape, outputPadding)) { }

    /// <summary>From one position's place in the result to the next.</summary>
    public PerAxis Stride => _geometry.Stride;

    /// <summary>What is cut off before and after each axis of the result.</summary>
    public Padding Padding => _geometry.Padding;

    /// <summary>From one place under the kernel to the next.</summary>
    public PerAxis Dilation => _geometry.Dilation;

    /// <summary>Positions added at the end of each axis of the result.</summary>
    public PerAxis OutputPadding
    {
        get
        {
            var extra = new int[Rank - 2];
            for (var axis = 0; axis < extra.Length; axis++)
                extra[axis] = (int)(Shape[axis + 2] - _geometry.SmallestCollected(axis, _imageShape[axis + 2], _kernelShape[axis + 2]));
            return extra;
        }
    }

    /// <summary>How many groups the channels and filters fall into.</summary>
    public int Groups => _geometry.Groups;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters =>
        OutputPadding.ToShortString() is not "0" and var extra ? [.. _geometry.Parameters, new("output padding", extra)] : _geometry.Parameters;

    /// <inheritdoc/>
    protected internal override long MultiplyAdds => (long)_imageShape.ElementCount * _kernelShape.ElementCount / Math.Max(1, _kernelShape[0]);

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(Left, Right, this), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) =>
        // Output padding of a whole stride makes room for windows that no pixel of the image belongs to.
        ConvolutionGeometry.Crop(Run(new Convolution(gradient, Right, _geometry)), _imageShape);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Run(new ConvolutionKernelGradient(gradient, Left, _geometry, _kernelShape));

    private readonly struct Work(Tensor image, Tensor kernel, ConvolutionTransposed operation) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(operation.Count);
            if (operation._geometry.TryWinograd(image, kernel, result, operation.Shape, isTransposed: true))
                return result;
            var axes = new TapAxis[operation.Rank - 2][];
            for (var axis = 0; axis < axes.Length; axis++)
                axes[axis] = TapAxis.Collecting(operation._geometry.Axis(axis, operation.Shape[axis + 2], kernel.Shape[axis + 2]), image.Shape[axis + 2]);
            Correlation<T>.Run(
                (Storage<T>)image.Storage, image.Layout, (Storage<T>)kernel.Storage, kernel.Layout, result, operation.Shape, axes, operation.Groups, isTransposed: true);
            return result;
        }
    }
}
