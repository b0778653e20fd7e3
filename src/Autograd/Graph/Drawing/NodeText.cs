using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>What is written about one tensor of a graph, in single lines.</summary>
internal static class NodeText
{
    private const int LongestName = 40;
    private const int MostValues = 6;

    /// <summary>The class as C# names it.</summary>
    public static string Class(Tensor tensor) => tensor.GetType().Name.Split('`')[0];

    /// <summary>The lines of a box: number and class, name, state, and what else the options ask for.</summary>
    public static IEnumerable<string> Lines(GraphNode node, DrawingOptions options)
    {
        var tensor = node.Tensor;
        yield return $"{node.Id}: {Class(tensor)}";
        if (tensor.Name is { } name)
            yield return Clean(name);
        if (State(node) is { } state)
            yield return state;
        // A constant is known by its value.
        if (options.ShowData || tensor is Input { Name: null, Rank: 0 })
            yield return $"= {Values(tensor)}";
        if (options.ShowGradients && tensor.Gradient is { } gradient)
            yield return $"gradient {Values(gradient)}";
    }

    /// <summary>Why a leaf that might have had inputs, or a gradient, has none; null where nothing is missing.</summary>
    public static string? State(GraphNode node) => node.Tensor switch
    {
        Operation { IsReleased: true } => "released",
        Operation { IsRecorded: false } => "not recorded",
        Variable { RequiresGradient: false } => "frozen",
        _ => null,
    };

    /// <summary>The values: all of them if they are few, else the first and the last in the order of rows.</summary>
    public static string Values(Tensor tensor)
    {
        if (tensor.Count > MostValues)
            return $"[{Value(tensor, 0)}, {Value(tensor, 1)}, {Value(tensor, 2)}, …, {Value(tensor, tensor.Count - 1)}]";
        var next = 0;
        return Nested(0);

        string Nested(int axis) => axis == tensor.Rank
            ? Value(tensor, next++)
            : $"[{string.Join(", ", Enumerable.Range(0, tensor.Shape[axis]).Select(_ => Nested(axis + 1)))}]";
    }

    /// <summary>
    /// A text that fits into one line of a drawing, whatever a user put into it: control characters and halves of surrogate pairs replaced, long
    /// texts shortened.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder();
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length++ == LongestName)
                return clean.Append('…').ToString();
            clean.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        }
        return clean.ToString();
    }

    private static string Value(Tensor tensor, int index)
    {
        var value = tensor.DoubleAt(index);
        return tensor.DType switch
        {
            DType.Bool => value != 0 ? "true" : "false",
            var type when !type.IsFloatingPoint => value.ToString("F0", CultureInfo.InvariantCulture),
            _ => value.ToString("G6", CultureInfo.InvariantCulture),
        };
    }
}
