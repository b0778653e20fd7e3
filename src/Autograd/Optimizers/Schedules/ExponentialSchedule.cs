namespace Autograd;

/// <summary>Multiplies the learning rate by a factor at every step. PyTorch's <c>ExponentialLR</c>.</summary>
public sealed class ExponentialSchedule : Schedule
{
    private readonly double _factor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    public ExponentialSchedule(Optimizer optimizer, double factor) : base(optimizer)
    {
        _factor = factor;
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) => StepCount == 0 ? group.LearningRate : group.LearningRate * _factor;
}
