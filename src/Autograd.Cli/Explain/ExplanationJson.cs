using System.Text.Json.Nodes;

namespace Autograd.Cli;

/// <summary>An explanation as one JSON object.</summary>
internal static class ExplanationJson
{
    /// <summary>The object that docs/6-explain.md describes.</summary>
    public static string Write(Expression expression, Explanation explanation) => new JsonObject
    {
        ["expression"] = expression.Text,
        ["value"] = Value(explanation.Graph.Root.Tensor),
        ["nodes"] = new JsonArray([.. explanation.Graph.Nodes.Select(node => Node(explanation, node))]),
        ["backward"] = new JsonArray([.. explanation.Steps.Where(step => step.Sent.Count > 0).Select(step => Step(explanation, step))]),
        ["gradients"] = new JsonObject(explanation.Steps
            .Where(step => step.Node.Tensor is Variable)
            .OrderBy(step => step.Node.Id)
            .Select(step => KeyValuePair.Create(step.Node.Tensor.Name!, (JsonNode?)Value(step.Gradient)))),
    }.ToJsonString(JsonStyle.Shared);

    private static JsonObject Node(Explanation explanation, GraphNode node) => new()
    {
        ["id"] = node.Id,
        ["class"] = node.Tensor.GetType().Name,
        ["name"] = node.Tensor.Name,
        ["formula"] = explanation.Formula(node),
        ["inputs"] = new JsonArray([.. node.Inputs.Select(input => JsonValue.Create(input.Id))]),
        ["type"] = $"{node.Tensor.DType}",
        ["shape"] = new JsonArray([.. node.Tensor.Shape.Select(size => JsonValue.Create(size))]),
        ["value"] = Value(node.Tensor),
        ["gradient"] = explanation.Find(node.Tensor) is { } step ? Value(step.Gradient) : null,
    };

    private static JsonObject Step(Explanation explanation, BackwardStep step) => new()
    {
        ["id"] = step.Node.Id,
        ["sent"] = new JsonArray([.. step.Sent.Select(sent => new JsonObject
        {
            ["to"] = sent.To.Id,
            ["formula"] = explanation.Formula(sent),
            ["gradient"] = Value(sent.Value),
        })]),
    };

    /// <summary>Numbers in nested arrays; what JSON has no number for as a text.</summary>
    private static JsonNode Value(Tensor x)
    {
        JsonNode[] elements = x.DType == DType.Bool
            ? [.. x.ToArray<bool>().Select(value => JsonValue.Create(value))]
            : [.. x.Detach().Cast(DType.Float64).ToArray<double>().Select(value => double.IsFinite(value) ? JsonValue.Create(value) : JsonValue.Create($"{value}"))];
        for (var axis = x.Rank - 1; axis >= 0; axis--)
        {
            var (rows, size) = (x.Shape.Take(axis).Aggregate(1, (count, next) => count * next), x.Shape[axis]);
            elements = [.. Enumerable.Range(0, rows).Select(row => new JsonArray(elements[(row * size)..((row + 1) * size)]))];
        }
        return elements[0];
    }
}
