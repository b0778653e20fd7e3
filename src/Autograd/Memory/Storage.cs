using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>The memory of one or more tensors: a flat run of elements. Views share it; it is reclaimed when the last tensor lets go.</summary>
public abstract class Storage
{
    // Counts every change of any storage, so that "changed since" is one comparison, whatever the number of inputs.
    private static long _clock;

    private long _changedAt;

    private protected Storage(DType type, int length)
    {
        Type = type;
        Length = length;
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

    /// <summary>The elements.</summary>
    /// <exception cref="TypeException"><typeparamref name="T"/> is not the type of the elements.</exception>
    public Span<T> AsSpan<T>() where T : unmanaged =>
        this is Storage<T> typed
            ? typed.Span
            : throw new TypeException($"Storage: elements are {Type}, asked for {DTypes.NameInCSharp<T>()}; convert the tensor with Cast first.");

    /// <summary>The name of the variable whose values these are, or null.</summary>
    internal string? Owner { get; set; }

    internal void MarkChanged() => _changedAt = Interlocked.Increment(ref _clock);

    internal bool ChangedSince(long moment) => _changedAt > moment;
}

/// <summary>A storage of elements of one type.</summary>
public sealed class Storage<T> : Storage where T : unmanaged
{
    // A single element lives in the object itself: most scalars never need an array.
    private readonly T[]? _array;
    private T _single;

    internal Storage(int length) : base(DTypes.Of<T>(), length)
    {
        if (length != 1)
            _array = GC.AllocateUninitializedArray<T>(length);
    }

    internal Storage(T single) : base(DTypes.Of<T>(), 1) => _single = single;

    /// <summary>The elements.</summary>
    public Span<T> Span => _array is { } array ? array : MemoryMarshal.CreateSpan(ref _single, 1);
}
