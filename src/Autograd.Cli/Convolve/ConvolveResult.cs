namespace Autograd.Cli;

/// <summary>One convolution with its gradients, if they were asked for.</summary>
/// <param name="Name">What it is called where there are several: <c>k1</c>.</param>
/// <param name="Forward">The convolution itself.</param>
/// <param name="ImageGradient">∂L/∂image, or null.</param>
/// <param name="KernelGradient">∂L/∂kernel, or null.</param>
/// <param name="IsPicture">Whether the image holds grey values from 0 to 255.</param>
internal sealed record ConvolveResult(
    string? Name, ConvolutionExplanation Forward, ConvolutionExplanation? ImageGradient, ConvolutionExplanation? KernelGradient, bool IsPicture)
{
    // What --steps may show in all windows of a convolution: a few hundred megabytes of text.
    private const long MostProducts = 10_000_000;

    // More than any picture: beyond it the memory of the machine ends, not that of the format.
    private const long LargestImage = 100_000_000;

    // A pre-padded image, its border the zeros of the padding.
    private const string ExampleImage = "0 0 0 0 0 0; 0 1 2 0 1 0; 0 0 3 1 2 0; 0 2 0 1 0 0; 0 1 1 0 3 0; 0 0 0 0 0 0";

    private static readonly (string Name, string Kernel, PerAxis Stride)[] _examples =
        [("k1", "0 1 1; 0 1 0; -2 0 -1", 1), ("k2", "1 0; 2 1", 2)];

    /// <summary>The convolution and, if wanted, its gradients.</summary>
    public IEnumerable<ConvolutionExplanation> Parts => new[] { Forward, ImageGradient, KernelGradient }.OfType<ConvolutionExplanation>();

    /// <summary>Reads what the user gave and computes it; without an image, the example.</summary>
    /// <exception cref="CommandException">Something is missing, cannot be read or does not fit.</exception>
    public static ConvolveResult[] Compute(ConvolveOptions options)
    {
        if (options.Upstream is not null && !options.Gradient)
            throw new CommandException("--upstream is what --gradient starts from; give --gradient too.");
        if ((options.Image is null) != (options.Kernel is null))
        {
            var (given, missing) = options.Image is null ? ("--kernel", "--image") : ("--image", "--kernel");
            throw new CommandException($"{missing} is missing: {given} needs one; leave both out for the example.");
        }
        if (options.Image is not null)
        {
            var (image, isPicture) = MatrixSource.Read("--image", options.Image);
            var (kernel, _) = MatrixSource.Read("--kernel", options.Kernel!);
            return [Compute(null, image, kernel, options, isPicture)];
        }
        foreach (var (option, isGiven) in ((string, bool)[])[
            ("--stride", options.Stride is not null), ("--padding", options.Padding is not null),
            ("--dilation", options.Dilation is not null), ("--upstream", options.Upstream is not null)])
        {
            if (isGiven)
                throw new CommandException($"{option} needs --image and --kernel; without them the example is computed as it is.");
        }
        var example = TensorText.ParseMatrix("--image", ExampleImage);
        return [.. _examples.Select(each => Compute(
            each.Name, example, TensorText.ParseMatrix("--kernel", each.Kernel), options with { Stride = each.Stride }, isPicture: false))];
    }

    private static ConvolveResult Compute(string? name, Tensor image, Tensor kernel, ConvolveOptions options, bool isPicture)
    {
        var forward = Listable(Explain(image, kernel, options), options);
        if (!options.Gradient)
            return new ConvolveResult(name, Finite(forward), null, null, isPicture);
        var upstream = options.Upstream is { } text ? MatrixSource.Read("--upstream", text).Matrix : null;
        if (upstream is not null && upstream.Shape != forward.Output.Shape)
            throw new CommandException($"--upstream: its shape is {upstream.Shape}, the result's {forward.Output.Shape}; they must be the same.");
        return new ConvolveResult(name, Finite(forward), Finite(Listable(forward.ImageGradient(upstream), options)), Finite(Listable(forward.KernelGradient(upstream), options)), isPicture);
    }

    private static ConvolutionExplanation Explain(Tensor image, Tensor kernel, ConvolveOptions options)
    {
        try
        {
            return Convolution.Explain(image, kernel, options.Stride ?? 1, Bounded(image.Shape, options.Padding ?? 0), options.Dilation ?? 1, options.Flip);
        }
        catch (Exception exception) when (exception is ShapeException or ArgumentException)
        {
            // The name of the method in front is not the user's.
            throw new CommandException(exception.Message[(exception.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }
    }

    private static Padding Bounded(Shape image, Padding padding)
    {
        if (padding.IsSame)
            return padding;
        var (rows, columns) = (padding.Before.Values[0] + (long)padding.After.Values[0] + image[0], padding.Before.Values[^1] + (long)padding.After.Values[^1] + image[1]);
        return (Int128)rows * columns <= LargestImage
            ? padding
            : throw new CommandException($"--padding: an image of {rows} × {columns} with its padding is too large; there may be {LargestImage} numbers.");
    }

    private static ConvolutionExplanation Listable(ConvolutionExplanation explanation, ConvolveOptions options)
    {
        var (windows, products) = (explanation.Output.Count, explanation.Weights.Count);
        return !options.Steps || (long)windows * products <= MostProducts
            ? explanation
            : throw new CommandException(
                $"--steps: {explanation.OutputName} has {windows} windows of {products} products, too many to show; there may be {MostProducts} products; leave --steps out, or give a smaller image.");
    }

    /// <summary>Numbers of 300 digits may have products that no number holds.</summary>
    private static ConvolutionExplanation Finite(ConvolutionExplanation explanation) => (bool)explanation.Output.IsFinite().All()
        ? explanation
        : throw new CommandException($"{explanation.OutputName}: its numbers are too large for Float64; give smaller ones.");
}
