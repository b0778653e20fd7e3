using System.Collections;

namespace Autograd;

/// <summary>
/// A convolution of one channel, worked as on paper: made by <see cref="Convolution.Explain"/>, and by its own gradients, which are
/// convolutions again. In general form, the elements of the image first move apart with zeros between them, then zeros are added
/// around (or rows and columns cut off), and then the windows slide.
/// </summary>
public sealed class ConvolutionExplanation
{
    internal ConvolutionExplanation(NamedTensor image, NamedTensor kernel, string outputName, ExplainedAxis rows, ExplainedAxis columns, bool flip)
    {
        (ImageName, Image) = image;
        (KernelName, Kernel) = kernel;
        OutputName = outputName;
        Rows = rows;
        Columns = columns;
        IsFlipped = flip;
        Weights = flip ? Kernel.Flip() : Kernel;
        PaddedImage = Rows.Lay(Columns.Lay(Image, 1), 0);
        Output = PaddedImage.Unsqueeze(0).Convolution2d(Weights.Unsqueeze(0).Unsqueeze(0), stride: Stride, dilation: Dilation).Squeeze(0);
        Steps = new StepList(this);
    }

    /// <summary>What the image is: <c>image</c>, or <c>∂L/∂result</c> where the image's gradient is explained.</summary>
    public string ImageName { get; }

    /// <summary>What the kernel is: <c>kernel</c>, or <c>∂L/∂result</c> where the kernel's gradient is explained.</summary>
    public string KernelName { get; }

    /// <summary>What the output is: <c>result</c>, <c>∂L/∂image</c> or <c>∂L/∂kernel</c>.</summary>
    public string OutputName { get; }

    /// <summary>The image, [height, width], as it was given.</summary>
    public Tensor Image { get; }

    /// <summary>The kernel, [height, width], as it was given.</summary>
    public Tensor Kernel { get; }

    /// <summary>The kernel as it is laid onto the windows: turned by 180° where the convolution is flipped.</summary>
    public Tensor Weights { get; }

    /// <summary>What the windows slide over: the image with the zeros between and around its elements.</summary>
    public Tensor PaddedImage { get; }

    /// <summary>The result, [height′, width′].</summary>
    public Tensor Output { get; }

    /// <summary>Every window, row by row; each is made when it is asked for.</summary>
    public IReadOnlyList<ConvolutionStep> Steps { get; }

    /// <summary>From one window to the next, along height and width.</summary>
    public PerAxis Stride => (Rows.Stride, Columns.Stride);

    /// <summary>From one position under the kernel to the next, along height and width.</summary>
    public PerAxis Dilation => (Rows.Dilation, Columns.Dilation);

    /// <summary>How many zeros stand between neighbouring elements of the image, along height and width; the stride − 1 in an image's gradient.</summary>
    public PerAxis ZerosBetween => (Rows.Spacing - 1, Columns.Spacing - 1);

    /// <summary>How many zeros stand above and left of the image; negative for rows and columns cut off.</summary>
    public PerAxis Before => (Rows.Before, Columns.Before);

    /// <summary>How many zeros stand below and right of the image; negative for rows and columns cut off.</summary>
    public PerAxis After => (Rows.After, Columns.After);

    /// <summary>Whether the kernel is turned by 180° before it is laid onto the windows.</summary>
    public bool IsFlipped { get; }

    /// <summary>The convolution in one line: <c>result [2, 2] = image [3, 3] (1 zero around) ⋆ kernel [2, 2], stride 2</c>.</summary>
    public string Description => ConvolutionDrawing.Describe(this);

    internal ExplainedAxis Rows { get; }

    internal ExplainedAxis Columns { get; }

    /// <summary>
    /// ∂L/∂image as the convolution that it is: of the gradient that arrives, with stride − 1 zeros between its elements and dilation·(k − 1) − padding
    /// around, and the kernel turned by 180° (back, if it was turned).
    /// </summary>
    /// <param name="upstream">∂L/∂output, of the output's shape and type; ones if left out, as for L = the sum of the output.</param>
    /// <exception cref="ShapeException">The gradient does not have the output's shape.</exception>
    /// <exception cref="TypeException">The gradient does not have the output's type.</exception>
    public ConvolutionExplanation ImageGradient(Tensor? upstream = null)
    {
        using (Tensor.NoGradient())
        {
            return new ConvolutionExplanation(
                Upstream(upstream, nameof(ImageGradient)), new(KernelName, Kernel), $"∂L/∂{ImageName}", Rows.OfImageGradient(), Columns.OfImageGradient(), !IsFlipped);
        }
    }

    /// <summary>
    /// ∂L/∂kernel as the convolution that it is: of the padded image and the gradient that arrives, stride and dilation exchanged. Where the kernel
    /// was turned by 180°, so are both of these.
    /// </summary>
    /// <inheritdoc cref="ImageGradient"/>
    public ConvolutionExplanation KernelGradient(Tensor? upstream = null)
    {
        var (rows, columns) = (Rows.OfKernelGradient(), Columns.OfKernelGradient());
        using (Tensor.NoGradient())
        {
            var gradient = Upstream(upstream, nameof(KernelGradient));
            return IsFlipped
                ? new ConvolutionExplanation(new($"{ImageName} turned by 180°", Image.Flip()), gradient, $"∂L/∂{KernelName}", rows.Turned, columns.Turned, flip: true)
                : new ConvolutionExplanation(new(ImageName, Image), gradient, $"∂L/∂{KernelName}", rows, columns, flip: false);
        }
    }

    /// <summary>As drawn on paper, side by side: what the windows slide over, the weights, and the output.</summary>
    /// <param name="step">The step to draw, its window in brackets and the output filled so far; the finished output if left out.</param>
    /// <exception cref="ArgumentException">The step is one of another explanation.</exception>
    public string Draw(ConvolutionStep? step = null) => step is null || step.IsOf(this)
        ? ConvolutionDrawing.Draw(this, step)
        : throw new ArgumentException("Draw: the step is one of another explanation; give one of this one's Steps.", nameof(step));

    /// <summary>The whole calculation: what is convolved, then every step with its drawing, its products and their sum. Large ones are cut short.</summary>
    public override string ToString() => ConvolutionDrawing.Write(this);

    private NamedTensor Upstream(Tensor? upstream, string method)
    {
        var name = $"∂L/∂{OutputName}";
        if (upstream is null)
            return new(name, Tensor.Ones(Output.Shape, Output.DType));
        if (upstream.Shape != Output.Shape)
            throw new ShapeException($"{nameof(ConvolutionExplanation)}.{method}: the gradient {upstream.Shape} does not fit the {OutputName} {Output.Shape}; it must have its shape.");
        if (upstream.DType != Output.DType)
            throw new TypeException($"{nameof(ConvolutionExplanation)}.{method}: the gradient is {upstream.DType}, the {OutputName} {Output.DType}; convert one of them with Cast first.");
        return new(name, upstream.Clone());
    }

    /// <summary>An operand and what it is.</summary>
    internal readonly record struct NamedTensor(string Name, Tensor Value);

    private sealed class StepList(ConvolutionExplanation explanation) : IReadOnlyList<ConvolutionStep>
    {
        public int Count => explanation.Output.Count;

        public ConvolutionStep this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfNegative(index);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
                var (row, column) = Math.DivRem(index, explanation.Output.Shape[1]);
                return new ConvolutionStep(explanation, row, column);
            }
        }

        public IEnumerator<ConvolutionStep> GetEnumerator()
        {
            for (var i = 0; i < Count; i++)
                yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
