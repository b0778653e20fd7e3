using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>
/// Memory asked for before its turn comes. The processor foresees that a loop goes on where it is, not that it jumps to the next channel's plane: without
/// a hint, each jump waits for memory.
/// </summary>
internal static class CacheLines
{
    /// <summary>Bytes of a line.</summary>
    public const int Size = 64;

    /// <summary>Asks for the line of one number, where there may be none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T number) where T : unmanaged
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref number));
    }

    /// <summary>Asks for some numbers that will be read or written soon; what lies beyond the span is left out.</summary>
    public static unsafe void Fetch<T>(ReadOnlySpan<T> memory, int from, int count) where T : unmanaged
    {
        if (!Sse.IsSupported || (uint)from >= (uint)memory.Length || count == 0)
            return;
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(memory), from);
        count = Math.Min(count, memory.Length - from);
        for (var i = 0; i < count; i += Size / sizeof(T))
            Fetch(ref Unsafe.Add(ref first, i));
        // The last number may lie one line further.
        Fetch(ref Unsafe.Add(ref first, count - 1));
    }

    /// <summary>The part of some memory that starts where a line does: vectors of it lie in one line each. It leaves out less than a line.</summary>
    public static unsafe Span<T> Aligned<T>(Span<T> memory) where T : unmanaged
    {
        var past = (int)((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory)) % Size);
        return past == 0 ? memory : memory[((Size - past) / sizeof(T))..];
    }
}
