namespace Autograd;

/// <summary>Several schedules at once, each changing what the one before it left. PyTorch's <c>ChainedScheduler</c>.</summary>
public sealed class ChainedSchedule : Schedule
{
    private readonly Schedule[] _schedules;

    /// <summary>Creates the schedule.</summary>
    /// <param name="schedules">The schedules, all of one optimizer.</param>
    /// <exception cref="ArgumentException">There is none, or they are of several optimizers.</exception>
    public ChainedSchedule(params Schedule[] schedules) : base(OptimizerOf(schedules, nameof(ChainedSchedule))) => _schedules = [.. schedules];

    /// <inheritdoc/>
    public override void Step()
    {
        StepCount++;
        foreach (var schedule in _schedules)
            schedule.Step();
    }

    /// <inheritdoc/>
    public override void Step(double metric)
    {
        StepCount++;
        foreach (var schedule in _schedules)
            schedule.Step(metric);
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) => group.LearningRate;

    private protected override IReadOnlyList<Schedule> Parts => _schedules;

    internal override void BeginAnew()
    {
        StepCount = 0;
        foreach (var schedule in _schedules)
            schedule.BeginAnew();
    }

    internal static Optimizer OptimizerOf(IReadOnlyList<Schedule> schedules, string name)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        if (schedules.Count == 0)
            throw new ArgumentException($"{name}: there is no schedule; pass at least one.", nameof(schedules));
        var optimizer = schedules[0].Optimizer;
        return schedules.All(schedule => ReferenceEquals(schedule.Optimizer, optimizer))
            ? optimizer
            : throw new ArgumentException($"{name}: the schedules belong to several optimizers; make them all for one.", nameof(schedules));
    }
}
