using System.CommandLine;

namespace Autograd.Cli;

/// <summary><c>autograd evaluate</c>: measures a trained network on the images that it never saw.</summary>
internal static class EvaluateCommand
{
    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var checkpoint = CommonOptions.TrainedCheckpoint();
        var data = CommonOptions.ImageFolder();
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var command = new Command("evaluate", "Measure a trained network on the images it did not learn from.") { checkpoint, data, threads, json };
        command.SetAction(result => Run(result.GetRequiredValue(checkpoint), result.GetValue(data), result.GetValue(threads), result.GetValue(json), output));
        return command;
    }

    private static void Run(string checkpoint, string? data, int? threads, bool json, TextWriter output)
    {
        var trained = TrainedModel.Load(checkpoint);
        var images = LabelledImages.Load(trained.Settings.Source, data);
        if (images.Format != trained.Settings.Format)
            throw new CommandException($"--data: the images are {images.Format}; the network of {checkpoint} learned from {trained.Settings.Format}.");
        using var limit = new ThreadLimit(threads);
        var (loss, confusion) = Measure(trained.Model, images.Test);
        if (!double.IsFinite(loss))
            throw new CommandException($"{checkpoint}: the loss is {loss}; the weights are damaged, or the training had diverged (see autograd inspect --values).");
        if (json)
            output.WriteLine(EvaluationReport.Json(checkpoint, loss, confusion));
        else
            EvaluationReport.Print(Terminal.Open(output), checkpoint, trained.Settings, loss, confusion);
    }

    private static (double Loss, ConfusionMatrix Confusion) Measure(Module model, Dataset images)
    {
        using var _ = Tensor.NoGradient();
        var confusion = new ConfusionMatrix();
        var loss = 0.0;
        foreach (var (input, target) in new DataLoader(images, LabelledImages.TestBatch))
        {
            using var scope = Tensor.MemoryScope();
            var logits = model.Forward(input);
            loss += logits.CrossEntropy(target).Item<float>() * (double)target.Count;
            confusion.Add(logits, target);
        }
        return (loss / images.Count, confusion);
    }
}
