using System.Text;

namespace Autograd;

/// <summary>Writes a graph as a Mermaid flowchart.</summary>
internal static class MermaidWriter
{
    private const string LeafClass = "leaf", FoldClass = "fold";

    /// <summary>The flowchart.</summary>
    public static string Write(GraphView view, DrawingOptions options)
    {
        var text = new StringBuilder("flowchart ").Append(options.Direction switch
        {
            GraphDirection.Down => "TD",
            GraphDirection.Right => "LR",
            GraphDirection.Up => "BT",
            _ => "RL",
        }).Append('\n');
        Write(text, view.Outside, options, "    ");
        foreach (var edge in view.Edges)
        {
            var label = edge.Text(options);
            text.Append($"    {Id(edge.From)} -->{(label.Length > 0 ? $"|\"{Escape(label)}\"|" : "")} {Id(edge.To)}\n");
        }
        foreach (var boxes in view.Boxes.GroupBy(Class).OrderBy(boxes => boxes.First().Number))
        {
            text.Append($"    classDef {boxes.Key} fill:{Color(boxes.First())},stroke:{FamilyColors.Line},color:#000000{(boxes.Key == FoldClass ? ",stroke-dasharray:4 3" : "")}\n");
            text.Append($"    class {string.Join(',', boxes.Select(Id))} {boxes.Key}\n");
        }
        foreach (var frame in AllFrames(view.Outside))
            text.Append($"    style s{frame.Number} fill:{FamilyColors.Frame},stroke:{FamilyColors.Line},color:#000000\n");
        return text.ToString();
    }

    private static void Write(StringBuilder text, Frame frame, DrawingOptions options, string indent)
    {
        foreach (var box in frame.Boxes)
            text.Append($"{indent}{Id(box)}[\"{string.Join("<br/>", box.Lines(options).Select(Escape))}\"]\n");
        foreach (var inner in frame.Frames)
        {
            text.Append($"{indent}subgraph s{inner.Number}[\"{Escape(NodeText.Clean(inner.Name))}\"]\n");
            Write(text, inner, options, indent + "    ");
            text.Append($"{indent}end\n");
        }
    }

    private static IEnumerable<Frame> AllFrames(Frame frame) => frame.Frames.SelectMany(inner => AllFrames(inner).Prepend(inner));

    private static string Id(Box box) => $"n{box.Number}";

    private static string Class(Box box) => box.Node switch
    {
        null => FoldClass,
        { IsLeaf: true } => LeafClass,
        { Tensor: var tensor } => ((Operation)tensor).Family.ToString().ToLowerInvariant(),
    };

    private static string Color(Box box) => box.Node switch
    {
        null => FamilyColors.Fold,
        { IsLeaf: true } => FamilyColors.Leaf,
        { Tensor: var tensor } => FamilyColors.Of(((Operation)tensor).Family),
    };

    /// <summary>
    /// A text between quotes: what HTML or Markdown could be made of is written as the number of the character. Mermaid turns these back
    /// before it looks for line breaks (\n), formulas ($$) and icons (fa:fa-car), so a space without width keeps those apart.
    /// </summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            // The colon behind a tensor's number stays: with a blank after it, it means nothing.
            var isHarmless = char.IsLetterOrDigit(text[i]) || " .,-+()[]=/'?".Contains(text[i], StringComparison.Ordinal) || text[i] > '\x7f'
                || (text[i] == ':' && i + 1 < text.Length && text[i + 1] == ' ');
            escaped.Append(isHarmless ? text[i].ToString() : $"#{(int)text[i]};");
            if (!isHarmless && text[i] is '\\' or '$' or ':')
                escaped.Append("#8203;");
        }
        return escaped.ToString();
    }
}
