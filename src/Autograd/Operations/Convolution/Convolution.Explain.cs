namespace Autograd;

public sealed partial class Convolution
{
    /// <summary>
    /// The convolution of one channel with one kernel, worked as on paper: every window of the image, its products with the kernel and
    /// their sum, <c>Z[i, j] = Σ_kl V[s·i + d·k − p, s·j + d·l − p] · K[k, l]</c> with stride s, dilation d and padding p; and on request
    /// its gradients, each of them a convolution that is worked the same way. The result is that of <see cref="Tensor.Convolution2d"/>.
    /// </summary>
    /// <param name="image">V, [height, width].</param>
    /// <param name="kernel">K, [height, width].</param>
    /// <param name="stride">From one window to the next; 1 if left out.</param>
    /// <param name="padding">Zeros around the image: a number, one for each axis, <see cref="Padding.Sides"/> or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one pixel under the kernel to the next; 1 if left out.</param>
    /// <param name="flip">
    /// True turns the kernel by 180° first, <c>K[h − 1 − k, w − 1 − l]</c>: what mathematics calls a convolution, where frameworks
    /// compute the cross-correlation.
    /// </param>
    /// <exception cref="ShapeException">Image or kernel does not have two axes or is empty, or the kernel is larger than the padded image.</exception>
    /// <exception cref="TypeException">Image and kernel are not of one type, or are Bool.</exception>
    /// <exception cref="ArgumentException">A stride or dilation below 1, a negative padding, or not as many numbers as axes.</exception>
    public static ConvolutionExplanation Explain(
        Tensor image, Tensor kernel, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, bool flip = false)
    {
        const string Operation = $"{nameof(Convolution)}.{nameof(Explain)}";
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(kernel);
        foreach (var (name, operand) in (ReadOnlySpan<(string, Tensor)>)[("image", image), ("kernel", kernel)])
        {
            if (operand.Rank != 2)
                throw new ShapeException($"{Operation}: the {name} {operand.Shape} has {operand.Rank} {(operand.Rank == 1 ? "axis" : "axes")}; it takes 2: height and width of one channel.");
            if (operand.Count == 0)
                throw new ShapeException($"{Operation}: the {name} {operand.Shape} is empty; each axis must be at least 1.");
            if (operand.DType == DType.Bool)
                throw new TypeException($"{Operation}: takes numbers, the {name} is Bool; convert with Cast first.");
        }
        if (image.DType != kernel.DType)
            throw new TypeException($"{Operation}: the image is {image.DType}, the kernel {kernel.DType}; convert one of them with Cast first.");

        var strides = stride.For(2, 1, 1, Operation, nameof(stride));
        var dilations = dilation.For(2, 1, 1, Operation, nameof(dilation));
        var (before, after) = padding.For(kernel.Shape.Sizes, strides, dilations, Operation);
        var axes = new ExplainedAxis[2];
        for (var axis = 0; axis < axes.Length; axis++)
        {
            axes[axis] = new ExplainedAxis(image.Shape[axis], kernel.Shape[axis], 1, before[axis], after[axis], strides[axis], dilations[axis]);
            if (axes[axis].Padded < axes[axis].Span)
            {
                throw new ShapeException(
                    $"{Operation}: the kernel {kernel.Shape} spans {axes[axis].Span} along axis {axis} of the image {image.Shape}, which has {axes[axis].Padded} with its padding; "
                    + "a window must fit: give more padding, a smaller kernel or less dilation.");
            }
        }
        // What is explained is this moment's values, whatever becomes of a variable later.
        using (Tensor.NoGradient())
            return new ConvolutionExplanation(new("image", image.Clone()), new("kernel", kernel.Clone()), "result", axes[0], axes[1], flip);
    }
}
