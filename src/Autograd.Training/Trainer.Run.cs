using System.Collections.Immutable;
using System.Diagnostics;

namespace Autograd;

public sealed partial class Trainer
{
    // Of the epoch that runs: the learning rate it began with, the losses of its batches so far, weighted by their sizes, and how long they took.
    private double _rate, _lossSum, _seconds;
    private long _lossCount;
    private int _batch;

    // Whether the metrics hold what its batches brought, and whether those are all over and only the validation is left.
    private bool _isMeasuring, _isTrained;

    // The weights of the best epoch, how good it was, and how long ago.
    private Dictionary<string, Tensor>? _best;
    private double _bestScore = double.NaN;
    private int _epochsWithoutGain;

    private void Run(DataLoader training, DataLoader? validation, int epochs, CancellationToken cancellation)
    {
        GoOn(training);
        Inspection.BeforeTraining(this);
        if (History.Epochs.Count >= epochs && !HasStopped())
            Warn($"the {epochs} epochs are over already, so nothing is trained: 'epochs' counts all of the training, those before too.");
        while (History.Epochs.Count < epochs && !HasStopped())
        {
            if (cancellation.IsCancellationRequested || !RunEpoch(training, validation, epochs, cancellation))
            {
                History.End = TrainingEnd.Cancelled;
                // What was abandoned goes on where it was, if Fit is called again.
                _loaderState = training.State();
                Save(training);
                return;
            }
        }
        History.End = HasStopped() ? TrainingEnd.StoppedEarly : TrainingEnd.Completed;
    }

    /// <summary>What tells a good epoch from a bad one.</summary>
    private string JudgedBy => EarlyStopping?.Metric ?? "loss";

    private bool HasStopped() => _isToStop || EarlyStopping is { } early && _epochsWithoutGain >= early.Patience;

    /// <summary>Trains for an epoch, or for what is left of one, measures, and draws the conclusions.</summary>
    /// <returns>False if it was cancelled before the end.</returns>
    private bool RunEpoch(DataLoader training, DataLoader? validation, int epochs, CancellationToken cancellation)
    {
        var (epoch, clock) = (History.Epochs.Count + 1, Stopwatch.StartNew());
        Tell(observer => observer.EpochBegins(this, epoch, epochs, training.Count));
        _isTrained = _isTrained || TrainEpoch(training, epoch, validation is null, cancellation);
        if (!_isTrained || !TryValidate(validation, cancellation, out var loss, out var metrics))
        {
            _seconds += clock.Elapsed.TotalSeconds;
            return false;
        }
        var result = new EpochResult(epoch, _lossSum / _lossCount, loss, metrics, _rate, _seconds + clock.Elapsed.TotalSeconds);
        ForgetEpoch();
        History.Add(result);
        if (!SchedulesBatches)
            Schedule?.Step(result.Loss);
        Judge(result);
        Save(training);
        Tell(observer => Inspection.During(this, () => observer.EpochEnds(this, result)));
        return true;
    }

    /// <summary>Trains with the batches of an epoch, or with what is left of them.</summary>
    /// <returns>False if it was cancelled before the end.</returns>
    private bool TrainEpoch(DataLoader training, int epoch, bool measures, CancellationToken cancellation)
    {
        if (!Model.IsTraining)
            Model.Train();
        if (_batch == 0)
            _rate = Optimizer.LearningRate;
        if (_batch == 0 || !_isMeasuring)
            ResetMetrics();
        _isMeasuring = measures;
        foreach (var batch in training)
        {
            // An optimizer that searches along a line asks again, at weights that it tries: the loss of the batch is the first.
            var isAskedAgain = false;
            var loss = Number(Optimizer.Step(() =>
            {
                if (isAskedAgain)
                    return LossOf(Model.Forward(batch.Input), batch.Target);
                isAskedAgain = true;
                return FirstLoss(batch, epoch);
            }));
            _batch++;
            _lossSum += loss * batch.Size;
            _lossCount += batch.Size;
            if (epoch == 1 && _batch == 1)
                Inspection.AfterFirstStep(this);
            if (SchedulesBatches)
                Schedule?.Step(loss);
            Tell(observer => observer.BatchEnds(this, epoch, _batch, loss));
            if (cancellation.IsCancellationRequested)
                return false;
        }
        return true;
    }

    /// <summary>The loss of a batch, once it is known to be a number.</summary>
    private Tensor FirstLoss(Batch batch, int epoch)
    {
        var before = Randomness.Default.State;
        var output = Model.Forward(batch.Input);
        var loss = LossOf(output, batch.Target);
        if (epoch == 1 && _batch == 0)
            Inspection.OfGraph(this, output, batch.Target, loss);
        if (!double.IsFinite(Number(loss)))
        {
            // Once more, with somebody watching: with the same random numbers it goes the same way.
            Randomness.Default.State = before;
            var origin = NonFinite.Find(() => _loss(Model.Forward(batch.Input), batch.Target));
            throw new ArithmeticException(
                $"Trainer: the loss of batch {_batch + 1} in epoch {epoch} is {Number(loss)}. {origin?.Message ?? "The numbers were finite when it was computed again."} "
                + "The weights are those before this batch; a lower learning rate or clipped gradients (BeforeUpdate) may help.");
        }
        if (_isMeasuring)
            Measure(output, batch.Target);
        return loss;
    }

    /// <summary>Measures the model on the data set aside; without them, reads what was measured in training.</summary>
    /// <returns>False if it was cancelled before the end.</returns>
    private bool TryValidate(DataLoader? validation, CancellationToken cancellation, out double? loss, out IReadOnlyDictionary<string, double> metrics)
    {
        (loss, metrics) = (null, ImmutableDictionary<string, double>.Empty);
        try
        {
            if (validation is null)
                metrics = MetricValues();
            else
                (loss, metrics) = Evaluate(validation, cancellation);
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>The epoch is over, or will begin anew.</summary>
    private void ForgetEpoch()
    {
        (_lossSum, _lossCount, _batch, _seconds) = (0, 0, 0, 0);
        (_isMeasuring, _isTrained) = (false, false);
    }

    /// <summary>Notes whether an epoch was the best so far.</summary>
    private void Judge(EpochResult result)
    {
        var metric = EarlyStopping?.Metric is { } name ? Metrics.First(metric => metric.Name == name) : null;
        // Less is better.
        var score = metric is null ? result.Loss : metric.IsBetterHigher ? -result.Metrics[metric.Name] : result.Metrics[metric.Name];
        // NaN is never better, and everything is better than NaN.
        if (score < _bestScore - (EarlyStopping?.LeastChange ?? 0) || (double.IsNaN(_bestScore) && !double.IsNaN(score)))
        {
            (_bestScore, _epochsWithoutGain) = (score, 0);
            if (KeepsBest)
                _best = CopyOfModel();
        }
        else
        {
            _epochsWithoutGain++;
        }
    }
}
