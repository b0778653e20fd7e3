namespace Autograd;

/// <summary>Multiplies the learning rate by a factor every so many steps. PyTorch's <c>StepLR</c>.</summary>
public sealed class StepSchedule : Schedule
{
    private readonly int _every;
    private readonly double _factor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="every">How many steps the rate stays.</param>
    /// <param name="factor">What it is multiplied by.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is not positive.</exception>
    public StepSchedule(Optimizer optimizer, int every, double factor = 0.1) : base(optimizer)
    {
        _every = Positive(every);
        _factor = factor;
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) =>
        StepCount > 0 && StepCount % _every == 0 ? group.LearningRate * _factor : group.LearningRate;
}
