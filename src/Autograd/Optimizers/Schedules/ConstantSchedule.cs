namespace Autograd;

/// <summary>Warm-up with a fixed share of the learning rate for some steps, then all of it. PyTorch's <c>ConstantLR</c>.</summary>
public sealed class ConstantSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _factor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factor">The share, above 0 and at most 1.</param>
    /// <param name="steps">How long it lasts.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ConstantSchedule(Optimizer optimizer, double factor = 1.0 / 3, int steps = 5) : base(optimizer)
    {
        _factor = PositiveShare(factor);
        _steps = Positive(steps);
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) =>
        StepCount == 0 ? group.LearningRate * _factor
        : StepCount == _steps ? group.LearningRate * (1 / _factor)
        : group.LearningRate;
}
