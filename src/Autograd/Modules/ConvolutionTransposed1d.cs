namespace Autograd;

/// <summary>Transposed convolution of sequences, [batch, channels, length], which makes them larger: <see cref="Tensor.ConvolutionTransposed1d"/>. PyTorch's <c>torch.nn.ConvTranspose1d</c>.</summary>
public sealed class ConvolutionTransposed1d : TransposedConvolution
{
    /// <inheritdoc cref="ConvolutionTransposed2d(int, int, PerAxis, PerAxis, Padding, PerAxis, int, bool, PerAxis, DType, Generator)"/>
    public ConvolutionTransposed1d(
        int channels, int filters, PerAxis kernel, PerAxis stride = default, Padding padding = default, PerAxis outputPadding = default, int groups = 1,
        bool hasBias = true, PerAxis dilation = default, DType type = DType.Float32, Generator? generator = null)
        : base(1, channels, filters, kernel, stride, padding, outputPadding, groups, hasBias, dilation, type, generator) { }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.ConvolutionTransposed1d(Weight, Bias, Stride, Padding, OutputPadding, Groups, Dilation);
}
