using System.Numerics;

namespace Autograd;

/// <summary>
/// The sizes of blocks: eight between a power of two and the next, so that no more than an eighth of a block is wasted and few sizes are
/// enough for everything: 1024, 1152, 1280, … 1920, 2048, 2304, …
/// </summary>
internal static class SizeClasses
{
    /// <summary>The smallest block, in bytes.</summary>
    public const int Smallest = 1024;

    private const int StepBits = 3;
    private const int SmallestBits = 10;

    /// <summary>How many there are up to the most elements of the widest type.</summary>
    public const int Count = (34 - SmallestBits + 1) << StepBits;

    /// <summary>The smallest class that holds so many bytes.</summary>
    public static int For(long bytes)
    {
        var last = (ulong)Math.Max(bytes, Smallest) - 1;
        var power = BitOperations.Log2(last);
        // The leading bits of the last byte's place: those above the power of two count the steps.
        var step = (int)(last >> (power - StepBits)) & ((1 << StepBits) - 1);
        return ((power - SmallestBits) << StepBits) + step + 1;
    }

    /// <summary>The bytes of a class.</summary>
    public static long Size(int sizeClass) => ((1L << StepBits) + (sizeClass & ((1 << StepBits) - 1))) << (SmallestBits - StepBits + (sizeClass >> StepBits));
}
