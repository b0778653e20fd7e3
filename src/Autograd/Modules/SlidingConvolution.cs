namespace Autograd;

/// <summary>A convolution of one to three axes: what is around the input, then the kernel over both.</summary>
public abstract class SlidingConvolution : ConvolutionLayer
{
    private readonly int[]? _around;

    private protected SlidingConvolution(
        int axes, int channels, int filters, PerAxis kernel, PerAxis stride, Padding padding, PerAxis dilation, int groups, bool hasBias, PadMode paddingMode,
        DType type, Generator? generator)
        : base(axes, channels, filters, kernel, stride, padding, dilation, groups, hasBias, isTransposed: false, type, generator)
    {
        PaddingMode = paddingMode;
        // Zeros are nothing to the operation itself; other things are put around the input first.
        if (paddingMode != PadMode.Constant)
            _around = PaddingLayer.Pairs(padding.For(KernelSize.Values, Stride.Values, Dilation.Values, GetType().Name));
    }

    /// <summary>What is added around the input: zeros, or positions of the input itself.</summary>
    public PadMode PaddingMode { get; }

    /// <inheritdoc/>
    protected internal override string Settings => PaddingMode == PadMode.Constant ? base.Settings : $"{base.Settings}, {PaddingMode.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => _around is null ? Convolve(x, Padding) : Convolve(x.Pad(_around, PaddingMode), 0);

    private protected abstract Tensor Convolve(Tensor x, Padding padding);
}
