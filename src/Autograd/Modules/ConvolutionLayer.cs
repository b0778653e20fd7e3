namespace Autograd;

/// <summary>What convolutions and transposed convolutions of one to three axes have in common: the kernel, the bias, and how the kernel slides.</summary>
public abstract class ConvolutionLayer : Module
{
    private protected ConvolutionLayer(
        int axes, int channels, int filters, PerAxis kernel, PerAxis stride, Padding padding, PerAxis dilation, int groups, bool hasBias, bool isTransposed,
        DType type, Generator? generator)
    {
        var name = GetType().Name;
        (Channels, Filters) = (Positive(channels, nameof(channels), name), Positive(filters, nameof(filters), name));
        Groups = Positive(groups, nameof(groups), name);
        if (channels % groups != 0 || filters % groups != 0)
        {
            throw new ArgumentException(
                $"{name}: {groups} groups cannot share {channels} channels and {filters} filters evenly; use a number that divides both.", nameof(groups));
        }
        KernelSize = kernel.For(axes, 0, 1, name, nameof(kernel));
        Stride = stride.For(axes, 1, 1, name, nameof(stride));
        Dilation = dilation.For(axes, 1, 1, name, nameof(dilation));
        _ = padding.For(KernelSize.Values, Stride.Values, Dilation.Values, name);
        Padding = padding;
        Weight = Initialization.Parameter("weight", isTransposed ? [channels, filters / groups, .. KernelSize.Values] : [filters, channels / groups, .. KernelSize.Values], type);
        Initialization.KaimingUniform(Weight, Math.Sqrt(5), generator: generator);
        if (hasBias)
            Bias = Initialization.BiasFor(Weight, filters, generator);
    }

    /// <summary>The kernels: [filters, channels / groups, …], and of a transposed convolution [channels, filters / groups, …]. They start uniform on ±1/√(inputs of a filter).</summary>
    public Variable Weight { get; }

    /// <summary>[filters], or null.</summary>
    public Variable? Bias { get; }

    /// <summary>How many channels go in.</summary>
    public int Channels { get; }

    /// <summary>How many channels come out.</summary>
    public int Filters { get; }

    /// <summary>How many positions the kernel sees along each axis.</summary>
    public PerAxis KernelSize { get; }

    /// <summary>From one window to the next.</summary>
    public PerAxis Stride { get; }

    /// <summary>What is added around the input, or, by a transposed convolution, cut off from the result.</summary>
    public Padding Padding { get; }

    /// <summary>From one position under the kernel to the next.</summary>
    public PerAxis Dilation { get; }

    /// <summary>How many groups the channels and filters fall into.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    protected internal override string Settings
    {
        get
        {
            var text = $"{Channels} → {Filters}, kernel {KernelSize.ToShortString()}";
            if (Stride.Values.ContainsAnyExcept(1))
                text += $", stride {Stride.ToShortString()}";
            if ($"{Padding}" is not "0" and var padding)
                text += $", padding {padding}";
            if (Dilation.Values.ContainsAnyExcept(1))
                text += $", dilation {Dilation.ToShortString()}";
            if (Groups > 1)
                text += $", groups {Groups}";
            return Bias is null ? $"{text}, no bias" : text;
        }
    }
}
