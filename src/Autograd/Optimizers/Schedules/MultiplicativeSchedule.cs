namespace Autograd;

/// <summary>Multiplies the learning rate by a factor that a function of the step says. PyTorch's <c>MultiplicativeLR</c>.</summary>
public sealed class MultiplicativeSchedule : Schedule
{
    private readonly Func<int, double>[] _factors;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factors">The factor at each step, from 1 on: one function for all groups, or one for each.</param>
    /// <exception cref="ArgumentException">There are more functions than one, but not as many as groups.</exception>
    public MultiplicativeSchedule(Optimizer optimizer, params Func<int, double>[] factors) : base(optimizer)
    {
        _factors = LambdaSchedule.ForEachGroup(factors, optimizer);
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) =>
        StepCount == 0 ? group.LearningRate : group.LearningRate * _factors[index](StepCount);

    /// <summary>There is no rate to go back to: it goes on from the one there is, as PyTorch's does.</summary>
    internal override void Restart() => BeginAnew();
}
