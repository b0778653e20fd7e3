namespace Autograd;

/// <summary>Writes losses, metrics and learning rate of a training for TensorBoard.</summary>
/// <param name="folder">The folder of this run.</param>
public sealed class TensorBoardLog(string folder) : TrainingObserver, IDisposable
{
    private TensorBoardWriter? _writer;
    private long _before, _steps;

    /// <inheritdoc/>
    public override void Begins(Trainer trainer) => _writer = new TensorBoardWriter(folder);

    /// <inheritdoc/>
    public override void EpochBegins(Trainer trainer, int epoch, int epochs, int? batches) =>
        // So the curve goes on after a resumption, too.
        _before = batches is { } count ? (epoch - 1L) * count : _steps;

    /// <inheritdoc/>
    public override void BatchEnds(Trainer trainer, int epoch, int batch, double loss) => _writer?.Add("batch/loss", loss, _steps = _before + batch);

    /// <inheritdoc/>
    public override void EpochEnds(Trainer trainer, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _writer?.Add("loss/training", result.TrainLoss, result.Epoch);
        if (result.ValidationLoss is { } validation)
            _writer?.Add("loss/validation", validation, result.Epoch);
        foreach (var (name, value) in result.Metrics)
            _writer?.Add($"metrics/{name}", value, result.Epoch);
        _writer?.Add("learning rate", result.LearningRate, result.Epoch);
    }

    /// <inheritdoc/>
    public override void Ends(Trainer trainer, TrainingHistory history) => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
