namespace Autograd;

/// <summary>
/// Trains a model: epochs over batches with validation, metrics, a schedule, early stopping and checkpoints from which a run goes on bit for bit. It looks for the usual
/// mistakes, and says so.
/// </summary>
/// <example>
/// <code>
/// var trainer = new Trainer(model, new Adam(model.Parameters()), (output, target) => output.CrossEntropy(target)) { Metrics = [Metric.Accuracy()] };
/// var history = trainer.Fit(training, validation, epochs: 10);
/// </code>
/// </example>
public sealed partial class Trainer
{
    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly List<string> _warnings = [];
    private IReadOnlyDictionary<string, CheckpointValue> _notes = new Dictionary<string, CheckpointValue>();
    private volatile bool _isToStop;

    /// <summary>Creates a trainer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">An optimizer of its parameters.</param>
    /// <param name="loss">The loss of the model's output beside the target: one number.</param>
    public Trainer(Module model, Optimizer optimizer, Func<Tensor, Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        (Model, Optimizer, _loss) = (model, optimizer, loss);
    }

    /// <summary>The model.</summary>
    public Module Model { get; }

    /// <summary>The optimizer of its parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>What is measured beside the loss: on the validation data, or, without them, in training as it goes.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Changes the learning rate after each epoch, or each batch; null for none.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Whether the schedule goes on after each batch instead of each epoch.</summary>
    public bool SchedulesBatches { get; init; }

    /// <summary>Ends the training once nothing gets better; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>
    /// Whether the model has the weights of its best epoch in the end, instead of those of the last. In a checkpoint they lie in a section <c>best</c>, beside those of the
    /// last in <c>model</c>.
    /// </summary>
    public bool KeepsBest { get; init; }

    /// <summary>The file that a checkpoint is written to after each epoch, and when the training is cancelled; null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>
    /// What a checkpoint says beside: settings of the program by name, kept in its section <c>notes</c>, for who reads it later. Unless some are given, <see cref="Resume"/>
    /// takes those of the checkpoint.
    /// </summary>
    public IReadOnlyDictionary<string, CheckpointValue> Notes
    {
        get => _notes;
        init => _notes = value;
    }

    /// <summary>Progress, logs and what else wants to watch.</summary>
    public IReadOnlyList<TrainingObserver> Observers { get; init; } = [];

    /// <summary>What came out of each epoch so far, those before a resumption too.</summary>
    public TrainingHistory History { get; } = new();

    /// <summary>What looked like a mistake so far.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>
    /// Trains for some epochs, counted from the first: after <see cref="Resume"/>, for those that are left. A model in evaluation mode goes into training; one in training
    /// is taken as it is, with those of its parts that are in evaluation mode.
    /// </summary>
    /// <param name="training">What to train with.</param>
    /// <param name="validation">What to measure with after each epoch, or null.</param>
    /// <param name="epochs">How many epochs the whole training has.</param>
    /// <param name="cancellation">Ends the training after the batch that runs; a checkpoint is left if there is a path for one.</param>
    /// <returns>What came out of each epoch, those before a resumption too.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no epoch.</exception>
    /// <exception cref="ArgumentException">The data have no batch, or, after a resumption, not those of the checkpoint.</exception>
    /// <exception cref="InvalidOperationException">Two metrics have one name, or none has that of <see cref="EarlyStopping"/>.</exception>
    /// <exception cref="ArithmeticException">The loss became NaN or infinite: the message names the operation that made it so. The weights are those before that batch.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written; that its folder exists is seen to before the training.</exception>
    public TrainingHistory Fit(DataLoader training, DataLoader? validation = null, int epochs = 1, CancellationToken cancellation = default)
    {
        Check(training, validation, epochs);
        var run = () => Run(training, validation, epochs, cancellation);
        foreach (var observer in Observers)
        {
            var inner = run;
            run = () => observer.Around(inner);
        }
        var warned = Optimizer.Warned;
        Optimizer.Warned = Warn;
        (History.End, _isToStop) = (null, false);
        try
        {
            Tell(observer => observer.Begins(this));
            run();
            if (KeepsBest && History.End != TrainingEnd.Cancelled && _best is not null)
                Model.LoadState(_best);
        }
        catch
        {
            History.End = TrainingEnd.Failed;
            throw;
        }
        finally
        {
            Optimizer.Warned = warned;
            TellEnd();
        }
        return History;
    }

