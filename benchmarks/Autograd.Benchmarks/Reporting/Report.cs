using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Reporting;

/// <summary>Everything measured in one run.</summary>
/// <param name="Machine">Where.</param>
/// <param name="Libraries">This library, and the peer if there is one, with their versions.</param>
/// <param name="Measurements">The rows, in order.</param>
internal sealed record Report(string Machine, IReadOnlyList<string> Libraries, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>The numbers of threads, in order.</summary>
    public IReadOnlyList<int> Threads { get; } = [.. Measurements.Select(measurement => measurement.Threads).Distinct()];

    /// <summary>What the machine can do with each number of threads.</summary>
    public IReadOnlyList<(int Threads, Peaks Peaks)> Peaks { get; } =
        [.. Measurements.Select(measurement => (measurement.Threads, measurement.Peaks)).DistinctBy(pair => pair.Threads)];

    /// <summary>The groups that have a row with a peer, in order.</summary>
    public IReadOnlyList<string> Groups { get; } = [.. Measurements.Where(measurement => measurement.Ratio is not null).Select(measurement => measurement.Row.Group).Distinct()];

    /// <summary>The geometric mean of the ratios of a group (or of all rows) for a number of threads (or all of them).</summary>
    public double GeometricMean(string? group = null, int? threads = null)
    {
        var logarithms = Measurements
            .Where(measurement => (group is null || measurement.Row.Group == group) && (threads is null || measurement.Threads == threads))
            .Select(measurement => measurement.Ratio)
            .OfType<double>()
            .Select(ratio => Math.Log(ratio));
        return Math.Exp(logarithms.DefaultIfEmpty(double.NaN).Average());
    }
}
