using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>The memory of one or more tensors: a flat run of elements. Views share it; it is reclaimed when the last tensor lets go.</summary>
public abstract class Storage
{
    // Counts every change of any storage, so that "changed since" is one comparison, whatever the number of inputs.
    private static long _clock;

    private long _changedAt;
    private bool _isPublished;

    private protected Storage(DType type, int length)
    {
        Type = type;
        Length = length;
        Scope = Scope.Current;
    }

    /// <summary>The type of the elements.</summary>
    public DType Type { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The C# name of the element type.</summary>
    internal string ElementName => DTypes.NameInCSharp(Type);

    /// <summary>The number of changes so far, over all storages.</summary>
    internal static long Now => Volatile.Read(ref _clock);

    /// <summary>Allocates elements without clearing them: the caller writes every one.</summary>
    public static Storage<T> Allocate<T>(int length) where T : unmanaged => new(length);

    /// <summary>
    /// The elements. A span that was handed out this way stays right for as long as it is used: the memory is never given to another tensor, which
    /// costs fresh memory where results are large.
    /// </summary>
    /// <exception cref="TypeException"><typeparamref name="T"/> is not the type of the elements.</exception>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged
    {
        if (IsGone)
            throw Gone();
        if (_isPublished)
            Expose();
        return Typed<T>().Span;
    }

    /// <summary>The scope that gives the memory back, or null: the garbage collector does.</summary>
    internal Scope? Scope { get; private set; }

    /// <summary>True if the memory was given back.</summary>
    internal bool IsGone => Scope is { IsEnded: true };

    /// <summary>Of a backward pass under way: how many gradients that it still has to hand on share this storage.</summary>
    internal int Uses { get; set; }

    /// <summary>The name of the variable whose values these are, or null.</summary>
    internal string? Owner { get; set; }

    /// <summary>The storage as one of its element type.</summary>
    /// <exception cref="TypeException"><typeparamref name="T"/> is not the type of the elements.</exception>
    internal Storage<T> Typed<T>() where T : unmanaged => this as Storage<T>
        ?? throw new TypeException($"Storage: elements are {Type}, asked for {DTypes.NameInCSharp<T>()}; convert the tensor with Cast first.");

    /// <summary>Notes that a tensor has the storage now: it is no longer under construction.</summary>
    internal void Publish() => _isPublished = true;

    /// <summary>Lets another scope, or with null the garbage collector, decide when the memory is given back.</summary>
    internal void MoveTo(Scope? scope)
    {
        // What nobody gives back stays so.
        if (Scope is null || ReferenceEquals(scope, Scope) || IsGone)
            return;
        Scope = scope;
        HandBlockTo(scope);
    }

    /// <summary>Gives the memory back now: nobody reads it again.</summary>
    internal void GiveBack()
    {
        Scope = Scope.Ended;
        ReturnBlock();
    }

    internal void MarkChanged() => _changedAt = Interlocked.Increment(ref _clock);

    internal bool ChangedSince(long moment) => _changedAt > moment;

    private protected ObjectDisposedException Gone() =>
        new(null, $"Storage: the memory of these {Length} elements of {Type} was given back when the scope ended that they were computed in.");

    private protected abstract void HandBlockTo(Scope? scope);

    private protected abstract void ReturnBlock();

    private protected abstract void Expose();
}

/// <summary>A storage of elements of one type.</summary>
public sealed class Storage<T> : Storage where T : unmanaged
{
    // A single element lives in the object itself, few in an array, many in a block of the pool.
    private readonly T[]? _array;
    private Block? _block;
    private T _single;

    internal unsafe Storage(int length) : base(DTypes.Of<T>(), length)
    {
        var bytes = (long)length * sizeof(T);
        if (bytes < SizeClasses.Smallest && !BlockPool.IsGuarded)
        {
            if (length != 1)
                _array = GC.AllocateUninitializedArray<T>(length);
            return;
        }
        _block = BlockPool.Rent(bytes, Scope is null ? this : null);
        Scope?.Own(this);
    }

    internal Storage(T single) : base(DTypes.Of<T>(), 1) => _single = single;

    /// <summary>The block that the elements are in, if there are many.</summary>
    internal Block? Block => _block;

    /// <summary>
    /// The elements, for as long as this storage is reachable: the memory may belong to another one afterwards. An operation that runs keeps
    /// its inputs and its result reachable.
    /// </summary>
    internal Span<T> Span
    {
        get
        {
            if (_array is { } array)
                return array;
            if (_block is { } block)
                return block.AsSpan<T>(Length);
            return Length == 1 ? MemoryMarshal.CreateSpan(ref _single, 1) : throw Gone();
        }
    }

    private protected override void HandBlockTo(Scope? scope)
    {
        if (_block is null)
            return;
        if (scope is null)
            BlockPool.Watch(_block, this);
        else
            scope.Own(this);
    }

    private protected override void ReturnBlock()
    {
        if (Interlocked.Exchange(ref _block, null) is { } block)
            BlockPool.Return(block);
    }

    private protected override void Expose() => _block?.IsExposed = true;
}
