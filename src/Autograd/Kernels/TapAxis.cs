namespace Autograd.Kernels;

/// <summary>
/// One spatial axis of a <see cref="Correlation{T}"/>: the result's position OutputStart + t·OutputStep sums over the taps what the input
/// has at t·InputStep + tap.Offset, or 0 where that lies outside.
/// </summary>
/// <param name="Count">How many positions t there are.</param>
/// <param name="InputSize">The size of the input's axis.</param>
/// <param name="InputStep">From one position to the next in the input.</param>
/// <param name="OutputStart">The first position in the result.</param>
/// <param name="OutputStep">From one position to the next in the result.</param>
/// <param name="Taps">Which elements of the kernel take part, and where each looks.</param>
internal readonly record struct TapAxis(int Count, int InputSize, int InputStep, int OutputStart, int OutputStep, (int Index, int Offset)[] Taps)
{
    /// <summary>An axis that is not there: what makes three axes of one or two.</summary>
    public static TapAxis One { get; } = new(1, 1, 1, 0, 1, [(0, 0)]);

    /// <summary>One to three axes, made three.</summary>
    public static (TapAxis Z, TapAxis Y, TapAxis X) Three(TapAxis[] axes) =>
        (axes.Length > 2 ? axes[^3] : One, axes.Length > 1 ? axes[^2] : One, axes[^1]);

    /// <summary>The same for the phases of each.</summary>
    public static (TapAxis[] Z, TapAxis[] Y, TapAxis[] X) Three(TapAxis[][] axes) =>
        (axes.Length > 2 ? axes[^3] : [One], axes.Length > 1 ? axes[^2] : [One], axes[^1]);

    /// <summary>The positions that all phases of a result read, from however many of its positions: as many as the first, with the taps of all.</summary>
    public static TapAxis Together(TapAxis[] phases) =>
        phases.Length == 1 ? phases[0] : phases[0] with { Taps = [.. phases.SelectMany(phase => phase.Taps).DistinctBy(tap => tap.Offset)] };

    /// <summary>Whether every position sees only the pixel at its own place, and the image's rows lie one after another: they may be joined then.</summary>
    public static bool ArePointwise(TapAxis z, TapAxis y, TapAxis x, Layout image) =>
        z.IsPointwise && z.Count == 1 && y.IsPointwise && x.IsPointwise && image.Strides[3] == x.InputSize * image.Strides[4];

    /// <summary>The rows of pointwise axes as one.</summary>
    public static TapAxis Joined(TapAxis y, TapAxis x) => x with { Count = y.Count * x.Count, InputSize = y.InputSize * x.InputSize };

    private bool IsPointwise => InputStep == 1 && OutputStart == 0 && OutputStep == 1 && Count == InputSize && Taps is [(_, 0)];

    /// <summary>Windows at every pixel from the first of these windows to the last.</summary>
    public TapAxis EachPixel() => this with { Count = (Count - 1) * InputStep + 1, InputStep = 1 };

    /// <summary>How far apart the places are that the first and the last tap look at.</summary>
    public int Reach => Taps.Length == 0 ? 0 : LastOffset - FirstOffset;

    /// <summary>The least offset of a tap.</summary>
    public int FirstOffset => Taps.Length == 0 ? 0 : Taps.Min(tap => tap.Offset);

    private int LastOffset => Taps.Max(tap => tap.Offset);

    /// <summary>Convolution: window i slides over the input.</summary>
    public static TapAxis Sliding(WindowAxis axis)
    {
        var taps = new (int, int)[axis.Window];
        // A tap that sees nothing but padding may as well see that next to the image: no window needs memory for what lies further out.
        for (var k = 0; k < taps.Length; k++)
            taps[k] = (k, (int)Math.Clamp((long)k * axis.Dilation - axis.Before, -(axis.Count - 1L) * axis.Stride - 1, axis.Size));
        return new TapAxis(axis.Count, axis.Size, axis.Stride, 0, 1, taps);
    }

    /// <summary>
    /// Transposed convolution, in as many phases as the result has remainders by the stride, each of which meets elements of its own of the kernel: so no
    /// product with a zero between the pixels is ever formed. With a stride of 2 and a kernel of three elements a, b, c:
    /// <code>
    ///   pixels             p       q       r
    ///   result       ap   bp   cp+aq   bq   cq+ar   br …      phase 0: a and c    phase 1: b
    /// </code>
    /// </summary>
    public static TapAxis[] Collecting(WindowAxis axis, int windows)
    {
        var phases = new TapAxis[Math.Min(axis.Stride, axis.Size)];
        for (var phase = 0; phase < phases.Length; phase++)
            phases[phase] = Collecting(axis, windows, phase);
        return phases;
    }

    /// <summary>
    /// Transposed convolution, for every Stride-th position of the result from <paramref name="phase"/> on: position y collects from the
    /// windows i with i·Stride − Before + k·Dilation = y. Of one phase all positions meet the same elements k of the kernel.
    /// </summary>
    private static TapAxis Collecting(WindowAxis axis, int windows, int phase)
    {
        var taps = new List<(int, int)>();
        var count = (int)(((long)axis.Size - phase + axis.Stride - 1) / axis.Stride);
        for (var k = 0; k < axis.Window; k++)
        {
            var distance = phase + axis.Before - (long)k * axis.Dilation;
            // A tap that no position of the result has a window for is left out.
            if (distance % axis.Stride == 0 && distance / axis.Stride < windows && distance / axis.Stride > -count)
                taps.Add((k, (int)(distance / axis.Stride)));
        }
        return new TapAxis(count, windows, 1, phase, axis.Stride, [.. taps]);
    }
}

internal static class SpatialLayouts
{
    /// <summary>The same elements with two leading axes and three spatial ones, as many as kernels of convolutions know.</summary>
    public static Layout Spatial3(this Layout layout)
    {
        if (layout.Shape.Rank == 5)
            return layout;
        var ones = new int[5 - layout.Shape.Rank];
        Array.Fill(ones, 1);
        return layout.Reshape(Shape.Create([.. layout.Shape.Sizes[..2], .. ones, .. layout.Shape.Sizes[2..]]))!;
    }
}
