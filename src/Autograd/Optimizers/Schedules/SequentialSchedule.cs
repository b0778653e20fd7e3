namespace Autograd;

/// <summary>Several schedules one after another, for example a warm-up and then a cosine. PyTorch's <c>SequentialLR</c>.</summary>
public sealed class SequentialSchedule : Schedule
{
    private readonly Schedule[] _schedules;
    private readonly int[] _milestones;

    /// <summary>Creates the schedule.</summary>
    /// <param name="schedules">The schedules in order, all of one optimizer.</param>
    /// <param name="milestones">The step at which each of them but the first takes over, in ascending order.</param>
    /// <exception cref="ArgumentException">
    /// There is no schedule, they are of several optimizers, or the milestones are not one fewer, or not in order.
    /// </exception>
    public SequentialSchedule(IReadOnlyList<Schedule> schedules, IReadOnlyList<int> milestones)
        : base(ChainedSchedule.OptimizerOf(schedules, nameof(SequentialSchedule)))
    {
        ArgumentNullException.ThrowIfNull(milestones);
        if (milestones.Count != schedules.Count - 1)
            throw new ArgumentException($"SequentialSchedule: {schedules.Count} schedules need {schedules.Count - 1} milestones, got {milestones.Count}.", nameof(milestones));
        if (milestones.Where((milestone, i) => milestone <= (i == 0 ? 0 : milestones[i - 1])).Any())
            throw new ArgumentException($"SequentialSchedule: the milestones are {string.Join(", ", milestones)}; they must be positive and ascending.", nameof(milestones));
        (_schedules, _milestones) = ([.. schedules], [.. milestones]);
        BeginAnew();
    }

    /// <inheritdoc/>
    public override void Step() => Step(schedule => schedule.Step());

    /// <inheritdoc/>
    public override void Step(double metric) => Step(schedule => schedule.Step(metric));

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) => group.LearningRate;

    private protected override IReadOnlyList<Schedule> Parts => _schedules;

    internal override void BeginAnew()
    {
        // Making the schedules has set the rates of all their steps 0, one over the other: only the first one's counts.
        foreach (var group in Optimizer.Groups)
            group.LearningRate = group.InitialLearningRate!.Value;
        StepCount = 0;
        _schedules[0].Restart();
    }

    private void Step(Action<Schedule> step)
    {
        StepCount++;
        var turn = _milestones.Count(milestone => milestone <= StepCount);
        if (turn > 0 && _milestones[turn - 1] == StepCount)
            _schedules[turn].Restart();
        else
            step(_schedules[turn]);
    }
}
