namespace Autograd;

/// <summary>How a rate goes from one value to another.</summary>
public enum Annealing
{
    /// <summary>Along half a cosine: slow at both ends.</summary>
    Cosine,

    /// <summary>In a straight line.</summary>
    Linear,
}

/// <summary>
/// One cycle over the whole training: the learning rate rises from a fraction of the maximum and then falls far below where it started, while momentum
/// (or β₁) moves against it. To be stepped after every batch. PyTorch's <c>OneCycleLR</c>; Smith and Topin 2018.
/// </summary>
/// <remarks>
/// <code>
/// rate      maximum ──▶  .·'·.            in three phases:   .·'·.
///                      .·     '·.                          .·     '·.
///  maximum/25 ──▶    .·          '·..  ◀── /10⁴          .·         '·.....
/// </code>
/// </remarks>
public sealed class OneCycleSchedule : Schedule
{
    private readonly Annealing _annealing;
    private readonly double[] _maximum, _momentumLow, _momentumHigh;
    private readonly (double End, Level From, Level To)[] _phases;
    private readonly bool _cyclesMomentum;
    private readonly double _initialDivisor, _finalDivisor;
    private readonly int _steps;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="maximum">The greatest learning rate, for all groups or each.</param>
    /// <param name="steps">The steps of the whole training.</param>
    /// <param name="risingShare">The part of them in which the rate rises.</param>
    /// <param name="annealing">How it rises and falls.</param>
    /// <param name="cycleMomentum">Whether momentum or β₁ moves too.</param>
    /// <param name="minMomentum">Momentum where the rate is greatest; 0.85 if left out.</param>
    /// <param name="maxMomentum">Momentum at the start and the end; 0.95 if left out.</param>
    /// <param name="initialDivisor">The maximum by the rate at the start.</param>
    /// <param name="finalDivisor">The rate at the start by the rate at the end.</param>
    /// <param name="threePhases">Falls as fast as it rose, back to the start, and only then below.</param>
    /// <exception cref="ArgumentException">There is no momentum to cycle, or not one number for each group.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public OneCycleSchedule(
        Optimizer optimizer, PerGroup maximum, int steps, double risingShare = 0.3, Annealing annealing = Annealing.Cosine, bool cycleMomentum = true,
        PerGroup? minMomentum = null, PerGroup? maxMomentum = null, double initialDivisor = 25, double finalDivisor = 1e4, bool threePhases = false)
        : base(WithInitialRates(optimizer, maximum, initialDivisor))
    {
        _steps = Positive(steps);
        Share(risingShare);
        _maximum = maximum.Of(optimizer, nameof(OneCycleSchedule));
        (_initialDivisor, _finalDivisor) = (initialDivisor, finalDivisor);
        _annealing = annealing;
        var top = risingShare * steps - 1;
        _phases = threePhases
            ? [(top, Level.Initial, Level.Maximum), (2 * risingShare * steps - 2, Level.Maximum, Level.Initial), (steps - 1, Level.Initial, Level.Final)]
            : [(top, Level.Initial, Level.Maximum), (steps - 1, Level.Maximum, Level.Final)];
        _cyclesMomentum = cycleMomentum;
        if (cycleMomentum)
            CyclicSchedule.RequireMomentum(optimizer, nameof(OneCycleSchedule));
        _momentumLow = (minMomentum ?? 0.85).Of(optimizer, nameof(OneCycleSchedule));
        _momentumHigh = (maxMomentum ?? 0.95).Of(optimizer, nameof(OneCycleSchedule));
        Start();
    }

    private enum Level
    {
        Initial,
        Maximum,
        Final,
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The cycle is over.</exception>
    public override void Step()
    {
        if (StepCount >= _steps)
            throw new InvalidOperationException($"OneCycleSchedule: the cycle of {_steps} steps is over; make it as long as the training.");
        base.Step();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index)
    {
        var (phase, start) = (0, 0.0);
        while (phase < _phases.Length - 1 && StepCount > _phases[phase].End)
            start = _phases[phase++].End;
        var (end, from, to) = _phases[phase];
        // The step after the last, which a loop makes too, stays at the end.
        var share = Math.Min(1, (StepCount - start) / (end - start));
        if (_cyclesMomentum)
            group.CycledMomentum = Anneal(Momentum(from), Momentum(to), share);
        return Anneal(Rate(from), Rate(to), share);

        double Momentum(Level level) => level == Level.Maximum ? _momentumLow[index] : _momentumHigh[index];

        double Rate(Level level) => level switch
        {
            Level.Maximum => _maximum[index],
            Level.Initial => _maximum[index] / _initialDivisor,
            _ => _maximum[index] / _initialDivisor / _finalDivisor,
        };
    }

    private double Anneal(double from, double to, double share) => _annealing == Annealing.Cosine
        ? to + (from - to) / 2 * (Math.Cos(Math.PI * share) + 1)
        : (to - from) * share + from;

    private static Optimizer WithInitialRates(Optimizer optimizer, PerGroup maximum, double divisor)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var rates = maximum.Of(optimizer, nameof(OneCycleSchedule));
        for (var i = 0; i < rates.Length; i++)
            optimizer.Groups[i].InitialLearningRate = rates[i] / divisor;
        return optimizer;
    }
}
