using System.CommandLine;

namespace Autograd.Cli;

/// <summary><c>autograd predict</c>: says what a trained network sees in pictures.</summary>
internal static class PredictCommand
{
    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var images = new Argument<string[]>("IMAGE")
        {
            Description = "PNG or JPEG files with a digit each, dark on light or light on dark. Of another size than the network's, they are cropped, scaled and centred as its own were.",
            Arity = ArgumentArity.OneOrMore,
        };
        var checkpoint = CommonOptions.TrainedCheckpoint();
        var json = CommonOptions.Json();
        var command = new Command("predict", "Say which digits a trained network sees in pictures.") { images, checkpoint, json };
        command.SetAction(result => Run(result.GetRequiredValue(images), result.GetRequiredValue(checkpoint), result.GetValue(json), output));
        return command;
    }

    private static void Run(string[] files, string checkpoint, bool json, TextWriter output)
    {
        var trained = TrainedModel.Load(checkpoint);
        var drawings = Array.ConvertAll(files, file => DigitDrawing.Read(InputFile.Check("IMAGE", file), trained.Settings));
        using var _ = Tensor.NoGradient();
        var predictions = trained.Model.Forward(Tensor.Stack([.. drawings.Select(drawing => drawing.Pixels)])).Softmax(1);
        var results = drawings.Select((drawing, i) => new Prediction(drawing, predictions[i].Cast(DType.Float64).ToArray<double>())).ToArray();
        if (results.Any(result => !double.IsFinite(result.Probabilities[0])))
            throw new CommandException($"{checkpoint}: the network makes no numbers of a picture; its weights are damaged (see autograd inspect --values).");
        if (json)
            output.WriteLine(PredictionReport.Json(checkpoint, results));
        else
            PredictionReport.Print(Terminal.Open(output), results);
    }
}
