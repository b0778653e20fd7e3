namespace Autograd;

/// <summary>Sets the learning rate to a share of the one at the start, which a function of the step says. PyTorch's <c>LambdaLR</c>.</summary>
public sealed class LambdaSchedule : Schedule
{
    private readonly Func<int, double>[] _factors;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factors">The share at each step: one function for all groups, or one for each.</param>
    /// <exception cref="ArgumentException">There are more functions than one, but not as many as groups.</exception>
    public LambdaSchedule(Optimizer optimizer, params Func<int, double>[] factors) : base(optimizer)
    {
        _factors = ForEachGroup(factors, optimizer);
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) => BaseRate(index) * _factors[index](StepCount);

    internal static Func<int, double>[] ForEachGroup(Func<int, double>[] factors, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(factors);
        var groups = optimizer.Groups.Count;
        return factors.Length == groups ? [.. factors]
            : factors.Length == 1 ? [.. Enumerable.Repeat(factors[0], groups)]
            : throw new ArgumentException($"There are {factors.Length} functions for {groups} groups; give one for all, or one for each.", nameof(factors));
    }
}
