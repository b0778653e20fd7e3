namespace Autograd;

/// <summary>Whether the current thread records operations for a later backward pass.</summary>
internal static class GradientMode
{
    [ThreadStatic]
    private static bool _isDisabled;

    public static bool IsEnabled => !_isDisabled;

    /// <summary>Sets the mode and returns what restores the one before.</summary>
    public static GradientScope Set(bool enabled)
    {
        var scope = new GradientScope(_isDisabled);
        _isDisabled = !enabled;
        return scope;
    }

    internal static void Restore(bool disabled) => _isDisabled = disabled;
}

/// <summary>
/// A stretch of code during which recording is on or off for the current thread; disposing it restores the state before. Being a ref struct, it
/// cannot live across an <c>await</c>, which might go on in another thread.
/// </summary>
public readonly ref struct GradientScope : IDisposable
{
    private readonly bool _disabledBefore;

    internal GradientScope(bool disabledBefore) => _disabledBefore = disabledBefore;

    /// <summary>Restores the state before.</summary>
    public void Dispose() => GradientMode.Restore(_disabledBefore);
}
