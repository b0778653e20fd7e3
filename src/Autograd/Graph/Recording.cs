namespace Autograd;

/// <summary>
/// What the operations of one thread look up when they are recorded: whether they are, their place in the order, and the section of the
/// network. One object, so that an operation pays for one look at the thread's memory.
/// </summary>
internal sealed class Recording
{
    [ThreadStatic]
    private static Recording? _ofThisThread;

    public static Recording OfThisThread => _ofThisThread ??= new Recording();

    public bool IsOn { get; private set; } = true;

    /// <summary>The place of the operation recorded last.</summary>
    public long LastOrder { get; set; }

    /// <summary>The section that is open, as a path from the outermost, or null.</summary>
    public string? SectionPath { get; private set; }

    /// <summary>Who is told of every operation that this thread runs, or null.</summary>
    public IOperationObserver? Observer { get; set; }

    /// <summary>Turns recording on or off and returns what restores the state before.</summary>
    public static GradientScope Switch(bool on)
    {
        var recording = OfThisThread;
        var scope = new GradientScope(recording.IsOn);
        recording.IsOn = on;
        return scope;
    }

    /// <summary>Opens a section within the one that is open and returns what closes it.</summary>
    public static SectionScope Enter(string section)
    {
        var recording = OfThisThread;
        var scope = new SectionScope(recording.SectionPath);
        recording.SectionPath = recording.SectionPath is { } outer ? $"{outer}/{section}" : section;
        return scope;
    }

    /// <summary>Opens a section by its whole path, or none, and returns what closes it.</summary>
    public SectionScope EnterPath(string? path)
    {
        var scope = new SectionScope(SectionPath);
        SectionPath = path;
        return scope;
    }

    internal void Restore(bool isOn) => IsOn = isOn;

    internal void Restore(string? sectionPath) => SectionPath = sectionPath;
}

/// <summary>
/// A stretch of code during which recording is on or off for the current thread; disposing it restores the state before. Being a ref struct, it
/// cannot live across an <c>await</c>, which might go on in another thread.
/// </summary>
public readonly ref struct GradientScope : IDisposable
{
    // Of the two, the state that a scope made by default restores is on.
    private readonly bool _wasOff;

    internal GradientScope(bool wasOn) => _wasOff = !wasOn;

    /// <summary>Restores the state before.</summary>
    public void Dispose() => Recording.OfThisThread.Restore(isOn: !_wasOff);
}

/// <summary>
/// A stretch of code whose operations belong to one part of the network; disposing it goes back to the part around it. Being a ref struct,
/// it cannot live across an <c>await</c>, which might go on in another thread.
/// </summary>
public readonly ref struct SectionScope : IDisposable
{
    private readonly string? _outer;

    internal SectionScope(string? outer) => _outer = outer;

    /// <summary>Closes the section.</summary>
    public void Dispose() => Recording.OfThisThread.Restore(_outer);
}
