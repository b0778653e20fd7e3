namespace Autograd;

/// <summary>
/// Lets the learning rate η fall along half a cosine, min + (η − min)·(1 + cos(π·t/T))/2, to the minimum at step T; it rises again after. PyTorch's
/// <c>CosineAnnealingLR</c>; Loshchilov and Hutter 2017.
/// </summary>
public sealed class CosineSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _minimum;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">T, after how many steps the rate is at its minimum.</param>
    /// <param name="minimum">The least rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is not positive.</exception>
    public CosineSchedule(Optimizer optimizer, int steps, double minimum = 0) : base(optimizer)
    {
        _steps = Positive(steps);
        _minimum = minimum;
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index)
    {
        if (StepCount == 0)
            return group.LearningRate;
        // From the minimum upwards the ratio below would be one of zeros.
        if ((StepCount - 1 - _steps) % (2 * _steps) == 0)
            return group.LearningRate + (BaseRate(index) - _minimum) * (1 - Math.Cos(Math.PI / _steps)) / 2;
        return (1 + Math.Cos(Math.PI * StepCount / _steps)) / (1 + Math.Cos(Math.PI * (StepCount - 1) / _steps)) * (group.LearningRate - _minimum) + _minimum;
    }
}
