using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// Changes an optimizer's learning rates from step to step. Making a schedule sets the rates of step 0; <see cref="Step()"/>, called after the optimizer's
/// step, or after an epoch, sets the next. PyTorch's <c>torch.optim.lr_scheduler</c>.
/// </summary>
/// <remarks>
/// Most schedules change the rate that they find, as PyTorch's do, so several may act on one optimizer (<see cref="ChainedSchedule"/>). A schedule of one's own
/// says the rate in <see cref="NextRate"/>, and calls <see cref="Start"/> at the end of its constructor.
/// </remarks>
public abstract class Schedule
{
    private double[] _baseRates;

    /// <summary>Creates a schedule.</summary>
    /// <param name="optimizer">The optimizer, with all its groups.</param>
    protected Schedule(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        foreach (var group in optimizer.Groups)
            group.InitialLearningRate ??= group.LearningRate;
        _baseRates = [.. optimizer.Groups.Select(group => group.InitialLearningRate!.Value)];
    }

    /// <summary>The optimizer whose rates change.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How many steps were made.</summary>
    public int StepCount { get; private protected set; }

    /// <summary>The learning rates now, one for each group. PyTorch's <c>get_last_lr</c>.</summary>
    public IReadOnlyList<double> LearningRates => [.. Optimizer.Groups.Select(group => group.LearningRate)];

    /// <summary>Sets the learning rates of the next step.</summary>
    public virtual void Step()
    {
        StepCount++;
        Apply();
    }

    /// <summary>Sets the learning rates of the next step. All schedules but <see cref="PlateauSchedule"/> ignore the metric.</summary>
    /// <param name="metric">How good the model is now, for example the loss of the data set aside.</param>
    public virtual void Step(double metric) => Step();

    /// <summary>
    /// Where the schedule is. Its settings are those of the constructor, and the learning rates themselves belong to the optimizer's state. PyTorch's
    /// <c>state_dict</c>.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        var state = new OrderedDictionary<string, Tensor>();
        Write(state, "");
        return state;
    }

    /// <summary>
    /// Goes on from another schedule's <see cref="State"/>. Load the optimizer's state too, and after the schedule was made: making one sets learning rates.
    /// </summary>
    /// <exception cref="ArgumentException">Keys are missing, unexpected, or of another shape or type: the message lists all of them.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var reader = new StateReader(state);
        Read(reader, "");
        reader.Finish(this);
    }

    /// <summary>The learning rate of a group at <see cref="StepCount"/>.</summary>
    /// <param name="group">The group, with the rate of the step before.</param>
    /// <param name="index">Its index.</param>
    protected abstract double NextRate(ParameterGroup group, int index);

    /// <summary>Sets the rates of step 0.</summary>
    protected void Start() => Apply();

    /// <summary>The learning rate that a group started from.</summary>
    protected double BaseRate(int group) => _baseRates[group];

    /// <summary>The value, if it is at least 1.</summary>
    private protected int Positive(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{GetType().Name}: {name} is {value}; it must be at least 1.");

    /// <summary>The value, if it is from 0 to 1.</summary>
    private protected double Share(double value, [CallerArgumentExpression(nameof(value))] string name = "") => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{GetType().Name}: {name} is {value}; it must be from 0 to 1.");

    /// <summary>The value, if it is above 0 and at most 1.</summary>
    private protected double PositiveShare(double value, [CallerArgumentExpression(nameof(value))] string name = "") => value is > 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{GetType().Name}: {name} is {value}; it must be above 0 and at most 1.");

    /// <summary>The schedules that this one is made of; their states are parts of its own.</summary>
    private protected virtual IReadOnlyList<Schedule> Parts => [];

    /// <summary>Begins anew from the base rates: the turn of this schedule in a <see cref="SequentialSchedule"/>.</summary>
    internal virtual void Restart()
    {
        for (var i = 0; i < _baseRates.Length; i++)
            Optimizer.Groups[i].LearningRate = _baseRates[i];
        BeginAnew();
    }

    /// <summary>Sets the rates of step 0 from those that it finds, as when it was made.</summary>
    internal virtual void BeginAnew()
    {
        StepCount = 0;
        Apply();
    }

    internal virtual void Write(IDictionary<string, Tensor> state, string prefix)
    {
        state.Add($"{prefix}step", Tensor.From((long)StepCount));
        state.Add($"{prefix}baseLearningRates", Tensor.From((double[])_baseRates.Clone()));
        for (var i = 0; i < Parts.Count; i++)
            Parts[i].Write(state, $"{prefix}{i}.");
    }

    internal virtual void Read(StateReader reader, string prefix)
    {
        reader.Read($"{prefix}step", (int step) => StepCount = step);
        reader.Read($"{prefix}baseLearningRates", [_baseRates.Length], DType.Float64, rates => _baseRates = rates.ToArray<double>());
        for (var i = 0; i < Parts.Count; i++)
            Parts[i].Read(reader, $"{prefix}{i}.");
    }

    private protected virtual void Apply()
    {
        var groups = Optimizer.Groups;
        if (groups.Count != _baseRates.Length)
            throw new InvalidOperationException($"{GetType().Name}: the optimizer had {_baseRates.Length} groups, now it has {groups.Count}; make schedules after its last group.");
        for (var i = 0; i < groups.Count; i++)
            groups[i].LearningRate = NextRate(groups[i], i);
    }
}
