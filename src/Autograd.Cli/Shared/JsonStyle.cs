using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Autograd.Cli;

/// <summary>How what <c>--json</c> prints is written: names in camel case, over several lines, letters as they are.</summary>
internal static class JsonStyle
{
    /// <summary>The style, for objects that are built.</summary>
    public static JsonSerializerOptions Shared { get; } = Create();

    /// <summary>The style, for a serializer of its own.</summary>
    public static JsonSerializerOptions Create() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>A number, or null where JSON cannot write it.</summary>
    public static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
