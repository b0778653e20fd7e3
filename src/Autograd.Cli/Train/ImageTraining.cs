namespace Autograd.Cli;

/// <summary>A network that learns to tell images apart.</summary>
internal sealed class ImageTraining
{
    private const string Accuracy = "accuracy";

    private readonly string? _checkpoint;
    private readonly DataLoader _training, _test;
    private readonly Trainer _trainer;

    /// <summary>Draws the weights to start from.</summary>
    /// <param name="images">What to learn from, and to be judged by.</param>
    /// <param name="settings">The network, and how it learns.</param>
    /// <param name="checkpoint">Where to leave checkpoints, or null.</param>
    /// <param name="progress">Who shows how it goes, or null.</param>
    public ImageTraining(LabelledImages images, TrainSettings settings, string? checkpoint, TrainingObserver? progress)
    {
        Randomness.Seed(settings.Seed);
        (Images, Settings, _checkpoint) = (images, settings, checkpoint);
        Model = settings.Model.Build(images.Format.Batch, images.Format.Classes);
        if (!Model.Parameters().Any())
            throw new CommandException($"{settings.Model.Name}: the network has no weights, so there is nothing to learn; give it a layer like linear.");
        CheckLastBatch();
        _trainer = new Trainer(Model, settings.Method.Create(Model.Parameters(), settings.LearningRate), (output, target) => output.CrossEntropy(target))
        {
            Metrics = [Metric.Accuracy()],
            CheckpointPath = checkpoint,
            Notes = settings.ToNotes(),
            Observers = progress is null ? [] : [progress],
        };
        _training = new DataLoader(images.Train, settings.Batch, shuffle: true, seed: settings.Seed);
        _test = new DataLoader(images.Test, LabelledImages.TestBatch);
    }

    /// <summary>What to learn from, and to be judged by.</summary>
    public LabelledImages Images { get; }

    /// <summary>The network, and how it learns.</summary>
    public TrainSettings Settings { get; }

    /// <summary>The network.</summary>
    public Sequential Model { get; }

    /// <summary>The epochs so far, once some were run.</summary>
    public TrainingHistory History => _trainer.History;

    /// <summary>How long the epochs took, those before an interruption too.</summary>
    public double Seconds => History.Epochs.Sum(epoch => epoch.Seconds);

    /// <summary>Whether it goes on from a checkpoint.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>The network, layer by layer, as it works on an image.</summary>
    public ModuleSummary Summary()
    {
        Model.Evaluate();
        var summary = Model.Summary(Tensor.Zeros(Images.Format.Batch));
        Model.Train();
        return summary;
    }

    /// <summary>Goes on from the checkpoint.</summary>
    /// <exception cref="CommandException">What is in it is not of this network.</exception>
    public void Resume()
    {
        try
        {
            _trainer.Resume(_checkpoint!);
            IsResumed = true;
            if (History.Epochs.Any(epoch => !epoch.Metrics.ContainsKey(Accuracy)))
                throw new FormatException($"{_checkpoint}: its history has no '{Accuracy}'; was it written by autograd train?");
            if (History.Epochs.Count > Settings.Epochs)
                throw new CommandException($"--epochs: {Wording.Count(History.Epochs.Count, "epoch")} of the training are over already; ask for as many or more, or leave the option out.");
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"{_checkpoint}: {Wording.Message(exception)}");
        }
    }

    /// <summary>Learns, until all epochs are over or somebody interrupts.</summary>
    /// <exception cref="CommandException">The loss became infinite, or NaN.</exception>
    public TrainingHistory Run(CancellationToken cancellation)
    {
        if (History.Epochs.Count == Settings.Epochs)
            return History;
        try
        {
            return _trainer.Fit(_training, _test, Settings.Epochs, cancellation);
        }
        // The position in the data is taken up only now.
        catch (ArgumentException exception) when (IsResumed)
        {
            throw new CommandException($"{_checkpoint}: {Wording.Message(exception)}");
        }
        catch (ArithmeticException exception) when (exception is not OverflowException)
        {
            throw new CommandException(exception.Message);
        }
    }

    /// <summary>Some layers cannot learn from a single image, which the last batch of an epoch may be: better found before the first.</summary>
    private void CheckLastBatch()
    {
        if (Settings.Batch != 1 && Images.Train.Count % Settings.Batch != 1)
            return;
        try
        {
            Model.Summary(Tensor.Zeros(Images.Format.Batch));
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"--batch: with {Settings.Batch}, the last batch of the {Images.Train.Count} images has one, and that is too few: {Wording.Message(exception)}");
        }
    }
}
