using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>Work on a range of a larger problem.</summary>
internal interface IRangeWork
{
    void Invoke(int start, int end);
}

/// <summary>The one place that decides how many threads a kernel uses.</summary>
internal static class Threads
{
    /// <summary>Elements in one piece. The problem is always cut the same way, whatever the number of threads.</summary>
    private const int PieceSize = 1 << 15;

    /// <summary>Runs work over [0, count), in pieces when it is worth more than one thread.</summary>
    /// <param name="count">The number of units of work.</param>
    /// <param name="work">What to do for a range of them.</param>
    /// <param name="unitCost">How many elements one unit stands for.</param>
    /// <param name="least">The least number of units in a piece, for work that takes several at a time.</param>
    public static void Run<TWork>(int count, TWork work, int unitCost = 1, int least = 1) where TWork : struct, IRangeWork
    {
        if (count == 0)
            return;
        var size = Math.Max(least, PieceSize / Math.Max(1, unitCost));
        if (count - size < size)
        {
            // One piece: what is small must not pay for being cut.
            work.Invoke(0, count);
            KeepAlive(in work);
            return;
        }
        var pieces = new Pieces<TWork>(work, count, size);
        if (Computation.Threads > 1 && Workers.TryRun(pieces, Computation.Threads))
            return;
        for (var i = 0; i < pieces.Count; i++)
            pieces.Run(i);
        KeepAlive(in work);
    }

    /// <summary>
    /// Holds on to the storages that the work reads and writes until it is done: it sees their memory only through spans, which do not.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void KeepAlive<TWork>(ref readonly TWork work) where TWork : struct, IRangeWork => _ = work;
}

/// <summary>Work cut into pieces. The last takes the remainder: none is so short that it would leave the vector loop.</summary>
internal readonly struct Pieces<TWork>(TWork work, int total, int size) where TWork : struct, IRangeWork
{
    /// <summary>How many there are.</summary>
    public int Count { get; } = Math.Max(1, total / size);

    /// <summary>Does one of them.</summary>
    public void Run(int i) => work.Invoke(i * size, i == Count - 1 ? total : (i + 1) * size);
}
