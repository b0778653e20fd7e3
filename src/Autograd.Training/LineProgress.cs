using System.Globalization;

namespace Autograd;

/// <summary>One plain line for each epoch: for files, pipes and logs.</summary>
/// <param name="writer">Where to write.</param>
public sealed class LineProgress(TextWriter writer) : TrainingObserver
{
    private int _epochs;

    /// <inheritdoc/>
    public override void EpochBegins(Trainer trainer, int epoch, int epochs, int? batches) => _epochs = epochs;

    /// <inheritdoc/>
    public override void EpochEnds(Trainer trainer, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        writer.WriteLine($"epoch {result.Epoch}/{_epochs}: {Text(result)}");
    }

    /// <inheritdoc/>
    public override void Warned(Trainer trainer, string warning) => writer.WriteLine($"warning: {warning}");

    /// <summary>An epoch's numbers in a line: <c>loss 0.312, validation 0.298, accuracy 0.913, 1.2 s</c>.</summary>
    internal static string Text(EpochResult result)
    {
        List<string> parts = [Number("loss", result.TrainLoss)];
        if (result.ValidationLoss is { } validation)
            parts.Add(Number("validation", validation));
        parts.AddRange(result.Metrics.Select(metric => Number(metric.Key, metric.Value)));
        parts.Add(string.Create(CultureInfo.InvariantCulture, $"{result.Seconds:F1} s"));
        return string.Join(", ", parts);
    }

    private static string Number(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value:G4}");
}
