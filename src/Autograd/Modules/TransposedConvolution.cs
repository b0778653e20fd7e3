namespace Autograd;

/// <summary>A transposed convolution of one to three axes: each position of the input, times the whole kernel, added up where they overlap.</summary>
public abstract class TransposedConvolution : ConvolutionLayer
{
    private protected TransposedConvolution(
        int axes, int channels, int filters, PerAxis kernel, PerAxis stride, Padding padding, PerAxis outputPadding, int groups, bool hasBias, PerAxis dilation,
        DType type, Generator? generator)
        : base(axes, channels, filters, kernel, stride, padding, dilation, groups, hasBias, isTransposed: true, type, generator) =>
        OutputPadding = outputPadding.For(axes, 0, 0, GetType().Name, nameof(outputPadding));

    /// <summary>Positions added at the end of each axis of the result.</summary>
    public PerAxis OutputPadding { get; }

    /// <inheritdoc/>
    protected internal override string Settings =>
        OutputPadding.Values.ContainsAnyExcept(0) ? $"{base.Settings}, output padding {OutputPadding.ToShortString()}" : base.Settings;
}
