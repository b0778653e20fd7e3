namespace Autograd.Benchmarks.Measuring;

/// <summary>How long to measure.</summary>
/// <param name="WarmUp">How long a row runs before it is timed: long enough for the JIT compiler's last tier.</param>
/// <param name="Sample">How long a sample should take.</param>
/// <param name="Samples">The least number of samples of each library.</param>
/// <param name="Total">The least time that the samples of each library take together.</param>
internal sealed record Effort(TimeSpan WarmUp, TimeSpan Sample, int Samples, TimeSpan Total)
{
    public static Effort Full { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(36), 15, TimeSpan.FromSeconds(0.5));

    public static Effort Quick { get; } = new(TimeSpan.FromSeconds(0.25), TimeSpan.FromMilliseconds(10), 9, TimeSpan.Zero);
}

/// <summary>
/// Measures rows in this library and a peer by turns: a few samples here, a few there, and again, so that what disturbs the machine
/// disturbs both. Each row starts with fresh processes, so that a row's time does not depend on the rows before it.
/// </summary>
internal sealed class Comparison(WorkerLaunch self, WorkerLaunch? peer, Effort effort)
{
    private readonly Dictionary<int, Peaks> _peaks = [];
    private HashSet<string> _peerRows = [];

    /// <summary>Makes sure that the workers run and know the rows.</summary>
    /// <returns>The libraries with their versions.</returns>
    /// <exception cref="CommandException">A worker does not run, or the peer has rows that do not exist.</exception>
    public IReadOnlyList<string> Greet(IReadOnlyList<Row> rows)
    {
        using var ours = new WorkerProcess(self);
        var own = ours.Greet().Library;
        if (peer is null)
            return [own];
        using var theirs = new WorkerProcess(peer);
        var greeting = theirs.Greet();
        _peerRows = [.. greeting.Rows];
        return greeting.Rows.Except(rows.Select(row => row.Name)).FirstOrDefault() is { } stranger
            ? throw new CommandException($"{peer.Library} has a row '{stranger}' that Autograd has not; their names must be the same.")
            : [own, greeting.Library];
    }

    /// <summary>Measures one row.</summary>
    public Measurement Measure(Row row, int threads)
    {
        if (!_peaks.TryGetValue(threads, out var peaks))
            _peaks[threads] = peaks = Peaks.Measure(threads);
        using var ours = new WorkerProcess(self);
        using var theirs = _peerRows.Contains(row.Name) ? new WorkerProcess(peer!) : null;
        var result = new Series(ours.Start(row, threads, effort));
        var other = theirs is null ? null : new Series(theirs.Start(row, threads, effort));
        do
        {
            result.TakeFrom(ours);
            other?.TakeFrom(theirs!);
        }
        while (!IsEnough(result) || (other is not null && !IsEnough(other)));
        return new Measurement(row, threads, peaks, result, other);
    }

    private bool IsEnough(Series series) => series.Nanoseconds.Count >= effort.Samples && series.Total >= effort.Total;
}
