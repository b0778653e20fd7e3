namespace Autograd;

/// <summary>What came out of one epoch.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainLoss">The mean loss of the training, as it went.</param>
/// <param name="ValidationLoss">The mean loss on the validation data afterwards, or null without them.</param>
/// <param name="Metrics">The metrics by name: on the validation data, or, without them, of the training as it went.</param>
/// <param name="LearningRate">The learning rate of the epoch.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record EpochResult(
    int Epoch, double TrainLoss, double? ValidationLoss, IReadOnlyDictionary<string, double> Metrics, double LearningRate, double Seconds)
{
    /// <summary>The loss that tells how good the model is: on the validation data if there are any.</summary>
    public double Loss => ValidationLoss ?? TrainLoss;
}
