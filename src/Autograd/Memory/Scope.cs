namespace Autograd;

/// <summary>
/// A stretch of a thread's work that gives back the memory of all that was computed in it when it ends. What is meant to live on is moved out
/// with <see cref="Storage.MoveTo"/>.
/// </summary>
internal sealed class Scope
{
    [ThreadStatic]
    private static Scope? _current;

    // The list of a scope that has ended serves the next.
    [ThreadStatic]
    private static List<Storage>? _spare;

    // Of the storages in this scope, those whose memory is a block; others need no giving back.
    private List<Storage>? _blocks;

    /// <summary>The innermost scope of this thread, or null.</summary>
    public static Scope? Current => _current;

    /// <summary>The scope of what was given back before the one it was computed in ended.</summary>
    public static Scope Ended { get; } = new() { IsEnded = true };

    /// <summary>The scope around this one, or null.</summary>
    public Scope? Outer { get; private init; }

    /// <summary>True for an optimizer's step: it gives back no gradient of a variable that the optimizer does not change.</summary>
    public bool IsStep { get; private init; }

    /// <summary>True once the memory was given back.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The number of storages with blocks so far.</summary>
    public int Count => _blocks?.Count ?? 0;

    /// <summary>Opens a scope within the current one.</summary>
    public static Scope Open(bool isStep = false) => _current = new Scope { Outer = _current, IsStep = isStep };

    /// <summary>A scope that nothing is computed in: things are moved there.</summary>
    public static Scope Apart() => new();

    /// <summary>Makes another scope the current one and returns the one that was.</summary>
    public static Scope? Switch(Scope? scope)
    {
        var before = _current;
        _current = scope;
        return before;
    }

    /// <summary>Remembers a storage whose block is to be given back.</summary>
    public void Own(Storage storage)
    {
        if (_blocks is null)
        {
            _blocks = _spare ?? [];
            _spare = null;
        }
        _blocks.Add(storage);
    }

    /// <summary>Gives back everything, and that of scopes left open inside.</summary>
    public void End()
    {
        for (var inner = _current; !IsEnded && IsWithin(inner); inner = inner.Outer)
        {
            _current = inner!.Outer;
            inner.GiveBack();
            if (ReferenceEquals(inner, this))
                return;
        }
        GiveBack();
    }

    /// <summary>Gives back those that came since there were so many, but for the ones in <see cref="Storage.Uses"/>.</summary>
    public void GiveBackUnused(int since)
    {
        if (_blocks is null)
            return;
        var kept = since;
        for (var i = since; i < _blocks.Count; i++)
        {
            if (!ReferenceEquals(_blocks[i].Scope, this))
                continue;
            if (_blocks[i].Uses > 0)
                _blocks[kept++] = _blocks[i];
            else
                _blocks[i].GiveBack();
        }
        _blocks.RemoveRange(kept, _blocks.Count - kept);
    }

    private bool IsWithin(Scope? inner)
    {
        while (inner is not null && !ReferenceEquals(inner, this))
            inner = inner.Outer;
        return inner is not null;
    }

    private void GiveBack()
    {
        if (IsEnded)
            return;
        IsEnded = true;
        if (_blocks is null)
            return;
        foreach (var storage in _blocks)
        {
            if (ReferenceEquals(storage.Scope, this))
                storage.GiveBack();
        }
        _blocks.Clear();
        _spare = _blocks;
        _blocks = null;
    }
}
