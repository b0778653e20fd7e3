using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autograd.Cli;

/// <summary>A fit as one JSON object.</summary>
internal static partial class RegressionJson
{
    private static readonly Context _serializer = new(JsonStyle.Create());

    /// <summary>The object that docs/4-regression.md describes.</summary>
    public static string Write(RegressionResult result, string? plot) => JsonSerializer.Serialize(
        new Report(
            result.Data.Target, result.Data.Features, result.Learned.Intercept, ByFeature(result, result.Learned),
            result.MeanSquaredError, result.RSquared, result.ResidualStandardDeviation,
            new Line(result.LeastSquares.Intercept, ByFeature(result, result.LeastSquares)),
            result.Fit.Epochs, result.Fit.HasConverged, result.Fit.Duration.TotalSeconds, plot),
        _serializer.Report);

    private static Dictionary<string, double> ByFeature(RegressionResult result, LinearModel model) =>
        result.Data.Features.Zip(model.Coefficients).ToDictionary(pair => pair.First, pair => pair.Second);

    private sealed record Report(
        string Target, string[] Features, double Intercept, Dictionary<string, double> Coefficients, double Mse, double R2, double? ResidualStandardDeviation,
        Line LeastSquares, int Epochs, bool Converged, double Seconds, string? Plot);

    private sealed record Line(double Intercept, Dictionary<string, double> Coefficients);

    [JsonSerializable(typeof(Report))]
    private sealed partial class Context : JsonSerializerContext;
}
