using System.Text.Json.Nodes;

namespace Autograd.Cli;

/// <summary>A training as one JSON object.</summary>
internal static class TrainJson
{
    /// <summary>The object that docs/15-digits.md describes. What no epoch has told yet is null.</summary>
    public static string Write(ImageTraining training, TrainOptions options)
    {
        var (history, last) = (training.History, training.History.Epochs is [.., var end] ? end : null);
        return new JsonObject
        {
            ["testAccuracy"] = JsonStyle.Number(last?.Metrics["accuracy"]),
            ["testLoss"] = JsonStyle.Number(last?.Loss),
            ["trainLoss"] = JsonStyle.Number(last?.TrainLoss),
            ["epochs"] = history.Epochs.Count,
            ["seconds"] = JsonStyle.Number(training.Seconds),
            ["parameters"] = training.Model.Parameters().Sum(parameter => (long)parameter.Count),
            ["interrupted"] = history.End == TrainingEnd.Cancelled,
            ["checkpoint"] = options.Checkpoint,
            ["plot"] = last is null ? null : options.Plot,
        }.ToJsonString(JsonStyle.Shared);
    }
}
