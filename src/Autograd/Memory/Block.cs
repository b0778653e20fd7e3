using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// A run of memory that the <see cref="BlockPool"/> lends to one storage after another, so that its pages are touched for the first time
/// only once. The memory is a pinned managed array: it never moves, which keeps its alignment, and whatever forgets to give a block back,
/// the garbage collector reclaims it.
/// </summary>
internal sealed class Block
{
    /// <summary>The alignment of the first byte: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    // What surrounds the elements while guards are on. As a floating-point number it is not one, so that what reads it shows.
    private const byte Poison = 0xFF;
    private const int GuardSize = 4 * Alignment;

    private readonly Line[] _lines;
    private readonly nuint _start;

    // Tells whether the storage that the block was lent to still exists, without keeping it alive.
    private readonly WeakReference<Storage?> _borrower = new(null);
    private long _size;

    public Block(int sizeClass)
    {
        SizeClass = sizeClass;
        var guards = BlockPool.IsGuarded ? 2 * GuardSize : 0;
        _lines = GC.AllocateUninitializedArray<Line>(checked((int)((SizeClasses.Size(sizeClass) + guards) / Alignment + 1)), pinned: true);
        var address = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_lines, 0);
        _start = (nuint)(-(nint)address & (Alignment - 1)) + (nuint)(guards / 2);
    }

    /// <summary>The place of its size among all <see cref="SizeClasses"/>.</summary>
    public int SizeClass { get; }

    /// <summary>The number of bytes it holds.</summary>
    public long Size => SizeClasses.Size(SizeClass);

    /// <summary>True once a span of it was handed out to somebody who may keep it: it is never lent again.</summary>
    public bool IsExposed { get; set; }

    /// <summary>The place among the blocks whose storages are watched, or −1.</summary>
    public int Place { get; set; } = -1;

    /// <summary>
    /// The storage to watch: when it is gone, the block may be lent again. Null where somebody else knows when that is.
    /// </summary>
    public Storage? Borrower
    {
        get => _borrower.TryGetTarget(out var borrower) ? borrower : null;
        set => _borrower.SetTarget(value);
    }

    /// <summary>The elements.</summary>
    public Span<T> AsSpan<T>(int length) where T : unmanaged => MemoryMarshal.CreateSpan(
        ref Unsafe.As<byte, T>(ref Unsafe.AddByteOffset(ref Unsafe.As<Line, byte>(ref MemoryMarshal.GetArrayDataReference(_lines)), _start)), length);

    /// <summary>Fills the elements and what surrounds them with poison.</summary>
    public void Guard(long size)
    {
        _size = size;
        All.Fill(Poison);
    }

    /// <summary>Looks whether the poison around the elements is still there.</summary>
    /// <exception cref="InvalidOperationException">Something was written there.</exception>
    public void CheckGuards()
    {
        var before = All[..GuardSize].LastIndexOfAnyExcept(Poison);
        var behind = All[(GuardSize + (int)_size)..].IndexOfAnyExcept(Poison);
        if (before >= 0 || behind >= 0)
        {
            throw new InvalidOperationException(
                $"A kernel wrote outside of its buffer of {_size} bytes: {(before >= 0 ? $"{GuardSize - before} bytes before it" : $"{behind} bytes behind it")}.");
        }
    }

    // From the guard before the elements to the end of the one behind the largest number of them.
    private Span<byte> All => MemoryMarshal.AsBytes(_lines.AsSpan()).Slice((int)_start - GuardSize, (int)Size + 2 * GuardSize);

    [InlineArray(Alignment)]
    private struct Line
    {
#pragma warning disable IDE0044, IDE0051 // The runtime repeats the field.
        private byte _byte;
#pragma warning restore IDE0044, IDE0051
    }
}
