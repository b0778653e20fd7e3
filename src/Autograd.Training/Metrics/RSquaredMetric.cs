namespace Autograd;

/// <summary>1 − Σ (target − output)² / Σ (target − mean target)², for each column; the means and sums are updated batch by batch (Chan et al. 1979).</summary>
internal sealed class RSquaredMetric : Metric
{
    private Tensor? _mean, _squares, _errors;
    private long _count;

    public override string Name => "r²";

    public override double Value
    {
        get
        {
            // A single target does not vary.
            if (_count < 2)
                return double.NaN;
            var (errors, squares) = (_errors!.ToArray<double>(), _squares!.ToArray<double>());
            // Where all targets are the same, there is nothing to explain: right predictions are perfect, others worthless, as in scikit-learn.
            return errors.Zip(squares, (error, square) => square > 0 ? 1 - error / square : error > 0 ? 0 : 1).Average();
        }
    }

    public override void Add(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        if (output.Shape != target.Shape)
            throw new ShapeException($"R²: the output has shape {output.Shape}, the target {target.Shape}; they must be the same, so Reshape one of them.");
        if (output.Count == 0)
            return;
        using var _ = Tensor.NoGradient();
        var rows = output.Rank == 0 ? 1 : output.Shape[0];
        var (y, t) = (output.Cast(DType.Float64).Reshape(rows, -1), target.Cast(DType.Float64).Reshape(rows, -1));
        var (mean, errors) = (t.Mean(0), (t - y).Square().Sum(0));
        var squares = (t - mean).Square().Sum(0);
        if (_count > 0)
        {
            var distance = mean - _mean!;
            squares = squares + _squares! + distance.Square() * ((double)_count * rows / (_count + rows));
            mean = _mean! + distance * ((double)rows / (_count + rows));
            errors = errors + _errors!;
        }
        (_mean, _squares, _errors) = (mean.Keep(), squares.Keep(), errors.Keep());
        _count += rows;
    }

    public override void Reset() => (_mean, _squares, _errors, _count) = (null, null, null, 0);

    public override IReadOnlyDictionary<string, Tensor> State() => _count == 0
        ? new Dictionary<string, Tensor>()
        : new Dictionary<string, Tensor> { ["count"] = Tensor.From(_count), ["mean"] = _mean!, ["squares"] = _squares!, ["errors"] = _errors! };

    public override void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        Reset();
        if (state.Count > 0)
            (_count, _mean, _squares, _errors) = (state["count"].Item<long>(), state["mean"].Keep(), state["squares"].Keep(), state["errors"].Keep());
    }
}
