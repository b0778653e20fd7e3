using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autograd.Cli;

/// <summary>Convolutions as one JSON object.</summary>
internal static partial class ConvolveJson
{
    private static readonly ConvolveContext _serializer = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    /// <summary>The object that docs/8-convolution.md describes; for the example one that holds it once for each kernel, by name.</summary>
    public static string Write(ConvolveResult[] results, ConvolveOptions options) => results is [{ Name: null } result]
        ? JsonSerializer.Serialize(Describe(result, options), _serializer.Report)
        : JsonSerializer.Serialize(results.ToDictionary(each => each.Name!, each => Describe(each, options)), _serializer.DictionaryStringReport);

    private static Report Describe(ConvolveResult result, ConvolveOptions options) => new(
        Rows(result.Forward.Output), Steps(result.Forward, options),
        Rows(result.ImageGradient?.Output), Steps(result.ImageGradient, options),
        Rows(result.KernelGradient?.Output), Steps(result.KernelGradient, options), options.Plot);

    private static IEnumerable<Step>? Steps(ConvolutionExplanation? part, ConvolveOptions options) => !options.Steps ? null : part?.Steps
        .Select(step => new Step(step.Row, step.Column, Rows(step.Window)!, Rows(step.Products)!, (double)step.Sum));

    private static double[][]? Rows(Tensor? x)
    {
        // Without the sign of a zero, which a product of 0 and a negative number has.
        return x is null ? null : [.. x.ToArray<double>().Select(value => value + 0.0).Chunk(x.Shape[1])];
    }

    private sealed record Report(
        double[][]? Output, IEnumerable<Step>? Steps,
        double[][]? ImageGradient, IEnumerable<Step>? ImageGradientSteps,
        double[][]? KernelGradient, IEnumerable<Step>? KernelGradientSteps, string? Plot);

    private sealed record Step(int Row, int Column, double[][] Window, double[][] Products, double Sum);

    [JsonSerializable(typeof(Report))]
    [JsonSerializable(typeof(Dictionary<string, Report>))]
    private sealed partial class ConvolveContext : JsonSerializerContext;
}
