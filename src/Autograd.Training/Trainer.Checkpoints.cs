namespace Autograd;

public sealed partial class Trainer
{
    private const string ModelSection = "model", OptimizerSection = "optimizer", ScheduleSection = "schedule", LoaderSection = "loader", BestSection = "best",
        TrainerSection = "trainer", MeasuredSection = "metrics", RandomSection = "random", NotesSection = "notes", HistoryKey = "history", MetricsKey = "metrics", DefaultGenerator = "default";

    // What waits for Fit: the loader comes with it, and what is made before it may draw random numbers.
    private IReadOnlyDictionary<string, Tensor>? _loaderState;
    private GeneratorState? _randomState;

    /// <summary>
    /// Goes on where a checkpoint was left: weights, optimizer, schedule and history now, random numbers and the position in the data once <see cref="Fit"/> runs. With the same
    /// data and settings the run ends with the same bits as one that was never interrupted.
    /// </summary>
    /// <remarks>Generators of a module's own, other than <see cref="Randomness.Default"/>, are not part of a checkpoint.</remarks>
    /// <exception cref="FormatException">The file is no checkpoint of such a trainer, or damaged.</exception>
    /// <exception cref="ArgumentException">Model, optimizer or schedule are not those of the checkpoint: the message lists what does not fit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Resume(string path)
    {
        var checkpoint = Checkpoint.Load(path);
        var best = checkpoint.Sections.Contains(BestSection);
        checkpoint.Require([
            ModelSection, OptimizerSection, LoaderSection, TrainerSection, RandomSection, .. Schedule is null ? [] : new[] { ScheduleSection },
            .. checkpoint.Sections.Intersect([BestSection, MeasuredSection, NotesSection]),
        ]);
        var metrics = Value(MetricsKey).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (history, random) = (In(checkpoint.Tensors(TrainerSection), HistoryKey), In(checkpoint.Generators(RandomSection), DefaultGenerator));
        var (lossSum, lossCount, seconds) = (Value("lossSum").ToDouble(), Value("lossCount").ToInt64(), Value("seconds").ToDouble());
        var (batch, rate, isTrained) = (Count("batch"), Value("rate").ToDouble(), Value("isTrained").ToBoolean());
        var (bestScore, epochsWithoutGain) = (Value("bestScore").ToDouble(), Count("epochsWithoutGain"));
        LoadStates(checkpoint, () => History.Restore(history, metrics));

        _loaderState = checkpoint.Tensors(LoaderSection);
        _best = best ? checkpoint.Tensors(BestSection).ToDictionary() : null;
        (_lossSum, _lossCount, _seconds, _batch, _rate, _isTrained) = (lossSum, lossCount, seconds, batch, rate, isTrained);
        (_bestScore, _epochsWithoutGain, _randomState) = (bestScore, epochsWithoutGain, random);
        // Scores of another measure say nothing.
        if (Value("judgedBy").Text != JudgedBy)
            (_best, _bestScore, _epochsWithoutGain) = (null, double.NaN, 0);
        // Weights that nobody kept cannot come back: what counts then is the best epoch from here on.
        if (KeepsBest && _best is null)
            _bestScore = double.NaN;
        ResetMetrics();
        _isMeasuring = checkpoint.Sections.Contains(MeasuredSection);
        if (_isMeasuring)
            LoadMetrics(checkpoint.Tensors(MeasuredSection), path);
        if (_notes.Count == 0 && checkpoint.Sections.Contains(NotesSection))
            _notes = checkpoint.Values(NotesSection);

        CheckpointValue Value(string name) => In(checkpoint.Values(TrainerSection), name);

        int Count(string name) => Value(name).ToInt64() is >= 0 and <= int.MaxValue and var count
            ? (int)count
            : throw new FormatException($"{path}: '{name}' of the trainer is {Value(name)}, which counts nothing.");

        T In<T>(IReadOnlyDictionary<string, T> section, string name) => section.TryGetValue(name, out var value)
            ? value
            : throw new FormatException($"{path}: the checkpoint lacks '{name}', which a trainer writes. Was it written by something else?");
    }

