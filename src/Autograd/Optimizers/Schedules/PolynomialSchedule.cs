namespace Autograd;

/// <summary>Lets the learning rate fall to 0 as (1 − t/T)^power over T steps. PyTorch's <c>PolynomialLR</c>.</summary>
public sealed class PolynomialSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _power;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">T, after how many steps the rate is 0.</param>
    /// <param name="power">1 for a straight line.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is not positive.</exception>
    public PolynomialSchedule(Optimizer optimizer, int steps = 5, double power = 1) : base(optimizer)
    {
        _steps = Positive(steps);
        _power = power;
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) => StepCount == 0 || StepCount > _steps
        ? group.LearningRate
        : group.LearningRate * Math.Pow((1 - (double)StepCount / _steps) / (1 - (StepCount - 1.0) / _steps), _power);
}
