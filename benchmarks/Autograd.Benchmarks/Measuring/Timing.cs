using System.Diagnostics;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Autograd.Benchmarks.Measuring;

/// <summary>Takes samples of a workload: the mean time of as many runs as fill a sample's time.</summary>
internal sealed class Timing(Func<object?> run)
{
    // The compiler waits 100 ms for more work before it starts with what it has.
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    /// <summary>The runs in a sample, known after <see cref="WarmUp"/>.</summary>
    public int Runs { get; private set; } = 1;

    /// <summary>
    /// Runs at least for a time, and on until the JIT compiler is done: methods are compiled up to three times, each time better, in the
    /// background, which takes long on a busy machine. Finds how many runs take as long as a sample should.
    /// </summary>
    public void WarmUp(TimeSpan duration, TimeSpan sample)
    {
        var start = Stopwatch.GetTimestamp();
        var (compiled, compiledAt) = (0L, start);
        double nanoseconds;
        do
        {
            nanoseconds = Time(Runs);
            if (nanoseconds * Runs < sample.TotalNanoseconds && Runs <= int.MaxValue / 2)
                Runs *= 2;
            if (JitInfo.GetCompiledMethodCount() != compiled)
                (compiled, compiledAt) = (JitInfo.GetCompiledMethodCount(), Stopwatch.GetTimestamp());
        }
        while (Stopwatch.GetElapsedTime(start) < duration || (Stopwatch.GetElapsedTime(compiledAt) < _quiet && Stopwatch.GetElapsedTime(start) < _patience));
        Runs = (int)Math.Clamp(Math.Ceiling(sample.TotalNanoseconds / nanoseconds), 1, int.MaxValue);
    }

    /// <summary>Nanoseconds a run, once for each sample.</summary>
    public double[] Sample(int count)
    {
        // Another process has just used the caches: the first sample does not count.
        Time(Runs);
        var samples = new double[count];
        for (var i = 0; i < count; i++)
            samples[i] = Time(Runs);
        return samples;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Time(int runs)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
            run();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / runs;
    }
}
