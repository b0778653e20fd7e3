namespace Autograd;

/// <summary>
/// Changes the share of the learning rate in a straight line over some steps, then leaves it: warm-up from a small share, or cooling down. PyTorch's
/// <c>LinearLR</c>.
/// </summary>
public sealed class LinearSchedule : Schedule
{
    private readonly int _steps;
    private readonly double _start, _change;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="startFactor">The share at the start, above 0 and at most 1.</param>
    /// <param name="endFactor">The share at the end, from 0 to 1.</param>
    /// <param name="steps">How long the change takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public LinearSchedule(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, int steps = 5) : base(optimizer)
    {
        _start = PositiveShare(startFactor);
        _change = Share(endFactor) - startFactor;
        _steps = Positive(steps);
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) =>
        StepCount == 0 ? group.LearningRate * _start
        : StepCount > _steps ? group.LearningRate
        : group.LearningRate * (1 + _change / (_steps * _start + (StepCount - 1) * _change));
}
