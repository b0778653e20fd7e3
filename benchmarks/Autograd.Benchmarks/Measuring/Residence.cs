using System.Diagnostics;

namespace Autograd.Benchmarks.Measuring;

/// <summary>What a process held in memory while it ran something over and over.</summary>
/// <param name="Settled">The resident memory after the runs that warm up, by when everything is compiled, in MB.</param>
/// <param name="Highest">The most from there on, in MB.</param>
/// <param name="Peak">The most of the whole process, in MB.</param>
/// <param name="Collections">Garbage collections of generation 0, 1 and 2 from there on.</param>
/// <param name="Garbage">Managed bytes allocated in each run from there on.</param>
/// <param name="Microseconds">The time of one run from there on.</param>
internal sealed record Residence(double Settled, double Highest, double Peak, int[] Collections, double Garbage, double Microseconds)
{
    private const double Megabyte = 1 << 20;

    /// <summary>Runs something so many times, the first ones to warm up, and watches.</summary>
    public static Residence Watch(Func<object?> run, int warmUp, int runs)
    {
        for (var i = 0; i < warmUp; i++)
            run();
        var settled = Environment.WorkingSet / Megabyte;
        var (highest, collections, allocated, start) = (settled, Collected(), GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var looks = Math.Max(1, (runs - warmUp) / 50);
        for (var i = warmUp; i < runs; i++)
        {
            run();
            if (i % looks == 0)
                highest = Math.Max(highest, Environment.WorkingSet / Megabyte);
        }
        var measured = runs - warmUp;
        using var process = Process.GetCurrentProcess();
        return new Residence(
            settled, highest, process.PeakWorkingSet64 / Megabyte, [.. Collected().Zip(collections, (now, before) => now - before)],
            (double)(GC.GetTotalAllocatedBytes() - allocated) / measured, Stopwatch.GetElapsedTime(start).TotalMicroseconds / measured);
    }

    private static int[] Collected() => [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
}
