namespace Autograd.Training.Tests;

// The default generator belongs to one test at a time.
[Collection(nameof(TrainerTests))]
public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autograd-training-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_network_learns_the_digits()
    {
        Randomness.Seed(0);
        var (train, test) = Digits.Load().Split(0.8, new Generator(0));
        Sequential model = [new Flatten(), new Linear(64, 32), Activation.Relu, new Linear(32, 10)];
        var lines = new StringWriter();
        var trainer = new Trainer(model, new Adam(model.Parameters(), 0.003), (output, target) => output.CrossEntropy(target))
        {
            Metrics = [Metric.Accuracy()],
            Observers = [new LineProgress(lines)],
        };
        var history = trainer.Fit(new DataLoader(train, 64, shuffle: true, seed: 1), new DataLoader(test, 256), epochs: 8);
        Assert.Equal((8, TrainingEnd.Completed), (history.Epochs.Count, history.End));
        Assert.True(history.Epochs[^1].Metrics["accuracy"] > 0.93, $"accuracy {history.Epochs[^1].Metrics["accuracy"]}");
        Assert.True(history.Epochs[^1].TrainLoss < history.Epochs[0].TrainLoss / 4);
        Assert.Empty(trainer.Warnings);
        Assert.StartsWith("epoch 1/8: loss ", lines.ToString());
        Assert.Equal(9, history.ToCsv().Split('\n').Length - 1);
        Assert.StartsWith("epoch,train_loss,validation_loss,accuracy,learning_rate,seconds\n1,", history.ToCsv());
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], history.Draw()[..4]);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(7), InlineData(12)]
    public void A_run_that_was_cut_off_goes_on_bit_for_bit(int batches)
    {
        var whole = Weights(Run(cancelAfter: int.MaxValue, path: null, resume: false));
        var path = Path.Combine(_folder, "run.safetensors");
        Assert.Equal(TrainingEnd.Cancelled, Run(batches, path, resume: false).History.End);
        var resumed = Run(int.MaxValue, path, resume: true);
        Assert.Equal(whole, Weights(resumed));
        Assert.Equal((3, TrainingEnd.Completed), (resumed.History.Epochs.Count, resumed.History.End));
    }

    [Fact]
    public void The_losses_of_a_resumed_run_are_those_of_the_whole_one()
    {
        var whole = Run(int.MaxValue, null, resume: false).History.Epochs.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate));
        var path = Path.Combine(_folder, "run.safetensors");
        Run(cancelAfter: 6, path, resume: false);
        var resumed = Run(int.MaxValue, path, resume: true).History.Epochs.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate));
        Assert.Equal(whole, resumed);
    }

    [Fact]
    public void The_best_weights_are_kept()
    {
        var model = new Linear(1, 1, generator: new Generator(0));
        // Too large a step: the loss grows from epoch to epoch.
        var trainer = new Trainer(model, new Sgd(model.Parameters(), 1.5), (output, target) => output.MeanSquaredError(target))
        {
            KeepsBest = true,
            EarlyStopping = new EarlyStopping(2),
        };
        var data = new DataLoader(Line(), 8);
        var history = trainer.Fit(data, data, epochs: 50);
        Assert.Equal((3, TrainingEnd.StoppedEarly), (history.Epochs.Count, history.End));
        Assert.Equal(history.Epochs.Min(epoch => epoch.Loss), trainer.Evaluate(data).Loss);
    }

    [Fact]
    public void A_loss_that_is_no_number_names_the_operation_that_made_it()
    {
        var model = new Linear(1, 1, generator: new Generator(0));
        var before = model.State().Values.Select(value => value.ToArray<float>()).ToArray();
        var trainer = new Trainer(model, new Sgd(model.Parameters(), 0.1), (output, target) => (output * 0 - 1).Log().Mean() + target.Mean());
        var exception = Assert.Throws<ArithmeticException>(() => trainer.Fit(new DataLoader(Line(), 8)));
        Assert.Equal(
            "Trainer: the loss of batch 1 in epoch 1 is NaN. Log (Float32 [8, 1]) made NaN of Sub (Float32 [8, 1]), -1 to -1. "
            + "The weights are those before this batch; a lower learning rate or clipped gradients (BeforeUpdate) may help.", exception.Message);
        Assert.Equal(before, model.State().Values.Select(value => value.ToArray<float>()));
    }

    [Fact]
    public void Usual_mistakes_are_noticed()
    {
        Assert.Equal(["the learning rate is 0: nothing will be learned. Set the optimizer's LearningRate."], Warnings(model => new Sgd(model.Parameters(), 0), Regression));
        Assert.Equal(
            ["the optimizer has none of the model's parameters: it changes another model. Make it with model.Parameters().",
             "no parameter got a gradient: the loss does not depend on any. Was the model's output detached, or computed under NoGradient()?"],
            Warnings(_ => new Sgd(new Linear(1, 1).Parameters(), 0.1), Regression));
        Assert.Equal(["'bias' got no gradient: the loss does not depend on them."], Warnings(
            model => new Sgd(model.Parameters(), 0.1), (output, target, model) => (target * ((Linear)model).Weight).Mean()));
        Assert.Equal(["the optimizer lacks 'bias': they stay as they are. Freeze() them if that is meant."], Warnings(
            model => new Sgd([((Linear)model).Weight], 0.1), Regression));
        Assert.Equal(
            ["softmax is applied before cross entropy, which applies it itself: twice it learns slowly and never becomes sure. Give cross entropy the logits."],
            Warnings(model => new Sgd(model.Parameters(), 0.1), (output, target, _) => output.Softmax(1).CrossEntropy(target.Reshape(-1).Cast(DType.Int64) * 0)));
    }

    [Fact]
    public void Evaluating_as_in_training_is_noticed()
    {
        Sequential model = [new Linear(1, 1), new Dropout(0.1)];
        var trainer = new Trainer(model, new Sgd(model.Parameters(), 0.01), (output, target) => output.MeanSquaredError(target)) { Observers = [new Careless()] };
        trainer.Fit(new DataLoader(Line(), 8));
        Assert.Equal(
            ["the model was evaluated as in training, with dropout or the statistics of the batch: call Evaluate() before and Train() after, or use Trainer.Evaluate."],
            trainer.Warnings);
    }

    [Fact]
    public void Evaluation_leaves_the_model_as_it_was()
    {
        Sequential model = [new Linear(1, 1), new BatchNorm1d(1)];
        var trainer = new Trainer(model, new Sgd(model.Parameters(), 0.01), (output, target) => output.MeanSquaredError(target));
        var before = model.State().Values.Select(value => value.Cast(DType.Float64).ToArray<double>()).ToArray();
        _ = trainer.Evaluate(new DataLoader(Line(), 8));
        Assert.True(model.IsTraining);
        Assert.Equal(before, model.State().Values.Select(value => value.Cast(DType.Float64).ToArray<double>()));
    }

    [Fact]
    public void An_observer_may_stop_a_training()
    {
        var model = new Linear(1, 1, generator: new Generator(0));
        var trainer = new Trainer(model, new Sgd(model.Parameters(), 0.1), (output, target) => output.MeanSquaredError(target)) { Observers = [new Impatient()] };
        Assert.Equal((2, TrainingEnd.StoppedEarly), (trainer.Fit(new DataLoader(Line(), 8), epochs: 9).Epochs.Count, trainer.History.End));
        // A new call goes on.
        Assert.Equal((4, TrainingEnd.Completed), (trainer.Fit(new DataLoader(Line(), 8), epochs: 4).Epochs.Count, trainer.History.End));
    }

    [Fact]
    public void Who_stops_a_training_as_it_begins_is_heard()
    {
        var model = new Linear(1, 1, generator: new Generator(0));
        var trainer = new Trainer(model, new Sgd(model.Parameters(), 0.1), (output, target) => output.MeanSquaredError(target)) { Observers = [new Unwilling()] };
        Assert.Equal((0, TrainingEnd.StoppedEarly), (trainer.Fit(new DataLoader(Line(), 8), epochs: 9).Epochs.Count, trainer.History.End));
    }

    [Fact]
    public void What_cannot_be_resumed_changes_nothing_and_notes_stay()
    {
        var path = Path.Combine(_folder, "notes.safetensors");
        var model = new Linear(1, 1, generator: new Generator(0));
        Tensor Loss(Tensor output, Tensor target) => output.MeanSquaredError(target);
        new Trainer(model, new Sgd(model.Parameters(), 0.1), Loss) { CheckpointPath = path, Notes = new Dictionary<string, CheckpointValue> { ["color"] = "blue" } }
            .Fit(new DataLoader(Line(), 8));

        // The model fits, the optimizer does not.
        var other = new Linear(1, 1, generator: new Generator(1));
        var before = other.State().Values.Select(value => value.ToArray<float>()).ToArray();
        var adam = new Trainer(other, new Adam(other.Parameters()), Loss);
        Assert.Throws<ArgumentException>(() => adam.Resume(path));
        Assert.Equal(before, other.State().Values.Select(value => value.ToArray<float>()));

        var resumed = new Trainer(other, new Sgd(other.Parameters(), 0.1), Loss) { CheckpointPath = path };
        resumed.Resume(path);
        Assert.Null(resumed.History.End);
        resumed.Fit(new DataLoader(Line(), 8), epochs: 2);
        Assert.Equal("blue", Checkpoint.Load(path).Values("notes")["color"].Text);
    }

    private sealed class Unwilling : TrainingObserver
    {
        public override void Begins(Trainer trainer) => trainer.Stop();
    }

    private sealed class Impatient : TrainingObserver
    {
        public override void BatchEnds(Trainer trainer, int epoch, int batch, double loss)
        {
            if (epoch == 2 && batch == 3)
                trainer.Stop();
        }
    }

    [Fact]
    public void A_part_that_stays_in_evaluation_does_so_all_the_time()
    {
        var frozen = new BatchNorm1d(1);
        Sequential model = [new Linear(1, 1, generator: new Generator(0)), frozen, new Linear(1, 1, generator: new Generator(1)), new BatchNorm1d(1)];
        frozen.Evaluate();
        var trainer = new Trainer(model, new Sgd(model.Parameters(), 0.01), (output, target) => output.MeanSquaredError(target));
        trainer.Fit(new DataLoader(Line(), 8), new DataLoader(Line(), 8), epochs: 3);
        Assert.False(frozen.IsTraining);
        Assert.True(model.IsTraining && model[3].IsTraining);
        Assert.Equal(0, frozen.State()["num_batches_tracked"].Item<long>());
        Assert.Equal(12, model[3].State()["num_batches_tracked"].Item<long>());
        // A model that is all in evaluation goes into training.
        model.Evaluate();
        trainer.Fit(new DataLoader(Line(), 8), epochs: 4);
        Assert.True(frozen.IsTraining);
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_refused()
    {
        var path = Path.Combine(_folder, "run.safetensors");
        Run(cancelAfter: 2, path, resume: false);
        var other = new Linear(64, 3);
        var trainer = new Trainer(other, new Adam(other.Parameters(), 0.01), (output, target) => output.CrossEntropy(target));
        // The other trainer has no schedule either.
        Assert.Contains("schedule", Assert.Throws<FormatException>(() => trainer.Resume(path)).Message);
    }

    private static Tensor Regression(Tensor output, Tensor target, Module model) => output.MeanSquaredError(target);

    private static IReadOnlyList<string> Warnings(Func<Module, Optimizer> optimizer, Func<Tensor, Tensor, Module, Tensor> loss)
    {
        var model = new Linear(1, 1, generator: new Generator(0));
        var trainer = new Trainer(model, optimizer(model), (output, target) => loss(output, target, model));
        trainer.Fit(new DataLoader(Line(), 32));
        return trainer.Warnings;
    }

    private static TensorDataset Line()
    {
        var x = Tensor.Linspace(-1, 1, 32, DType.Float32).Reshape(32, 1);
        return new TensorDataset(x, x * 2 + 1);
    }

    private static float[][] Weights((Module Model, TrainingHistory History) run) => [.. run.Model.State().Values.Select(value => value.ToArray<float>())];

    /// <summary>Three epochs of a network with dropout on a part of the digits, with momenta and a schedule: 5 batches each.</summary>
    private static (Module Model, TrainingHistory History) Run(int cancelAfter, string? path, bool resume)
    {
        Randomness.Seed(resume ? 99UL : 5);
        var digits = Digits.Load();
        Sequential model = [new Flatten(), new Linear(64, 16), new Dropout(0.2), Activation.Relu, new Linear(16, 10)];
        var optimizer = new Adam(model.Parameters(), 0.01);
        using var cancellation = new CancellationTokenSource();
        var trainer = new Trainer(model, optimizer, (output, target) => output.CrossEntropy(target))
        {
            Schedule = new StepSchedule(optimizer, 1, 0.5),
            CheckpointPath = path,
            Observers = [new CancelAfter(cancelAfter, cancellation)],
        };
        if (resume)
            trainer.Resume(path!);
        var loader = new DataLoader(digits[..160], 32, shuffle: true, seed: resume ? 7UL : 3);
        return (model, trainer.Fit(loader, new DataLoader(digits[160..200], 40), epochs: 3, cancellation.Token));
    }

    private sealed class CancelAfter(int batches, CancellationTokenSource cancellation) : TrainingObserver
    {
        private int _batches;

        public override void BatchEnds(Trainer trainer, int epoch, int batch, double loss)
        {
            if (++_batches == batches)
                cancellation.Cancel();
        }
    }

    private sealed class Careless : TrainingObserver
    {
        public override void EpochEnds(Trainer trainer, EpochResult result)
        {
            using (Tensor.NoGradient())
                _ = trainer.Model.Forward(Tensor.Ones(1, 1));
        }
    }
}
