namespace Autograd;

/// <summary>How the peaks of a <see cref="CyclicSchedule"/> change.</summary>
public enum CycleShape
{
    /// <summary>They do not.</summary>
    Triangular,

    /// <summary>Each is half as high above the minimum as the last. PyTorch's <c>triangular2</c>.</summary>
    Halving,

    /// <summary>The height above the minimum is multiplied by a factor at every step. PyTorch's <c>exp_range</c>.</summary>
    Exponential,
}

/// <summary>
/// Lets the learning rate rise and fall between two bounds again and again, in straight lines, while momentum (or β₁) moves against it. To be stepped after
/// every batch. PyTorch's <c>CyclicLR</c>; Smith 2017.
/// </summary>
public sealed class CyclicSchedule : Schedule
{
    private readonly double[] _minimum, _maximum, _momentumLow, _momentumHigh;
    private readonly double _period, _risingShare, _factor;
    private readonly CycleShape _shape;
    private readonly bool _cyclesMomentum;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="minimum">The learning rate at the start and between cycles, for all groups or each.</param>
    /// <param name="maximum">The learning rate at the first peak.</param>
    /// <param name="stepsUp">The steps from minimum to peak.</param>
    /// <param name="stepsDown">The steps from peak to minimum; as many if left out.</param>
    /// <param name="shape">How the peaks change.</param>
    /// <param name="factor">Of <see cref="CycleShape.Exponential"/>: what the height is multiplied by at every step.</param>
    /// <param name="cycleMomentum">Whether momentum or β₁ moves too.</param>
    /// <param name="minMomentum">Momentum at the peak; 0.8 if left out.</param>
    /// <param name="maxMomentum">Momentum between cycles; 0.9 if left out.</param>
    /// <exception cref="ArgumentException">There is no momentum to cycle, or not one number for each group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps is not positive.</exception>
    public CyclicSchedule(
        Optimizer optimizer, PerGroup minimum, PerGroup maximum, int stepsUp = 2000, int? stepsDown = null, CycleShape shape = CycleShape.Triangular,
        double factor = 1, bool cycleMomentum = true, PerGroup? minMomentum = null, PerGroup? maxMomentum = null) : base(optimizer)
    {
        _minimum = minimum.Of(optimizer, nameof(CyclicSchedule));
        _maximum = maximum.Of(optimizer, nameof(CyclicSchedule));
        _period = Positive(stepsUp) + (double)Positive(stepsDown ?? stepsUp, nameof(stepsDown));
        _risingShare = stepsUp / _period;
        (_shape, _factor) = (shape, factor);
        _cyclesMomentum = cycleMomentum;
        if (cycleMomentum)
            RequireMomentum(optimizer, nameof(CyclicSchedule));
        _momentumLow = (minMomentum ?? 0.8).Of(optimizer, nameof(CyclicSchedule));
        _momentumHigh = (maxMomentum ?? 0.9).Of(optimizer, nameof(CyclicSchedule));
        Start();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index)
    {
        var cycle = Math.Floor(1 + StepCount / _period);
        var place = 1 + StepCount / _period - cycle;
        var rise = place <= _risingShare ? place / _risingShare : (place - 1) / (_risingShare - 1);
        var height = _shape switch
        {
            CycleShape.Triangular => 1,
            CycleShape.Halving => 1 / Math.Pow(2, cycle - 1),
            _ => Math.Pow(_factor, StepCount),
        };
        if (_cyclesMomentum)
            group.CycledMomentum = _momentumHigh[index] - (_momentumHigh[index] - _momentumLow[index]) * rise * height;
        return _minimum[index] + (_maximum[index] - _minimum[index]) * rise * height;
    }

    internal static void RequireMomentum(Optimizer optimizer, string schedule)
    {
        if (optimizer.Groups.Any(group => group.CycledMomentum is null))
            throw new ArgumentException($"{schedule}: {optimizer.GetType().Name} has no momentum to cycle; pass cycleMomentum: false.", nameof(optimizer));
    }
}
