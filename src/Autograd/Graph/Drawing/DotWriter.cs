using System.Text;

namespace Autograd;

/// <summary>Writes a graph in the language of Graphviz.</summary>
internal static class DotWriter
{
    private const string Fonts = "Helvetica,Arial,sans-serif";

    /// <summary>The text that <c>dot</c> reads.</summary>
    public static string Write(GraphView view, DrawingOptions options)
    {
        var direction = options.Direction switch
        {
            GraphDirection.Down => "TB",
            GraphDirection.Right => "LR",
            GraphDirection.Up => "BT",
            _ => "RL",
        };
        var text = new StringBuilder($$"""
            digraph {
                graph [rankdir={{direction}}, nodesep=0.35, ranksep=0.45, pad=0.2, fontname="{{Fonts}}", fontsize=12]
                node [shape=box, style="rounded,filled", color="{{FamilyColors.Line}}", fontname="{{Fonts}}", fontsize=12, height=0.4, margin="0.14,0.06"]
                edge [color="{{FamilyColors.Line}}", fontname="{{Fonts}}", fontsize=10, fontcolor="{{FamilyColors.Line}}", arrowsize=0.7]

            """.ReplaceLineEndings("\n"));
        Write(text, view.Outside, options, "    ");
        foreach (var edge in view.Edges)
        {
            var label = edge.Text(options);
            text.Append($"    {Id(edge.From)} -> {Id(edge.To)}{(label.Length > 0 ? $" [label=\" {Escape(label)}\"]" : "")}\n");
        }
        return text.Append("}\n").ToString();
    }

    private static void Write(StringBuilder text, Frame frame, DrawingOptions options, string indent)
    {
        foreach (var box in frame.Boxes)
            text.Append($"{indent}{Id(box)} [label=\"{string.Join("\\n", box.Lines(options).Select(Escape))}\", {Look(box)}]\n");
        foreach (var inner in frame.Frames)
        {
            text.Append($"{indent}subgraph cluster_{inner.Number} {{\n");
            text.Append($"{indent}    graph [label=\"{Escape(NodeText.Clean(inner.Name))}\", labeljust=l, style=\"rounded,filled\", color=\"#aaaaaa\", fillcolor=\"{FamilyColors.Frame}\"]\n");
            Write(text, inner, options, indent + "    ");
            text.Append($"{indent}}}\n");
        }
    }

    private static string Id(Box box) => $"n{box.Number}";

    private static string Look(Box box) => box.Node switch
    {
        null => $"style=\"rounded,filled,dashed\", fillcolor=\"{FamilyColors.Fold}\"",
        { IsLeaf: true } => $"fillcolor=\"{FamilyColors.Leaf}\"",
        { Tensor: var tensor } => $"fillcolor=\"{FamilyColors.Of(((Operation)tensor).Family)}\"",
    };

    /// <summary>A text between quotes: the backslash and the quote escaped, and what would start an HTML entity.</summary>
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);
}
