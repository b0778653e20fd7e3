namespace Autograd;

/// <summary>Convolution of sequences, [batch, channels, length], with filters that are learned: <see cref="Tensor.Convolution1d"/>. PyTorch's <c>torch.nn.Conv1d</c>.</summary>
public sealed class Convolution1d : SlidingConvolution
{
    /// <inheritdoc cref="Convolution2d(int, int, PerAxis, PerAxis, Padding, PerAxis, int, bool, PadMode, DType, Generator)"/>
    public Convolution1d(
        int channels, int filters, PerAxis kernel, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1,
        bool hasBias = true, PadMode paddingMode = PadMode.Constant, DType type = DType.Float32, Generator? generator = null)
        : base(1, channels, filters, kernel, stride, padding, dilation, groups, hasBias, paddingMode, type, generator) { }

    private protected override Tensor Convolve(Tensor x, Padding padding) => x.Convolution1d(Weight, Bias, Stride, padding, Dilation, Groups);
}