    /// <summary>Ends the training after the epoch that runs, as <see cref="EarlyStopping"/> does: for observers with a rule of their own.</summary>
    public void Stop() => _isToStop = true;

    /// <summary>Measures the model, in evaluation mode and without recording.</summary>
    /// <returns>The mean loss, and the metrics by name.</returns>
    /// <exception cref="ArgumentException">The data have no batch.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public (double Loss, IReadOnlyDictionary<string, double> Metrics) Evaluate(DataLoader data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireBatches(data, nameof(Evaluate));
        // Parts that stay in evaluation, such as a frozen normalisation, do so afterwards too.
        var inTraining = Model.NamedModules().Select(named => named.Value).Where(module => module.IsTraining).ToArray();
        // Somebody may ask in the middle of an epoch whose batches are measured as well.
        var measured = _isMeasuring ? Metrics.Select(metric => metric.State()).ToArray() : null;
        Model.Evaluate();
        try
        {
            using var _ = Tensor.NoGradient();
            var (sum, count) = (0.0, 0L);
            ResetMetrics();
            foreach (var batch in data.Batches(cancellation))
            {
                using var scope = Tensor.MemoryScope();
                var output = Model.Forward(batch.Input);
                sum += Number(LossOf(output, batch.Target)) * batch.Size;
                count += batch.Size;
                Measure(output, batch.Target);
            }
            return (sum / count, MetricValues());
        }
        finally
        {
            foreach (var module in inTraining)
                module.IsTraining = true;
            for (var i = 0; i < measured?.Length; i++)
                Metrics[i].LoadState(measured[i]);
        }
    }

    /// <summary>Notes what looks like a mistake, once.</summary>
    internal void Warn(string warning)
    {
        if (_warnings.Contains(warning))
            return;
        _warnings.Add(warning);
        Tell(observer => observer.Warned(this, warning));
    }

    /// <summary>Finds before the training what it would end with after an epoch.</summary>
    private void Check(DataLoader training, DataLoader? validation, int epochs)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (epochs < 1)
            throw new ArgumentOutOfRangeException(nameof(epochs), epochs, $"Trainer.Fit: {epochs} epochs train nothing; use 1 or more.");
        RequireBatches(training, nameof(Fit));
        if (validation is not null)
            RequireBatches(validation, nameof(Fit));
        if (Metrics.GroupBy(metric => metric.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
            throw new InvalidOperationException($"Trainer.Fit: two metrics have the name '{twice}', under which the history lists one; leave one out, or give it another name.");
        if (EarlyStopping?.Metric is { } name && !Metrics.Any(metric => metric.Name == name))
        {
            throw new InvalidOperationException(
                $"EarlyStopping: there is no metric '{name}'; the trainer measures {(Metrics.Count == 0 ? "none" : string.Join(", ", Metrics.Select(metric => metric.Name)))}.");
        }
        CheckPath();
    }

    private static void RequireBatches(DataLoader data, string method)
    {
        if (data.Count == 0)
        {
            throw new ArgumentException(
                $"Trainer.{method}: a loader has no batch, of a dataset with {data.Dataset.Count} samples; give it samples, or keep the last batch (dropLast: false).", nameof(data));
        }
    }

    private Tensor LossOf(Tensor output, Tensor target)
    {
        var loss = _loss(output, target);
        return loss.Count == 1 ? loss : throw new ShapeException($"Trainer: the loss has shape {loss.Shape}; it must be one number, so take its Mean() or Sum().");
    }

    private static double Number(Tensor loss) => loss.Detach().Cast(DType.Float64).Item<double>();

    private void Measure(Tensor output, Tensor target)
    {
        foreach (var metric in Metrics)
            metric.Add(output.Detach(), target);
    }

    private Dictionary<string, double> MetricValues() => Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);

    private void ResetMetrics()
    {
        foreach (var metric in Metrics)
            metric.Reset();
    }

    private void Tell(Action<TrainingObserver> what)
    {
        foreach (var observer in Observers)
            what(observer);
    }

    /// <summary>Tells every observer of the end, whatever the others make of it: they may have files to close.</summary>
    private void TellEnd(int first = 0)
    {
        if (first == Observers.Count)
            return;
        try
        {
            Observers[first].Ends(this, History);
        }
        finally
        {
            TellEnd(first + 1);
        }
    }
}
