namespace Autograd.Kernels;

/// <summary>
/// The windows along one axis: window i looks at the positions i·Stride − Before + k·Dilation for k = 0 … Window − 1, of which those
/// below 0 and from Size on are padding.
/// </summary>
/// <param name="Size">The size of the axis.</param>
/// <param name="Window">How many positions a window looks at.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Before">How many positions of padding come before the axis.</param>
/// <param name="After">How many positions of padding come after it.</param>
/// <param name="Dilation">From one position of a window to the next.</param>
internal readonly record struct WindowAxis(int Size, int Window, int Stride, int Before, int After, int Dilation)
{
    // So that sums and differences of positions, strides and padding stay within 32 bits.
    private const int Longest = 1 << 30;

    /// <summary>True if a last window may stick out at the end, as long as it starts inside: no element is left out.</summary>
    public bool CoversEnd { get; init; }

    /// <summary>From the first to the last position of a window, both included.</summary>
    public long Span => (long)Dilation * (Window - 1) + 1;

    /// <summary>
    /// How many windows fit: ⌊(Size + Before + After − Span) / Stride⌋ + 1, and none where not even one does. Rounded up where the last
    /// may stick out, unless it would start beyond Before + Size.
    /// </summary>
    public int Count => Fits ? (int)Math.Min(int.MaxValue, CoversEnd
        ? Math.Min((Padded - Span + Stride - 1) / Stride + 1, ((long)Before + Size + Stride - 1) / Stride)
        : (Padded - Span) / Stride + 1) : 0;

    /// <summary>True if at least one window fits.</summary>
    public bool Fits => Padded + (CoversEnd ? Stride - 1 : 0) >= Span;

    /// <summary>True where the axis with its padding has more positions than the kernels can count.</summary>
    public bool IsTooLong => Padded > Longest;

    /// <summary>The same windows without numbers too large to count with: a stride beyond the axis takes no step, a window of one knows no dilation.</summary>
    public WindowAxis Normalized => this with { Stride = (int)Math.Min(Stride, Math.Max(1, Padded)), Dilation = Window == 1 ? 1 : Dilation };

    /// <summary>The axis with its padding.</summary>
    public long Padded => (long)Size + Before + After;

    /// <summary>The position where window i starts, negative in the padding.</summary>
    public int Start(int i) => i * Stride - Before;

    /// <summary>The windows whose kth position lies in the axis: from First on, without End.</summary>
    public (int First, int End) Reaching(int k, int count)
    {
        // Position i·Stride + shift must lie in [0, Size).
        var shift = k * Dilation - Before;
        var first = shift >= 0 ? 0 : (-shift + Stride - 1) / Stride;
        var end = shift >= Size ? 0 : Math.Min(count, (Size - 1 - shift) / Stride + 1);
        return (first, Math.Max(first, end));
    }
}
