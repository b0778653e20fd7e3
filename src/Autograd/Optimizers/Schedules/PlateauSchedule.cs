namespace Autograd;

/// <summary>
/// Multiplies the learning rate by a factor once a metric, such as the loss of data set aside, has not become better for some steps. PyTorch's
/// <c>ReduceLROnPlateau</c>.
/// </summary>
public sealed class PlateauSchedule : Schedule
{
    private readonly double _factor, _threshold, _leastChange;
    private readonly double[] _minimum;
    private readonly int _patience, _cooldown;
    private readonly bool _maximize, _isRelative;
    private double _best;
    private int _badSteps, _restSteps;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factor">What the rate is multiplied by, from 0 to below 1.</param>
    /// <param name="patience">How many steps without a better metric are put up with.</param>
    /// <param name="maximize">Whether a greater metric is better, as for an accuracy.</param>
    /// <param name="threshold">By how much a metric must be better to count.</param>
    /// <param name="isThresholdRelative">Whether that is a share of the best metric so far, or a difference.</param>
    /// <param name="cooldown">For how many steps after a change nothing is counted.</param>
    /// <param name="minimum">The least rate, for all groups or each; 0 if left out.</param>
    /// <param name="leastChange">Changes of the rate that are not greater are not made.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public PlateauSchedule(
        Optimizer optimizer, double factor = 0.1, int patience = 10, bool maximize = false, double threshold = 1e-4, bool isThresholdRelative = true,
        int cooldown = 0, PerGroup? minimum = null, double leastChange = 1e-8) : base(optimizer)
    {
        _factor = factor < 1 ? Share(factor) : throw new ArgumentOutOfRangeException(
            nameof(factor), factor, $"PlateauSchedule: factor is {factor}; it must be at least 0 and below 1.");
        (_patience, _cooldown) = (patience, cooldown);
        (_threshold, _isRelative, _leastChange) = (threshold, isThresholdRelative, leastChange);
        _maximize = maximize;
        _minimum = (minimum ?? 0).Of(optimizer, nameof(PlateauSchedule));
        Reset();
    }

    /// <summary>The best metric so far; ∞ or −∞ before the first.</summary>
    public double Best => _best;

    /// <summary>Not for this schedule, which must know the metric.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override void Step() => throw new InvalidOperationException("PlateauSchedule.Step: the metric is needed; call Step(metric), for example with the validation loss.");

    /// <summary>Notes a metric, and changes the learning rates if it has not become better for long.</summary>
    /// <param name="metric">How good the model is now.</param>
    public override void Step(double metric)
    {
        StepCount++;
        if (IsBetter(metric))
            (_best, _badSteps) = (metric, 0);
        else
            _badSteps++;
        if (_restSteps > 0)
            (_restSteps, _badSteps) = (_restSteps - 1, 0);
        if (_badSteps <= _patience)
            return;
        Apply();
        (_restSteps, _badSteps) = (_cooldown, 0);
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index)
    {
        var rate = Math.Max(group.LearningRate * _factor, _minimum[index]);
        return group.LearningRate - rate > _leastChange ? rate : group.LearningRate;
    }

    internal override void Restart() => BeginAnew();

    internal override void BeginAnew()
    {
        StepCount = 0;
        Reset();
    }

    internal override void Write(IDictionary<string, Tensor> state, string prefix)
    {
        base.Write(state, prefix);
        state.Add($"{prefix}best", Tensor.From(_best));
        state.Add($"{prefix}badSteps", Tensor.From((long)_badSteps));
        state.Add($"{prefix}restSteps", Tensor.From((long)_restSteps));
    }

    internal override void Read(StateReader reader, string prefix)
    {
        base.Read(reader, prefix);
        reader.Read($"{prefix}best", (double best) => _best = best);
        reader.Read($"{prefix}badSteps", (int steps) => _badSteps = steps);
        reader.Read($"{prefix}restSteps", (int steps) => _restSteps = steps);
    }

    private bool IsBetter(double metric) => (_maximize, _isRelative) switch
    {
        (false, true) => metric < _best * (1 - _threshold),
        (false, false) => metric < _best - _threshold,
        (true, true) => metric > _best * (1 + _threshold),
        _ => metric > _best + _threshold,
    };

    private void Reset() => (_best, _badSteps, _restSteps) = (_maximize ? double.NegativeInfinity : double.PositiveInfinity, 0, 0);
}
