using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// What a <see cref="Convolution"/> hands back to its kernel, ∂L/∂K[f, c, k] = Σ_bi V[b, c, S·i + D·k − P] · G[b, f, i]: the convolution of the image with the
/// incoming gradient in the kernel's place. It sums over the batch where the forward one sums over channels, so the two have changed places; and
/// the steps between neighbouring i are inside the window, so stride and dilation have changed places.
/// </summary>
[Torch("nn.grad.conv2d_weight")]
[Formula(
    "left ⋆ right = Σ left[b, c, S·i + D·k − P] · right[b, f, i] over b, i",
    "right ⋆ᵀ g = Σ right[b, f, i] · g[f, c, k] over the filters f in the group of c and S·i + D·k − P = position",
    "left ⋆ g = Σ left[b, c, S·i + D·k − P] · g[f, c, k] over k and the channels c in the group of f",
    Shapes = "[batch, channels, …], [batch, filters, …] → [filters, channels / groups, …]; stride S, dilation D, padding P")]
public sealed class ConvolutionKernelGradient : BinaryOperation
{
    private readonly ConvolutionGeometry _geometry;
    private readonly Shape _imageShape, _gradientShape;

    internal ConvolutionKernelGradient(Tensor image, Tensor gradient, ConvolutionGeometry geometry, Shape kernel) : base(image, gradient, kernel) =>
        (_geometry, _imageShape, _gradientShape) = (geometry, image.Shape, gradient.Shape);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => _geometry.Parameters;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(Left, Right, this), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Run(new ConvolutionTransposed(Right, gradient, _geometry, _imageShape));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) =>
        // Output padding of a whole stride makes room for windows that no element of the right tensor belongs to.
        ConvolutionGeometry.Crop(Run(new Convolution(Left, gradient, _geometry)), _gradientShape);

    private readonly struct Work(Tensor image, Tensor gradient, ConvolutionKernelGradient operation) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(operation.Count);
            var geometry = operation._geometry;
            if (geometry.TryWinogradKernelGradient(image, gradient, result, operation.Shape))
                return result;
            var axes = new TapAxis[operation.Rank - 2];
            for (var axis = 0; axis < axes.Length; axis++)
                axes[axis] = TapAxis.Sliding(geometry.Axis(axis, image.Shape[axis + 2], operation.Shape[axis + 2]).Normalized) with { Count = gradient.Shape[axis + 2] };
            KernelCorrelation<T>.Run(
                (Storage<T>)image.Storage, image.Layout, (Storage<T>)gradient.Storage, gradient.Layout, result, operation.Shape, axes, geometry.Groups);
            return result;
        }
    }
}
