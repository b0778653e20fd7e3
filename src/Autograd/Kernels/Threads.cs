using System.Runtime.ExceptionServices;

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
        var piece = Math.Max(least, PieceSize / Math.Max(1, unitCost));
        // The last piece takes the remainder: none is so short that it would leave the vector loop.
        var pieces = Math.Max(1, count / piece);
        if (Computation.Threads > 1 && pieces > 1)
        {
            RunInParallel(count, work, piece, pieces);
            return;
        }
        for (var i = 0; i < pieces; i++)
            RunPiece(i, count, work, piece, pieces);
    }

    // Apart, because its closure would be allocated for every small operation too.
    private static void RunInParallel<TWork>(int count, TWork work, int piece, int pieces) where TWork : struct, IRangeWork
    {
        try
        {
            Parallel.For(
                0, pieces, new ParallelOptions { MaxDegreeOfParallelism = Computation.Threads }, i => RunPiece(i, count, work, piece, pieces));
        }
        catch (AggregateException exception)
        {
            // The caller gets what it would get from one thread.
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private static void RunPiece<TWork>(int i, int count, TWork work, int piece, int pieces) where TWork : struct, IRangeWork =>
        work.Invoke(i * piece, i == pieces - 1 ? count : (i + 1) * piece);
}
