namespace Autograd;

/// <summary>Convolution of images, [batch, channels, height, width], with filters that are learned: <see cref="Tensor.Convolution2d"/>. PyTorch's <c>torch.nn.Conv2d</c>.</summary>
public sealed class Convolution2d : SlidingConvolution
{
    /// <summary>Creates a layer.</summary>
    /// <param name="channels">How many channels go in.</param>
    /// <param name="filters">How many channels come out.</param>
    /// <param name="kernel">How many positions the kernel sees along each axis.</param>
    /// <param name="stride">From one window to the next; 1 if left out.</param>
    /// <param name="padding">What is added around the input: a number, one for each axis, <see cref="Padding.Sides"/> or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">From one position under the kernel to the next; 1 if left out.</param>
    /// <param name="groups">Channels and filters fall into so many groups that do not see each other; as many as channels is a depthwise convolution.</param>
    /// <param name="hasBias">Whether each filter adds a number.</param>
    /// <param name="paddingMode">What is added: zeros, or positions of the input itself.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where the first weights come from.</param>
    /// <exception cref="ArgumentException">A number is too small, there are not as many as axes, or the groups do not divide channels and filters.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public Convolution2d(
        int channels, int filters, PerAxis kernel, PerAxis stride = default, Padding padding = default, PerAxis dilation = default, int groups = 1,
        bool hasBias = true, PadMode paddingMode = PadMode.Constant, DType type = DType.Float32, Generator? generator = null)
        : base(2, channels, filters, kernel, stride, padding, dilation, groups, hasBias, paddingMode, type, generator) { }

    private protected override Tensor Convolve(Tensor x, Padding padding) => x.Convolution2d(Weight, Bias, Stride, padding, Dilation, Groups);
}
