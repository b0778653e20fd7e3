namespace Autograd;

/// <summary>A window that slides over one to three axes, and makes one number of each place: what maximum and average pooling have in common.</summary>
public abstract class PoolingLayer : Module
{
    private protected PoolingLayer(int axes, PerAxis window, PerAxis stride, Padding padding, PerAxis dilation, bool ceilMode)
    {
        var name = GetType().Name;
        Window = window.For(axes, 0, 1, name, nameof(window));
        Stride = stride.IsDefault ? Window : stride.For(axes, 0, 1, name, nameof(stride));
        Dilation = dilation.For(axes, 1, 1, name, nameof(dilation));
        _ = padding.For(Window.Values, Stride.Values, Dilation.Values, name);
        (Padding, CeilMode) = (padding, ceilMode);
    }

    /// <summary>How many positions a window looks at along each axis.</summary>
    public PerAxis Window { get; }

    /// <summary>From one window to the next.</summary>
    public PerAxis Stride { get; }

    /// <summary>How many positions lie outside on each side.</summary>
    public Padding Padding { get; }

    /// <summary>From one position of a window to the next.</summary>
    public PerAxis Dilation { get; }

    /// <summary>True if a last window may stick out at the end.</summary>
    public bool CeilMode { get; }

    /// <inheritdoc/>
    protected internal override string Settings
    {
        get
        {
            var text = $"window {Window.ToShortString()}";
            if (Stride != Window)
                text += $", stride {Stride.ToShortString()}";
            if ($"{Padding}" is not "0" and var padding)
                text += $", padding {padding}";
            if (Dilation.Values.ContainsAnyExcept(1))
                text += $", dilation {Dilation.ToShortString()}";
            return CeilMode ? $"{text}, ceil mode" : text;
        }
    }
}
