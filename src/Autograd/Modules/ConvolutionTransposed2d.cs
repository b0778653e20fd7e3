namespace Autograd;

/// <summary>Transposed convolution of images, [batch, channels, height, width], which makes them larger: <see cref="Tensor.ConvolutionTransposed2d"/>. PyTorch's <c>torch.nn.ConvTranspose2d</c>.</summary>
public sealed class ConvolutionTransposed2d : TransposedConvolution
{
    /// <summary>Creates a layer.</summary>
    /// <param name="channels">How many channels go in.</param>
    /// <param name="filters">How many channels come out.</param>
    /// <param name="kernel">How many positions of the result each position of the input reaches along each axis.</param>
    /// <param name="stride">From one position's place in the result to the next; 1 if left out.</param>
    /// <param name="padding">What is cut off from each side of the result.</param>
    /// <param name="outputPadding">Positions added at the end of each axis of the result; fewer than stride or dilation.</param>
    /// <param name="groups">Channels and filters fall into so many groups that do not see each other.</param>
    /// <param name="hasBias">Whether each filter adds a number.</param>
    /// <param name="dilation">From one place under the kernel to the next; 1 if left out.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where the first weights come from.</param>
    /// <exception cref="ArgumentException">A number is too small, there are not as many as axes, or the groups do not divide channels and filters.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public ConvolutionTransposed2d(
        int channels, int filters, PerAxis kernel, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, int groups = 1,
        bool hasBias = true, PerAxis dilation = default, DType type = DType.Float32, Generator? generator = null)
        : base(2, channels, filters, kernel, stride, padding, outputPadding, groups, hasBias, dilation, type, generator) { }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.ConvolutionTransposed2d(Weight, Bias, Stride, Padding, OutputPadding, Groups, Dilation);
}
