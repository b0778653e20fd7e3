namespace Autograd;

/// <summary>
/// One axis of an explained convolution: window i looks at the positions i·Stride + k·Dilation of the image after its elements were moved
/// Spacing apart, zeros between them, and zeros were added on both sides, or elements cut off where the padding is negative.
/// The gradients of such a convolution are such convolutions.
/// </summary>
/// <param name="Size">The size of the image.</param>
/// <param name="Window">The size of the kernel.</param>
/// <param name="Spacing">From one element of the image to the next.</param>
/// <param name="Before">Zeros before the image; what is cut off if negative.</param>
/// <param name="After">Zeros after the image; what is cut off if negative.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Dilation">From one position of a window to the next.</param>
internal readonly record struct ExplainedAxis(int Size, int Window, int Spacing, int Before, int After, int Stride, int Dilation)
{
    /// <summary>The size of the image with the zeros between its elements.</summary>
    public long Spread => (long)Spacing * (Size - 1) + 1;

    /// <summary>The size of what the windows slide over.</summary>
    public long Padded => Spread + Before + After;

    /// <summary>From the first to the last position of a window, both included.</summary>
    public long Span => (long)Dilation * (Window - 1) + 1;

    /// <summary>How many windows fit.</summary>
    public int Count => checked((int)((Padded - Span) / Stride + 1));

    /// <summary>The axis seen from its other end.</summary>
    public ExplainedAxis Turned => this with { Before = After, After = Before };

    /// <summary>
    /// Position m of the image collects from all windows i and weights k with Stride·i + Dilation·k − Before = Spacing·m: it looks at the
    /// gradients, Stride apart, from m·Spacing on and downwards in k, so upwards over the turned kernel.
    /// </summary>
    public ExplainedAxis OfImageGradient() =>
        Fitting(Size, new(Count, Window, Spacing: Stride, Before: checked((int)(Span - 1 - Before)), After: 0, Stride: Spacing, Dilation));

    /// <summary>
    /// Weight k collects from all windows i the product of the gradient with what lay at Stride·i + Dilation·k: stride and dilation change places.
    /// </summary>
    public ExplainedAxis OfKernelGradient() => Fitting(Window, this with { Window = Count, Stride = Dilation, Dilation = Stride });

    /// <summary>An image whose axis has its zeros between and around the elements.</summary>
    public Tensor Lay(Tensor image, int axis)
    {
        if (Spacing > 1)
        {
            var (count, spacing) = (Size, Spacing);
            int[] sizes = [.. image.Shape.Sizes];
            sizes[axis] = checked((int)Spread);
            image = Operation.Run(new Embed(image, sizes, layout => layout.Slice(axis, 0, count, spacing)));
        }
        // Zeros first: more may be cut off one end than there is without those of the other.
        Span<int> added = stackalloc int[4], cut = stackalloc int[4];
        var place = 2 * (1 - axis);
        (added[place], added[place + 1]) = (Math.Max(0, Before), Math.Max(0, After));
        (cut[place], cut[place + 1]) = (Math.Min(0, Before), Math.Min(0, After));
        return image.Pad(added).Pad(cut);
    }

    /// <summary>What of a padded image lies under window i.</summary>
    public Tensor Under(Tensor padded, int axis, int i) => padded.Slice(axis, i * Stride, i * Stride + (int)Span, Dilation);

    /// <summary>
    /// So much after the image that the windows are as many as wanted and see all of it. Where the stride left a rest of the image
    /// unseen, the gradient of the image has zeros there and that of the kernel leaves it out.
    /// </summary>
    private static ExplainedAxis Fitting(int count, ExplainedAxis axis) =>
        axis with { After = checked((int)((long)axis.Stride * (count - 1) + axis.Span - axis.Spread - axis.Before)) };
}
