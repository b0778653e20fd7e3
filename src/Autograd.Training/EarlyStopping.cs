namespace Autograd;

/// <summary>Ends a training once the model has not become better for some epochs.</summary>
/// <param name="patience">How many epochs in a row may bring nothing.</param>
/// <param name="leastChange">How much counts as better.</param>
/// <param name="metric">The metric to look at by name, or null for the loss.</param>
/// <exception cref="ArgumentOutOfRangeException">The patience is below 1, or the change negative.</exception>
public sealed class EarlyStopping(int patience, double leastChange = 0, string? metric = null)
{
    /// <summary>How many epochs in a row may bring nothing.</summary>
    public int Patience { get; } = patience >= 1
        ? patience
        : throw new ArgumentOutOfRangeException(nameof(patience), patience, $"EarlyStopping: patience is {patience}; it must be at least 1.");

    /// <summary>How much counts as better.</summary>
    public double LeastChange { get; } = leastChange >= 0 && double.IsFinite(leastChange)
        ? leastChange
        : throw new ArgumentOutOfRangeException(nameof(leastChange), leastChange, $"EarlyStopping: the least change is {leastChange}; it must be a finite number of at least 0.");

    /// <summary>The metric to look at, or null for the loss.</summary>
    public string? Metric { get; } = metric;
}
