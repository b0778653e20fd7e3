namespace Autograd;

/// <summary>Σ |output − target| / n.</summary>
internal sealed class MeanAbsoluteErrorMetric : Metric
{
    private double _sum;
    private long _count;

    public override string Name => "mean absolute error";

    public override double Value => _sum / _count;

    public override bool IsBetterHigher => false;

    public override void Add(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        using (Tensor.NoGradient())
            _sum += output.Cast(DType.Float64).MeanAbsoluteError(target.Cast(DType.Float64), LossReduction.Sum).Item<double>();
        _count += output.Count;
    }

    public override void Reset() => (_sum, _count) = (0, 0);

    public override IReadOnlyDictionary<string, Tensor> State() =>
        new Dictionary<string, Tensor> { ["sum"] = Tensor.From(_sum), ["count"] = Tensor.From(_count) };

    public override void LoadState(IReadOnlyDictionary<string, Tensor> state) => (_sum, _count) = (state["sum"].Item<double>(), state["count"].Item<long>());
}
