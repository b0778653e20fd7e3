using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autograd.Cli;

/// <summary>A classification as one JSON object.</summary>
internal static partial class ClassificationJson
{
    private static readonly ClassificationContext _serializer = new(JsonStyle.Create());

    /// <summary>The object that docs/7-classification.md describes.</summary>
    public static string Write(ClassificationResult result) => JsonSerializer.Serialize(
        new Report(
            result.Training.Accuracy, result.Test.Accuracy, result.Fit.FinalLoss, result.Fit.Losses.Count, result.Fit.Duration.TotalSeconds, result.Options.Plot),
        _serializer.Report);

    private sealed record Report(double TrainAccuracy, double TestAccuracy, double Loss, int Epochs, double Seconds, string? Plot);

    [JsonSerializable(typeof(Report))]
    private sealed partial class ClassificationContext : JsonSerializerContext;
}
