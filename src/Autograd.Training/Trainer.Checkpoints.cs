namespace Autograd;

public sealed partial class Trainer
{
    private const string ModelSection = "model", OptimizerSection = "optimizer", ScheduleSection = "schedule", LoaderSection = "loader", BestSection = "best",
        TrainerSection = "trainer", RandomSection = "random", NotesSection = "notes", HistoryKey = "history", MetricsKey = "metrics", DefaultGenerator = "default";

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
            .. checkpoint.Sections.Intersect([BestSection, NotesSection]),
        ]);
        Model.LoadState(checkpoint.Tensors(ModelSection));
        Optimizer.LoadState(checkpoint.Tensors(OptimizerSection));
        Schedule?.LoadState(checkpoint.Tensors(ScheduleSection));
        _loaderState = checkpoint.Tensors(LoaderSection);
        _best = best ? checkpoint.Tensors(BestSection).ToDictionary() : null;
        (_lossSum, _lossCount, _seconds) = (Value("lossSum").ToDouble(), Value("lossCount").ToInt64(), Value("seconds").ToDouble());
        (_batch, _bestScore, _epochsWithoutGain) = ((int)Value("batch").ToInt64(), Value("bestScore").ToDouble(), (int)Value("epochsWithoutGain").ToInt64());
        var metrics = Value(MetricsKey).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        History.Restore(In(checkpoint.Tensors(TrainerSection), HistoryKey), metrics);
        _randomState = In(checkpoint.Generators(RandomSection), DefaultGenerator);

        CheckpointValue Value(string name) => In(checkpoint.Values(TrainerSection), name);

        T In<T>(IReadOnlyDictionary<string, T> section, string name) => section.TryGetValue(name, out var value)
            ? value
            : throw new FormatException($"{path}: the checkpoint lacks '{name}', which a trainer writes. Was it written by something else?");
    }

    /// <summary>Puts the data and the random numbers where they were.</summary>
    private void GoOn(DataLoader loader)
    {
        if (_loaderState is not null)
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
            new("lossSum", _lossSum), new("lossCount", _lossCount), new("seconds", _seconds), new("batch", _batch), new("bestScore", _bestScore),
            new("epochsWithoutGain", _epochsWithoutGain), new(MetricsKey, string.Join('\n', metrics)),
        ]);
        checkpoint.Add(RandomSection, generators: [new(DefaultGenerator, Randomness.Default.State)]);
        if (Notes.Count > 0)
            checkpoint.Add(NotesSection, values: Notes);
        checkpoint.Save(CheckpointPath);
    }
}
