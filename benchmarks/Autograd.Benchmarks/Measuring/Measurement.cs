using System.Diagnostics;

namespace Autograd.Benchmarks.Measuring;

/// <summary>The samples of a row in one library.</summary>
internal sealed class Series(Checksum checksum)
{
    private const int SamplesInTurn = 3;
    private const double AllowedWaiting = 0.05;

    private readonly List<double> _nanoseconds = [];
    private TimeSpan _elapsed, _waited;

    /// <summary>What the library computed.</summary>
    public Checksum Checksum { get; } = checksum;

    /// <summary>The time of a run, sample by sample.</summary>
    public IReadOnlyList<double> Nanoseconds => _nanoseconds;

    /// <summary>The time that all samples took together.</summary>
    public TimeSpan Total { get; private set; }

    /// <summary>The time that the process's threads waited for processors that others held, over the time that measuring took.</summary>
    public double WaitingShare => _waited / _elapsed;

    /// <summary>True if others used the machine so much that the time says little.</summary>
    public bool IsDisturbed => WaitingShare > AllowedWaiting;

    /// <summary>The median time of a run.</summary>
    public double Median
    {
        get
        {
            var sorted = _nanoseconds.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>Takes some samples more.</summary>
    public void TakeFrom(WorkerProcess worker)
    {
        var (start, waited) = (Stopwatch.GetTimestamp(), worker.Waited);
        var samples = worker.Sample(SamplesInTurn);
        _elapsed += Stopwatch.GetElapsedTime(start);
        _waited += worker.Waited - waited;
        _nanoseconds.AddRange(samples.Nanoseconds);
        Total += samples.Total;
    }
}

/// <summary>A row measured with a number of threads.</summary>
internal sealed record Measurement(Row Row, int Threads, Peaks Peaks, Series Ours, Series? Peer)
{
    /// <summary>Nanoseconds an operation in this library.</summary>
    public double OurTime => Ours.Median / Row.Operations;

    /// <summary>Nanoseconds an operation in the peer, or null if it has no such row.</summary>
    public double? PeerTime => Peer?.Median / Row.Operations;

    /// <summary>The peer's time divided by ours, above 1 if we are faster; null without a peer, or if the two did not compute the same.</summary>
    public double? Ratio => Disagrees ? null : PeerTime / OurTime;

    /// <summary>How much of what the machine can do the row reaches; null without a limit.</summary>
    public double? ShareOfLimit => Row.Limit?.Time(Peaks) / OurTime;

    /// <summary>True if the two libraries computed different numbers.</summary>
    public bool Disagrees => Peer is not null && !Ours.Checksum.AgreesWith(Peer.Checksum);

    /// <summary>True if the row has a bar and the ratio is below it.</summary>
    public bool Misses => Ratio < Row.Bar;
}
