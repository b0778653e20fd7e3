using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autograd.Benchmarks.Measuring;

/// <summary>The most that the machine does with some threads, measured: what limits are compared with.</summary>
/// <param name="Arithmetic">Floating-point operations a second, of fused multiply-adds in registers.</param>
/// <param name="Copying">Bytes a second, read and written, of copying 4 MB to another 4 MB: through the last cache, as rows of a million numbers are.</param>
internal sealed record Peaks(double Arithmetic, double Copying)
{
    private const int Repetitions = 7;
    private const int FusedRounds = 1 << 19;
    private const int Copies = 20;
    private const int CopiedFloats = 1 << 20;

    /// <summary>Measures for a tenth of a second or two. The best of some repetitions counts: a limit is what nothing disturbed.</summary>
    public static Peaks Measure(int threads)
    {
        var buffers = Enumerable.Range(0, 2 * threads).Select(_ => new float[CopiedFloats]).ToArray();
        var fused = Best(threads, _ => Fuse(FusedRounds));
        var copied = Best(threads, thread => Copy(buffers[2 * thread], buffers[2 * thread + 1]));
        var lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        return new Peaks(threads * 2.0 * lanes * Accumulators * FusedRounds / fused, threads * 2.0 * sizeof(float) * CopiedFloats * Copies / copied);
    }

    private const int Accumulators = 12;

    /// <summary>Seconds from when the first of some threads begins until the last is done.</summary>
    private static double Best(int threads, Action<int> work)
    {
        var best = long.MaxValue;
        for (var i = 0; i < Repetitions; i++)
        {
            using var ready = new Barrier(threads);
            var times = new (long Start, long End)[threads];
            var workers = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
            {
                // They look at the clock themselves: who starts them may get to it late.
                ready.SignalAndWait();
                var start = Stopwatch.GetTimestamp();
                work(thread);
                times[thread] = (start, Stopwatch.GetTimestamp());
            })).ToArray();
            foreach (var worker in workers)
                worker.Start();
            foreach (var worker in workers)
                worker.Join();
            best = Math.Min(best, times.Max(time => time.End) - times.Min(time => time.Start));
        }
        return (double)best / Stopwatch.Frequency;
    }

    private static void Copy(float[] from, float[] to)
    {
        for (var i = 0; i < Copies; i++)
            from.CopyTo(to, 0);
    }

    // Twelve sums that do not wait for each other keep two units busy whose results take four or five cycles.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Fuse(int rounds)
    {
        if (!Vector512.IsHardwareAccelerated)
            return FuseNarrow(rounds);
        var factor = Vector512.Create(0.999f);
        Vector512<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default, i = default, j = default, k = default, l = default;
        for (var round = 0; round < rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, factor);
            b = Vector512.FusedMultiplyAdd(b, factor, factor);
            c = Vector512.FusedMultiplyAdd(c, factor, factor);
            d = Vector512.FusedMultiplyAdd(d, factor, factor);
            e = Vector512.FusedMultiplyAdd(e, factor, factor);
            f = Vector512.FusedMultiplyAdd(f, factor, factor);
            g = Vector512.FusedMultiplyAdd(g, factor, factor);
            h = Vector512.FusedMultiplyAdd(h, factor, factor);
            i = Vector512.FusedMultiplyAdd(i, factor, factor);
            j = Vector512.FusedMultiplyAdd(j, factor, factor);
            k = Vector512.FusedMultiplyAdd(k, factor, factor);
            l = Vector512.FusedMultiplyAdd(l, factor, factor);
        }
        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float FuseNarrow(int rounds)
    {
        var factor = Vector.Create(0.999f);
        Vector<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default, i = default, j = default, k = default, l = default;
        for (var round = 0; round < rounds; round++)
        {
            a = Vector.FusedMultiplyAdd(a, factor, factor);
            b = Vector.FusedMultiplyAdd(b, factor, factor);
            c = Vector.FusedMultiplyAdd(c, factor, factor);
            d = Vector.FusedMultiplyAdd(d, factor, factor);
            e = Vector.FusedMultiplyAdd(e, factor, factor);
            f = Vector.FusedMultiplyAdd(f, factor, factor);
            g = Vector.FusedMultiplyAdd(g, factor, factor);
            h = Vector.FusedMultiplyAdd(h, factor, factor);
            i = Vector.FusedMultiplyAdd(i, factor, factor);
            j = Vector.FusedMultiplyAdd(j, factor, factor);
            k = Vector.FusedMultiplyAdd(k, factor, factor);
            l = Vector.FusedMultiplyAdd(l, factor, factor);
        }
        return Vector.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