    /// <summary>Gives model, optimizer, schedule and history what the checkpoint has for them: to all of them or to none.</summary>
    private void LoadStates(Checkpoint checkpoint, Action restoreHistory)
    {
        var (model, optimizer, schedule) = (CopyOfModel(), Optimizer.State(), Schedule?.State());
        try
        {
            Model.LoadState(checkpoint.Tensors(ModelSection));
            Optimizer.LoadState(checkpoint.Tensors(OptimizerSection));
            Schedule?.LoadState(checkpoint.Tensors(ScheduleSection));
            restoreHistory();
        }
        catch
        {
            Model.LoadState(model);
            Optimizer.LoadState(optimizer);
            Schedule?.LoadState(schedule!);
            throw;
        }
    }

    /// <summary>The weights and statistics as they are now, whatever becomes of them.</summary>
    private Dictionary<string, Tensor> CopyOfModel() => Model.State().ToDictionary(part => part.Key, part => part.Value.Detach().Clone().Keep());

    private void LoadMetrics(IReadOnlyDictionary<string, Tensor> parts, string path)
    {
        foreach (var metric in Metrics)
        {
            var prefix = $"{metric.Name}/";
            var state = parts.Where(part => part.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(part => part.Key[prefix.Length..], part => part.Value);
            if (state.Count == 0)
                continue;
            try
            {
                metric.LoadState(state);
            }
            catch (Exception exception) when (exception is KeyNotFoundException or ArgumentException)
            {
                throw new FormatException($"{path}: what '{metric.Name}' had measured is damaged: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Makes sure that there is a place for the checkpoint.</summary>
    private void CheckPath()
    {
        if (CheckpointPath is null)
            return;
        if (Directory.Exists(CheckpointPath))
            throw new IOException($"Trainer.CheckpointPath: '{CheckpointPath}' is a folder; name a file.");
        var folder = Path.GetDirectoryName(Path.GetFullPath(CheckpointPath));
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Trainer.CheckpointPath: there is no folder '{folder}' for '{CheckpointPath}'; create it before the training.");
    }

    /// <summary>Puts the data and the random numbers where they were.</summary>
    private void GoOn(DataLoader loader)
    {
        // An epoch that an exception ended begins anew.
        if (_loaderState is null)
            ForgetEpoch();
        else
            loader.LoadState(_loaderState);
        if (_randomState is not null)
            Randomness.Default.State = _randomState;
        (_loaderState, _randomState) = (null, null);
    }

    private void Save(DataLoader loader)
    {
        if (CheckpointPath is null)
            return;
        var checkpoint = new Checkpoint();
        checkpoint.Add(ModelSection, Model.State());
        checkpoint.Add(OptimizerSection, Optimizer.State());
        if (Schedule is not null)
            checkpoint.Add(ScheduleSection, Schedule.State());
        checkpoint.Add(LoaderSection, loader.State());
        if (_best is not null)
            checkpoint.Add(BestSection, _best);
        var (history, metrics) = History.ToTensor();
        checkpoint.Add(TrainerSection, [new(HistoryKey, history)],
        [
            new("lossSum", _lossSum), new("lossCount", _lossCount), new("seconds", _seconds), new("batch", _batch), new("rate", _rate),
            new("isTrained", _isTrained), new("judgedBy", JudgedBy), new("bestScore", _bestScore), new("epochsWithoutGain", _epochsWithoutGain),
            new(MetricsKey, string.Join('\n', metrics)),
        ]);
        if (_isMeasuring)
            checkpoint.Add(MeasuredSection, Metrics.SelectMany(metric => metric.State().Select(part => KeyValuePair.Create($"{metric.Name}/{part.Key}", part.Value))));
        checkpoint.Add(RandomSection, generators: [new(DefaultGenerator, Randomness.Default.State)]);
        if (Notes.Count > 0)
            checkpoint.Add(NotesSection, values: Notes);
        checkpoint.Save(CheckpointPath);
    }
}
