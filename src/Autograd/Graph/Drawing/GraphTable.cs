namespace Autograd;

/// <summary>A graph as a table of text.</summary>
internal static class GraphTable
{
    private static readonly string[] _titles = ["id", "class", "name", "section", "type and shape", "data", "gradient", "inputs"];
    private const int NameColumn = 2, SectionColumn = 3;
    private const string Nothing = "–";

    /// <summary>Writes a row for each box of the drawing; the columns of names and sections only where there are any.</summary>
    public static void Write(TextWriter writer, Tensor root, GraphFolding folding)
    {
        var view = new GraphView(GraphSnapshot.Of(root), folding, new DrawingOptions().MostBoxes);
        string[]?[] rows = [.. view.Boxes.Select(box => box.Node is { } node ? Cells(node) : null)];
        int[] columns = [.. Enumerable.Range(0, _titles.Length)
            .Where(column => column is not (NameColumn or SectionColumn) || rows.Any(row => row is not null && row[column] != Nothing))];
        var widths = columns.ToDictionary(column => column, column => rows.Max(row => Math.Max(_titles[column].Length, row?[column].Length ?? 0)));
        widths[0] = Math.Max(widths[0], view.Boxes.Max(box => box.Numbers.Length));

        WriteRow(_titles);
        foreach (var (box, row) in view.Boxes.Zip(rows))
        {
            if (row is not null)
                WriteRow(row);
            else
                writer.WriteLine($"{box.Numbers.PadLeft(widths[0])}  {box.Title}{(box.Remark is { } remark ? $" ({remark})" : "")}");
        }
        if (root is Operation { IsReleased: true })
            writer.WriteLine("The graph was released by a backward pass; print before Backward, or pass keepGraph: true to it.");

        void WriteRow(string[] cells) =>
            writer.WriteLine(string.Join("  ", columns.Select(column => column == 0 ? cells[0].PadLeft(widths[0]) : cells[column].PadRight(widths[column]))).TrimEnd());
    }

    private static string[] Cells(GraphNode node) =>
    [
        $"{node.Id}",
        NodeText.Class(node.Tensor),
        node.Tensor.Name is { } name ? NodeText.Clean(name) : Nothing,
        node.SectionPath is { } section ? NodeText.Clean(section) : Nothing,
        $"{node.Tensor.DType} {node.Tensor.Shape}",
        NodeText.Values(node.Tensor),
        node.Tensor.Gradient is { } gradient ? NodeText.Values(gradient) : Nothing,
        node.IsLeaf ? NodeText.State(node) ?? Nothing : Inputs(node),
    ];

    /// <summary>The numbers of the inputs; a long list is shortened.</summary>
    private static string Inputs(GraphNode node) => node.Inputs.Count <= 8
        ? string.Join(", ", node.Inputs.Select(input => input.Id))
        : $"{node.Inputs[0].Id}, {node.Inputs[1].Id}, {node.Inputs[2].Id}, …, {node.Inputs[^1].Id}";
}
