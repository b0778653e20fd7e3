namespace Autograd;

/// <summary>Transposed convolution of volumes, [batch, channels, depth, height, width], which makes them larger: <see cref="Tensor.ConvolutionTransposed3d"/>. PyTorch's <c>torch.nn.ConvTranspose3d</c>.</summary>
public sealed class ConvolutionTransposed3d : TransposedConvolution
{
    /// <inheritdoc cref="ConvolutionTransposed2d(int, int, PerAxis, PerAxis, Padding, PerAxis, int, bool, PerAxis, DType, Generator)"/>
    public ConvolutionTransposed3d(
        int channels, int filters, PerAxis kernel, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, int groups = 1,
        bool hasBias = true, PerAxis dilation = default, DType type = DType.Float32, Generator? generator = null)
        : base(3, channels, filters, kernel, stride, padding, outputPadding, groups, hasBias, dilation, type, generator) { }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.ConvolutionTransposed3d(Weight, Bias, Stride, Padding, OutputPadding, Groups, Dilation);
}
