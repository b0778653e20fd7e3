namespace Autograd.Training.Tests;

/// <summary>What goes wrong, ends early, or is asked for twice.</summary>
// The default generator belongs to one test at a time.
[Collection(nameof(TrainerTests))]
public sealed class TrainerEdgeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autograd-edges-").FullName;

    // A line through 32 points, and a model that starts the same way each time.
    private static readonly Tensor _x = Tensor.Linspace(-1, 1, 32, DType.Float32).Reshape(32, 1);
    private static readonly TensorDataset _line = new(_x, _x * 2 + 1);
    private readonly Linear _model = new(1, 1, generator: new Generator(0));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_would_end_a_training_after_an_epoch_is_found_before_it()
    {
        var missing = Path.Combine(_folder, "missing", "run.safetensors");
        Refused<DirectoryNotFoundException>(
            $"Trainer.CheckpointPath: there is no folder '{Path.GetDirectoryName(missing)}' for '{missing}'; create it before the training.", Create(path: missing));
        Refused<IOException>($"Trainer.CheckpointPath: '{_folder}' is a folder; name a file.", Create(path: _folder));
        Refused<InvalidOperationException>("EarlyStopping: there is no metric 'f1'; the trainer measures r².", Create(stopping: new EarlyStopping(1, metric: "f1")));
        Refused<InvalidOperationException>(
            "Trainer.Fit: two metrics have the name 'r²', under which the history lists one; leave one out, or give it another name.",
            Create(metrics: [Metric.RSquared(), Metric.RSquared()]));
        const string NoBatch = "Trainer.Fit: a loader has no batch, of a dataset with 32 samples; give it samples, or keep the last batch (dropLast: false).";
        Refused<ArgumentException>(NoBatch, Create(), new DataLoader(_line, 33, dropLast: true));
        Refused<ArgumentException>(NoBatch, Create(), validation: new DataLoader(_line, 33, dropLast: true));
        Assert.StartsWith(NoBatch.Replace("Fit", "Evaluate"), Assert.Throws<ArgumentException>(() => Create().Evaluate(new DataLoader(_line, 33, dropLast: true))).Message);

        void Refused<TException>(string message, Trainer trainer, DataLoader? data = null, DataLoader? validation = null) where TException : Exception
        {
            Assert.StartsWith(message, Assert.Throws<TException>(() => trainer.Fit(data ?? Batches(), validation)).Message);
            Assert.Equal(new Linear(1, 1, generator: new Generator(0)).Weight.Item<float>(), _model.Weight.Item<float>());
        }
    }

    [Fact]
    public void A_training_cancelled_before_it_begins_trains_nothing()
    {
        var before = _model.Weight.Item<float>();
        var path = Path.Combine(_folder, "run.safetensors");
        var trainer = Create(path: path);
        var history = trainer.Fit(Batches(), epochs: 2, cancellation: new CancellationToken(canceled: true));
        Assert.Equal((0, TrainingEnd.Cancelled, before), (history.Epochs.Count, history.End, _model.Weight.Item<float>()));
        // It goes on as if nothing had been.
        trainer.Fit(Batches(), epochs: 2);
        var weight = _model.Weight.Item<float>();
        _model.Weight.Assign(Tensor.Full([1, 1], 9f));
        var resumed = Create(path: path);
        resumed.Resume(path);
        Assert.Equal((2, weight), (resumed.History.Epochs.Count, _model.Weight.Item<float>()));
    }

    [Fact]
    public void A_training_cancelled_in_its_validation_only_validates_again()
    {
        var whole = Create(new Linear(1, 1, generator: new Generator(0)));
        var expected = whole.Fit(Batches(), new DataLoader(_line, 4), epochs: 2);
        using var cancellation = new CancellationTokenSource();
        var path = Path.Combine(_folder, "run.safetensors");
        // The fifth batch of the validation.
        var asked = 0;
        var trainer = Create(path: path, loss: (output, target) =>
        {
            if (output.RequiresGradient)
                return output.MeanSquaredError(target);
            if (++asked == 5)
                cancellation.Cancel();
            return output.MeanSquaredError(target);
        });
        var history = trainer.Fit(Batches(), new DataLoader(_line, 4), epochs: 2, cancellation: cancellation.Token);
        Assert.Equal((0, TrainingEnd.Cancelled, 5), (history.Epochs.Count, history.End, asked));
        var resumed = Create(path: path);
        resumed.Resume(path);
        var batches = Batches();
        resumed.Fit(batches, new DataLoader(_line, 4), epochs: 2);
        Assert.Equal(Numbers(expected), Numbers(resumed.History));
        Assert.Equal(whole.Model.State()["weight"].Item<float>(), _model.Weight.Item<float>());
    }

    [Fact]
    public void Metrics_and_rate_of_an_epoch_cut_off_are_those_of_the_whole_one()
    {
        var whole = Create(new Linear(1, 1, generator: new Generator(0)), perBatch: true).Fit(Batches(), epochs: 2);
        var path = Path.Combine(_folder, "run.safetensors");
        foreach (var batches in new[] { 1, 3, 4, 6, 8 })
        {
            _model.LoadState(new Linear(1, 1, generator: new Generator(0)).State());
            using var cancellation = new CancellationTokenSource();
            var cut = Create(path: path, perBatch: true, observer: new After(batches, cancellation.Cancel));
            cut.Fit(Batches(), epochs: 2, cancellation: cancellation.Token);
            // Asking in between changes nothing.
            cut.Evaluate(new DataLoader(_line, 32));
            cut.Fit(Batches(), epochs: 2);
            Assert.Equal(Numbers(whole), Numbers(cut.History));

            _model.LoadState(new Linear(1, 1, generator: new Generator(0)).State());
            using var again = new CancellationTokenSource();
            Create(path: path, perBatch: true, observer: new After(batches, again.Cancel)).Fit(Batches(), epochs: 2, cancellation: again.Token);
            var resumed = Create(path: path, perBatch: true);
            resumed.Resume(path);
            resumed.Fit(Batches(), epochs: 2);
            Assert.Equal(Numbers(whole), Numbers(resumed.History));
        }
    }

    [Fact]
    public void An_observer_may_evaluate_between_batches()
    {
        var whole = Create(new Linear(1, 1, generator: new Generator(0))).Fit(Batches(), epochs: 2);
        Trainer? trainer = null;
        trainer = Create(observer: new After(2, () => trainer!.Evaluate(new DataLoader(_line, 8))));
        Assert.Equal(Numbers(whole), Numbers(trainer.Fit(Batches(), epochs: 2)));
        Assert.True(_model.IsTraining);
    }

    [Fact]
    public void After_an_exception_the_epoch_begins_anew_and_everybody_has_been_told()
    {
        var (first, last) = (new Ending(), new Ending());
        var trainer = new Trainer(_model, new Sgd(_model.Parameters(), 0.1), (output, target) => output.MeanSquaredError(target))
        {
            Observers = [first, new After(2, () => throw new InvalidOperationException("no more")), new Throwing(), last],
        };
        // What the training ended with is covered by what an observer made of its end.
        Assert.Equal("Ends", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Batches())).Message);
        Assert.Equal((TrainingEnd.Failed, TrainingEnd.Failed), (first.End, last.End));
        Assert.Throws<InvalidOperationException>(() => trainer.Fit(Batches()));
        Assert.Equal((TrainingEnd.Completed, TrainingEnd.Completed), (first.End, last.End));
        Assert.Equal(1, Assert.Single(trainer.History.Epochs).Epoch);
        // 4 batches of 8, not the two before as well.
        Assert.Equal(4, first.Batches);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_no_gain()
    {
        // The validation brings NaN, a number, NaN, NaN.
        var epoch = 0;
        var weights = new List<float>();
        var trainer = Create(
            stopping: new EarlyStopping(2), keepsBest: true, observer: new AtEpoch(() => weights.Add(_model.Weight.Item<float>())),
            loss: (output, target) => output.MeanSquaredError(target) * (output.RequiresGradient || ++epoch == 2 ? 1 : double.NaN));
        var history = trainer.Fit(Batches(), new DataLoader(_line, 32), epochs: 10);
        Assert.Equal((4, TrainingEnd.StoppedEarly), (history.Epochs.Count, history.End));
        Assert.Equal(weights[1], _model.Weight.Item<float>());

        var hopeless = Create(stopping: new EarlyStopping(2), loss: (output, target) => output.MeanSquaredError(target) * (output.RequiresGradient ? 1 : double.NaN));
        Assert.Equal(2, hopeless.Fit(Batches(), new DataLoader(_line, 32), epochs: 10).Epochs.Count);
    }

    [Fact]
    public void Observers_see_the_best_weights_in_the_end()
    {
        float? seen = null;
        var trainer = new Trainer(_model, new Sgd(_model.Parameters(), 1.5), (output, target) => output.MeanSquaredError(target))
        {
            KeepsBest = true,
            Observers = [new AtEnd(() => seen = _model.Weight.Item<float>())],
        };
        trainer.Fit(Batches(), epochs: 3);
        Assert.Equal(_model.Weight.Item<float>(), seen);
    }

    [Fact]
    public void Names_of_metrics_are_quoted_in_tables()
    {
        var history = Create(metrics: [new Counting(() => { }, "a, \"b\"")]).Fit(Batches());
        Assert.StartsWith("epoch,train_loss,validation_loss,\"a,_\"\"b\"\"\",learning_rate,seconds\n1,", history.ToCsv());
    }

    [Fact]
    public void The_best_weights_survive_a_resumption()
    {
        var path = Path.Combine(_folder, "run.safetensors");
        var first = Growing(path, keepsBest: true);
        first.Fit(Batches(), epochs: 2);
        var best = _model.Weight.Item<float>();
        _model.Weight.Assign(Tensor.Full([1, 1], 9f));
        var resumed = Growing(path, keepsBest: true);
        resumed.Resume(path);
        Assert.NotEqual(best, _model.Weight.Item<float>());
        resumed.Fit(Batches(), epochs: 4);
        Assert.Equal(best, _model.Weight.Item<float>());
    }

    [Fact]
    public void Where_the_best_weights_were_not_kept_the_best_from_there_on_are()
    {
        var path = Path.Combine(_folder, "run.safetensors");
        Growing(path, keepsBest: false).Fit(Batches(), epochs: 2);
        var resumed = Growing(path, keepsBest: true);
        resumed.Resume(path);
        var history = resumed.Fit(Batches(), new DataLoader(_line, 32), epochs: 4);
        Assert.Equal(history.Epochs[2].Loss, resumed.Evaluate(new DataLoader(_line, 32)).Loss);
    }

    [Fact]
    public void Another_measure_judges_anew_after_a_resumption()
    {
        var path = Path.Combine(_folder, "run.safetensors");
        // R² grows towards 1; the loss, which never is as low as −1, would be without gain from then on.
        Create(path: path, stopping: new EarlyStopping(1, metric: "r²")).Fit(Batches(), epochs: 3);
        var resumed = Create(path: path, stopping: new EarlyStopping(1));
        resumed.Resume(path);
        Assert.Equal(TrainingEnd.Completed, resumed.Fit(Batches(), epochs: 5).End);
    }

    [Fact]
    public void Epochs_count_from_the_first()
    {
        var trainer = Create();
        trainer.Fit(Batches(), epochs: 2);
        var weight = _model.Weight.Item<float>();
        Assert.Equal(2, trainer.Fit(Batches(), epochs: 2).Epochs.Count);
        Assert.Equal(weight, _model.Weight.Item<float>());
        Assert.Equal(["the 2 epochs are over already, so nothing is trained: 'epochs' counts all of the training, those before too."], trainer.Warnings);
        Assert.Equal([1, 2, 3], trainer.Fit(Batches(), epochs: 3).Epochs.Select(epoch => epoch.Epoch));
    }

    [Fact]
    public void An_optimizer_that_asks_again_is_measured_once()
    {
        var asked = 0;
        var trainer = new Trainer(_model, new Lbfgs(_model.Parameters(), strongWolfe: true), (output, target) => output.MeanSquaredError(target))
        {
            Metrics = [new Counting(() => asked++)],
        };
        var history = trainer.Fit(Batches());
        Assert.Equal((4, TrainingEnd.Completed), (asked, history.End));
        Assert.True(((Lbfgs)trainer.Optimizer).Evaluations > 4);
    }

    [Fact]
    public void More_mistakes_are_noticed()
    {
        var other = new Sgd(new Linear(1, 1).Parameters(), 1);
        var scheduled = new Trainer(_model, new Sgd(_model.Parameters(), 0.1), (output, target) => output.MeanSquaredError(target)) { Schedule = new StepSchedule(other, 1, 0.5) };
        scheduled.Fit(Batches());
        Assert.Equal(["the schedule changes the learning rate of another optimizer. Make it with the trainer's."], scheduled.Warnings);

        var frozen = new Trainer(_model, new Sgd(_model.Parameters(), 0.1), (output, target) => output.MeanSquaredError(target));
        _model.Bias!.RequiresGradient = false;
        frozen.Fit(Batches());
        Assert.Empty(frozen.Warnings);

        var classes = new TensorDataset(_x, _x.Greater(0).Cast(DType.Float32));
        Sequential probabilities = [new Linear(1, 1), Activation.Sigmoid];
        var sigmoid = new Trainer(probabilities, new Sgd(probabilities.Parameters(), 0.1), (output, target) => output.BinaryCrossEntropy(target)) { Metrics = [Metric.Accuracy()] };
        sigmoid.Fit(new DataLoader(classes, 8));
        Assert.Equal(
            ["the model ends in a sigmoid, but accuracy takes logits, which are above 0 for class 1: it finds nothing else. Leave the sigmoid to BinaryCrossEntropyWithLogits."],
            sigmoid.Warnings);
        var twice = new Trainer(probabilities, new Sgd(probabilities.Parameters(), 0.1), (output, target) => output.BinaryCrossEntropyWithLogits(target));
        twice.Fit(new DataLoader(classes, 8));
        Assert.Equal(["a sigmoid is applied before BinaryCrossEntropyWithLogits, which applies it itself. Give it the logits."], twice.Warnings);
        var logarithms = new Trainer(_model, new Sgd(_model.Parameters(), 0.1), (output, target) => output.LogSoftmax(1).CrossEntropy(Tensor.Zeros([8], DType.Int64)));
        logarithms.Fit(Batches());
        Assert.DoesNotContain(logarithms.Warnings, warning => warning.StartsWith("softmax", StringComparison.Ordinal));
    }

    [Fact]
    public void Gradients_that_an_observer_never_zeroes_are_noticed()
    {
        Trainer? trainer = null;
        var told = new List<string>();
        var optimizer = new Sgd(_model.Parameters(), 0.01) { Warned = told.Add };
        trainer = new Trainer(_model, optimizer, (output, target) => output.MeanSquaredError(target))
        {
            Observers = [new After(1, () =>
            {
                _model.Forward(_x).Sum().Backward();
                optimizer.Step();
            })],
        };
        trainer.Fit(Batches());
        Assert.StartsWith("Sgd.Step: the gradient of variable 'weight' still holds that of an earlier step", Assert.Single(trainer.Warnings));
        Assert.Empty(told);
        optimizer.Warned("the listener from before");
        Assert.Single(told);
    }

    private Trainer Create(
        Module? model = null, string? path = null, EarlyStopping? stopping = null, bool keepsBest = false, bool perBatch = false, TrainingObserver? observer = null,
        IReadOnlyList<Metric>? metrics = null, Func<Tensor, Tensor, Tensor>? loss = null)
    {
        var optimizer = new Sgd((model ?? _model).Parameters(), 0.1, momentum: 0.5);
        return new Trainer(model ?? _model, optimizer, loss ?? ((output, target) => output.MeanSquaredError(target)))
        {
            CheckpointPath = path,
            EarlyStopping = stopping,
            KeepsBest = keepsBest,
            Metrics = metrics ?? [Metric.RSquared()],
            Schedule = perBatch ? new ExponentialSchedule(optimizer, 0.9) : null,
            SchedulesBatches = perBatch,
            Observers = observer is null ? [] : [observer],
        };
    }

    /// <summary>Too large a step: the loss grows from epoch to epoch.</summary>
    private Trainer Growing(string path, bool keepsBest) => new(_model, new Sgd(_model.Parameters(), 1.5), (output, target) => output.MeanSquaredError(target))
    {
        CheckpointPath = path,
        KeepsBest = keepsBest,
    };

    private static DataLoader Batches() => new(_line, 8, shuffle: true, seed: 3);

    private static IEnumerable<(double, double?, double, double)> Numbers(TrainingHistory history) =>
        history.Epochs.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.Metrics["r²"], epoch.LearningRate));

    /// <summary>Does something after so many batches.</summary>
    private sealed class After(int batches, Action action) : TrainingObserver
    {
        private int _batches;

        public override void BatchEnds(Trainer trainer, int epoch, int batch, double loss)
        {
            if (++_batches == batches)
                action();
        }
    }

    private sealed class AtEpoch(Action action) : TrainingObserver
    {
        public override void EpochEnds(Trainer trainer, EpochResult result) => action();
    }

    private sealed class AtEnd(Action action) : TrainingObserver
    {
        public override void Ends(Trainer trainer, TrainingHistory history) => action();
    }

    private sealed class Throwing : TrainingObserver
    {
        public override void Ends(Trainer trainer, TrainingHistory history) => throw new InvalidOperationException("Ends");
    }

    private sealed class Ending : TrainingObserver
    {
        public TrainingEnd? End { get; private set; }

        public int Batches { get; private set; }

        public override void BatchEnds(Trainer trainer, int epoch, int batch, double loss) => Batches = batch;

        public override void Ends(Trainer trainer, TrainingHistory history) => End = history.End;
    }

    private sealed class Counting(Action add, string name = "count") : Metric
    {
        public override string Name => name;

        public override double Value => 0;

        public override void Add(Tensor output, Tensor target) => add();

        public override void Reset() { }
    }
}
