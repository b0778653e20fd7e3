namespace Autograd;

/// <summary>
/// Lets the learning rate fall along half a cosine, sets it back to the start, and falls again, each period longer than the last by a factor. PyTorch's
/// <c>CosineAnnealingWarmRestarts</c>; Loshchilov and Hutter 2017.
/// </summary>
public sealed class CosineRestartsSchedule : Schedule
{
    private readonly int _firstPeriod, _periodFactor;
    private readonly double _minimum;
    private int _position, _period;

    /// <summary>Creates the schedule.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="firstPeriod">The steps of the first period.</param>
    /// <param name="periodFactor">What each period is longer by than the one before.</param>
    /// <param name="minimum">What the rate falls to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of steps or the factor is not positive.</exception>
    public CosineRestartsSchedule(Optimizer optimizer, int firstPeriod, int periodFactor = 1, double minimum = 0) : base(optimizer)
    {
        _firstPeriod = _period = Positive(firstPeriod);
        _periodFactor = Positive(periodFactor);
        _minimum = minimum;
        Start();
    }

    /// <inheritdoc/>
    public override void Step()
    {
        if (++_position >= _period)
        {
            _position -= _period;
            _period *= _periodFactor;
        }
        base.Step();
    }

    /// <inheritdoc/>
    protected override double NextRate(ParameterGroup group, int index) =>
        _minimum + (BaseRate(index) - _minimum) * (1 + Math.Cos(Math.PI * _position / _period)) / 2;

    internal override void BeginAnew()
    {
        (_position, _period) = (0, _firstPeriod);
        base.BeginAnew();
    }

    internal override void Write(IDictionary<string, Tensor> state, string prefix)
    {
        base.Write(state, prefix);
        state.Add($"{prefix}position", Tensor.From((long)_position));
        state.Add($"{prefix}period", Tensor.From((long)_period));
    }

    internal override void Read(StateReader reader, string prefix)
    {
        base.Read(reader, prefix);
        reader.Read($"{prefix}position", (int position) => _position = position);
        reader.Read($"{prefix}period", (int period) => _period = period);
    }
}
