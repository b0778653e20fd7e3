using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>A training on the console.</summary>
internal static class TrainReport
{
    /// <summary>Prints what is going to happen.</summary>
    public static void PrintBeginning(IAnsiConsole console, ImageTraining training, TrainOptions options)
    {
        var (settings, format) = (training.Settings, training.Settings.Format);
        console.WriteLine(Invariant(
            $"{Name(settings.Source)}: {training.Images.Train.Count:N0} images of {format.Height}×{format.Width} to learn from, {training.Images.Test.Count:N0} to test on, {format.Classes} classes"));
        console.WriteLine();
        console.WriteLine($"{Wording.OneLine(settings.Model.Name)}, for one image:");
        console.WriteLine(training.Summary().ToString());
        console.WriteLine();
        console.WriteLine(Invariant(
            $"{settings.Method.Name}, learning rate {Wording.Number(settings.LearningRate)}, batches of {settings.Batch}, seed {settings.Seed}, {Wording.Count(settings.Epochs, "epoch")}"));
        if (options.Resume)
        {
            console.WriteLine(training.IsResumed
                ? $"Going on from {options.Checkpoint}, after {Wording.Count(training.History.Epochs.Count, "epoch")}."
                : $"There is no {options.Checkpoint} yet: from the beginning.");
        }
        console.WriteLine();
    }

    /// <summary>Prints what came out.</summary>
    public static void PrintEnd(IAnsiConsole console, ImageTraining training, TrainOptions options)
    {
        var epochs = training.History.Epochs;
        console.WriteLine();
        if (training.History.End == TrainingEnd.Cancelled)
        {
            console.WriteLine(Invariant($"Interrupted in epoch {epochs.Count + 1} of {training.Settings.Epochs}.") +
                (options.Checkpoint is { } left ? $" --resume goes on from {left}." : " Without --checkpoint, nothing is left of it."));
        }
        if (epochs.Count > 0)
        {
            var last = epochs[^1];
            console.WriteLine(Invariant(
                $"Test accuracy {last.Metrics["accuracy"]:P2}, test loss {last.Loss:G4}, training loss {last.TrainLoss:G4} after {Wording.Count(epochs.Count, "epoch")} in {training.Seconds:F1} s."));
            if (options.Checkpoint is { } path && training.History.End != TrainingEnd.Cancelled)
                console.WriteLine($"Checkpoint: {path}");
            if (options.Plot is { } plot)
                console.WriteLine(Picture.Announce(plot));
        }
    }

    /// <summary>What images are called.</summary>
    public static string Name(ImageSource source) => source.ToString().ToLowerInvariant();
}
