namespace Autograd;

/// <summary>Multiplies the learning rate by a factor at each of some steps. PyTorch's <c>MultiStepLR</c>.</summary>
public sealed class MultiStepSchedule : Schedule
{
    private readonly int[] _milestones;
    private readonly double _factor;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="milestones">The steps; at one that is named twice the factor counts twice.</param>
    /// <param name="factor">What the rate is multiplied by.</param>
    public MultiStepSchedule(Optimizer optimizer, IEnumerable<int> milestones, double factor = 0.1) : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        _milestones = [.. milestones];
        _factor = factor;
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) =>
        group.LearningRate * Math.Pow(_factor, _milestones.Count(milestone => milestone == StepCount));
}
