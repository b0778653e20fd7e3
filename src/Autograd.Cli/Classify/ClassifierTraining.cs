using System.Diagnostics;

namespace Autograd.Cli;

/// <summary>How a classifier learned.</summary>
internal sealed class ClassifierTraining
{
    private ClassifierTraining(Classifier network) => Network = network;

    /// <summary>What learned.</summary>
    public Classifier Network { get; }

    /// <summary>The mean loss of the training points in each epoch, before its steps.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>The loss of the training points after the last step.</summary>
    public double FinalLoss { get; private set; }

    /// <summary>How long the training took.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Whether the loss is a number, and no larger than at the start.</summary>
    public bool HasDiverged => !(FinalLoss <= Losses[0]);

    /// <summary>Changes the weights, step by step, so that the loss on the training points becomes smaller.</summary>
    /// <param name="layers">The size of each layer.</param>
    /// <param name="points">[points, features], standardised.</param>
    /// <param name="labels">[points, 1]: 1 for the second class, 0 for the first.</param>
    /// <param name="options">The loss, the optimizer with its rate, and the number of epochs.</param>
    /// <param name="generator">Draws the first weights, and the batches.</param>
    /// <param name="progress">Told, from 0 to 1, how much is done; null if nobody watches.</param>
    public static ClassifierTraining Run(int[] layers, Tensor points, Tensor labels, ClassifyOptions options, Generator generator, Action<double>? progress)
    {
        using var _ = Tensor.WithGradient();
        var network = new Classifier(layers, options.InitialScale, generator);
        Optimizer optimizer = options.Optimizer == OptimizerKind.Adam
            ? new Adam(network.Weights, options.Rate)
            : new Sgd(network.Weights, options.Rate);

        var training = new ClassifierTraining(network);
        var (count, epochs) = (points.Shape[0], options.EpochsFor(points.Shape[0]));
        var start = Stopwatch.GetTimestamp();
        while (training.Losses.Count < epochs && (training.Losses.Count == 0 || double.IsFinite(training.Losses[^1])))
        {
            training.Losses.Add(options.Batch < count ? EpochInBatches() : Step(points, labels));
            progress?.Invoke((double)training.Losses.Count / epochs);
        }
        training.FinalLoss = Loss(network.Predict(points), labels).Item<float>();
        training.Duration = Stopwatch.GetElapsedTime(start);
        return training;

        double Step(Tensor x, Tensor y) => optimizer.Step(() => Loss(network.Logits(x), y)).Item<float>();

        Tensor Loss(Tensor logits, Tensor y) => options.Loss == LossKind.CrossEntropy
            ? logits.BinaryCrossEntropyWithLogits(y)
            : logits.Sigmoid().MeanSquaredError(y);

        double EpochInBatches()
        {
            var (order, sum) = (Tensor.RandPermutation(count, generator), 0.0);
            for (var (from, size) = (0, options.Batch!.Value); from < count; from += size)
            {
                var rows = order[from..Math.Min(from + size, count)];
                sum += Step(points.IndexSelect(0, rows), labels.IndexSelect(0, rows)) * rows.Count;
            }
            return sum / count;
        }
    }
}
