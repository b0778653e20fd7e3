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
    /// <summary>From the first to the last position of a window, both included.</summary>
    public long Span => (long)Dilation * (Window - 1) + 1;

    /// <summary>How many windows fit: ⌊(Size + Before + After − Span) / Stride⌋ + 1, and none where not even one does.</summary>
    public int Count => Fits ? checked((int)((Padded - Span) / Stride + 1)) : 0;

    /// <summary>True if at least one window fits.</summary>
    public bool Fits => Padded >= Span;

    private long Padded => (long)Size + Before + After;

    /// <summary>The position where window i starts, negative in the padding.</summary>
    public int Start(int i) => i * Stride - Before;
}
