namespace Autograd.Benchmarks.Measuring;

/// <summary>A line of the benchmark table; peers have a workload under the same name.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Group">The rows that share a geometric mean.</param>
/// <param name="Create">Makes the inputs and returns what is to be timed.</param>
public sealed record Row(string Name, string Group, Func<Workload> Create) : NamedWorkload(Name, Create)
{
    /// <summary>The least ratio, the peer's time divided by ours, that the project asks of itself; null where the row only informs.</summary>
    public double? Bar { get; init; }

    /// <summary>What the row must do at least; null where that is nothing that would take time.</summary>
    public Limit? Limit { get; init; }

    /// <summary>How many operations one run stands for; the time shown is that of one.</summary>
    public int Operations { get; init; } = 1;
}
