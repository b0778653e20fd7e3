using System.Diagnostics;

namespace Autograd;

public sealed partial class Trainer
{
    // Of the epoch that runs: the losses of its batches so far, weighted by their sizes, and how long they took.
    private double _lossSum, _seconds;
    private long _lossCount;
    private int _batch;

    // The weights of the best epoch, how good it was, and how long ago.
    private Dictionary<string, Tensor>? _best;
    private double _bestScore = double.NaN;
    private int _epochsWithoutGain;

    private void Run(DataLoader training, DataLoader? validation, int epochs, CancellationToken cancellation)
    {
        History.End = TrainingEnd.Completed;
        Inspection.BeforeTraining(this);
        while (History.Epochs.Count < epochs)
        {
            if (HasStopped())
            {
                History.End = TrainingEnd.StoppedEarly;
                return;
            }
            var epoch = History.Epochs.Count + 1;
            Tell(observer => observer.EpochBegins(this, epoch, epochs, training.Count));
            var clock = Stopwatch.StartNew();
            var (rate, isCancelled) = (Optimizer.LearningRate, !TrainEpoch(training, epoch, validation is null, cancellation));
            if (isCancelled)
            {
                _seconds += clock.Elapsed.TotalSeconds;
                History.End = TrainingEnd.Cancelled;
                // What was abandoned goes on where it was, if Fit is called again.
                _loaderState = training.State();
                Save(training);
                return;
            }
            var trained = (Loss: _lossSum / _lossCount, Metrics: (IReadOnlyDictionary<string, double>)MetricValues());
            var validated = validation is null ? trained : Evaluate(validation, CancellationToken.None);
            var result = new EpochResult(
                epoch, trained.Loss, validation is null ? null : validated.Loss, validated.Metrics, rate, _seconds + clock.Elapsed.TotalSeconds);
            (_lossSum, _lossCount, _batch, _seconds) = (0, 0, 0, 0);
            History.Add(result);
            if (!SchedulesBatches)
                Schedule?.Step(result.Loss);
            Judge(result);
            Save(training);
            Tell(observer => Inspection.During(this, () => observer.EpochEnds(this, result)));
        }
        if (HasStopped())
            History.End = TrainingEnd.StoppedEarly;
    }

    private bool HasStopped() => EarlyStopping is { } early && _epochsWithoutGain >= early.Patience;

    /// <summary>Trains with the batches of an epoch, or with what is left of them.</summary>
    /// <returns>False if it was cancelled before the end.</returns>
    private bool TrainEpoch(DataLoader training, int epoch, bool measures, CancellationToken cancellation)
    {
        Model.Train();
        ResetMetrics();
        foreach (var batch in training)
        {
            var loss = Number(Optimizer.Step(() => Loss(batch, epoch, measures)));
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
    private Tensor Loss(Batch batch, int epoch, bool measures)
    {
        var before = Randomness.Default.State;
        var output = Model.Forward(batch.Input);
        var loss = _loss(output, batch.Target);
        if (loss.Count != 1)
            throw new ShapeException($"Trainer: the loss has shape {loss.Shape}; it must be one number, so take its Mean() or Sum().");
        if (epoch == 1 && _batch == 0)
            Inspection.OfGraph(this, loss);
        if (!double.IsFinite(Number(loss)))
        {
            // Once more, with somebody watching: with the same random numbers it goes the same way.
            Randomness.Default.State = before;
            var origin = NonFinite.Find(() => _loss(Model.Forward(batch.Input), batch.Target));
            throw new ArithmeticException(
                $"Trainer: the loss of batch {_batch + 1} in epoch {epoch} is {Number(loss)}. {origin?.Message ?? "The numbers were finite when it was computed again."} "
                + "The weights are those before this batch; a lower learning rate or clipped gradients (BeforeUpdate) may help.");
        }
        if (measures)
            Measure(output, batch.Target);
        return loss;
    }

    /// <summary>Notes whether an epoch was the best so far.</summary>
    private void Judge(EpochResult result)
    {
        var name = EarlyStopping?.Metric;
        var metric = name is null ? null : Metrics.FirstOrDefault(metric => metric.Name == name)
            ?? throw new InvalidOperationException($"EarlyStopping: there is no metric '{name}'; the trainer measures {string.Join(", ", Metrics.Select(metric => metric.Name))}.");
        // Less is better.
        var score = metric is null ? result.Loss : metric.IsBetterHigher ? -result.Metrics[metric.Name] : result.Metrics[metric.Name];
        if (double.IsNaN(_bestScore) || score < _bestScore - (EarlyStopping?.LeastChange ?? 0))
        {
            (_bestScore, _epochsWithoutGain) = (score, 0);
            if (KeepsBest)
                _best = Model.State().ToDictionary(part => part.Key, part => part.Value.Detach().Clone().Keep());
        }
        else
        {
            _epochsWithoutGain++;
        }
    }
}
