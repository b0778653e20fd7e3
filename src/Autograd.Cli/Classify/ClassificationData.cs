using System.Globalization;

namespace Autograd.Cli;

/// <summary>Points of two classes with the names that a file gives them.</summary>
/// <param name="Source">The file, as messages name it.</param>
/// <param name="Label">The column that says which class a point is of.</param>
/// <param name="Features">The columns to tell it from.</param>
/// <param name="Classes">The two values of the label, the smaller first.</param>
/// <param name="Points">The points.</param>
internal sealed record ClassificationData(string Source, string Label, string[] Features, string[] Classes, LabelledPoints Points)
{
    private const int MostNamedClasses = 5;
    private const int LongestName = 40;

    /// <summary>Reads a file of points.</summary>
    /// <param name="path">The file.</param>
    /// <param name="label">The column of the classes, or null for the last.</param>
    /// <param name="features">The columns to tell them from, separated by commas, or null for all but the label.</param>
    /// <exception cref="CommandException">The file cannot be read, a column does not exist, a value is not a number, or the classes are not two.</exception>
    public static ClassificationData Read(string path, string? label, string? features) => CsvTable.Read(path, () => File.OpenRead(path), table =>
    {
        if (table.Columns.Length == 1)
            throw new CommandException($"{path}, line 1: there is only one column, '{table.Columns[0]}'; a classification needs a feature and a label.");
        var columns = table.Choose(label is null ? table.Columns.Length - 1 : table.Find(label, "--label"), features, "label");
        var rows = ReadRows(table, columns, features is null ? "; --label and --features choose the columns" : "");
        var classes = FindClasses(CsvTable.Locate(path, table.Columns[columns[0]]), rows);
        return new ClassificationData(
            path, table.Columns[columns[0]], [.. columns.Skip(1).Select(column => table.Columns[column])], classes,
            new LabelledPoints(rows.Values, [.. rows.Labels.Select(text => text == classes[1])]));
    });

    /// <summary>Reads points to test on from another file, which has these columns too, in any order.</summary>
    /// <exception cref="CommandException">The file cannot be read, a column is missing, a value is not a number, or a class is not one of these.</exception>
    public LabelledPoints ReadMore(string path) => CsvTable.Read(path, () => File.OpenRead(path), table =>
    {
        int[] columns = [.. Features.Prepend(Label).Select(name => table.Find(name, $"as in {Source}"))];
        var rows = ReadRows(table, columns, "");
        if (rows.Labels.Count == 0)
            throw new CommandException($"{path}, line 1: the file ends after 0 rows; there is nothing to test on.");
        if (rows.Labels.FindIndex(text => !Classes.Contains(text)) is var stranger and >= 0)
        {
            throw new CommandException(
                $"{path}, line {rows.Lines[stranger]}, column '{Label}': '{Wording.Shorten(rows.Labels[stranger], LongestName)}' is not a class of {Source}, " +
                $"which has {Quote(Classes[0])} and {Quote(Classes[1])}.");
        }
        return new LabelledPoints(rows.Values, [.. rows.Labels.Select(text => text == Classes[1])]);
    });

    private static Rows ReadRows(CsvTable table, int[] columns, string advice)
    {
        var rows = new Rows([], [], []);
        var values = columns.Skip(1).Select(_ => new List<double>()).ToArray();
        while (table.ReadRow())
        {
            for (var i = 0; i < values.Length; i++)
                values[i].Add(table.Number(columns[i + 1], advice));
            rows.Labels.Add(Normalize(table.Text(columns[0])));
            rows.Lines.Add(table.Line);
        }
        return rows with { Values = [.. values.Select(column => column.ToArray())] };
    }

    private static string[] FindClasses(string location, Rows rows)
    {
        string[] classes = [.. rows.Labels.Distinct()];
        if (classes.Length == 2)
            return [.. classes.OrderBy(name => TryParse(name, out var value) ? value : double.PositiveInfinity).ThenBy(name => name, StringComparer.Ordinal)];
        if (classes.Length == 0)
            throw new CommandException($"{location}: the file ends after 0 rows; there is nothing to learn from.");
        if (classes.Length == 1)
            throw new CommandException($"{location}: every row is {Quote(classes[0])}; there are no two classes to tell apart.");
        var names = string.Join(", ", classes.Take(MostNamedClasses).Select(Quote)) + (classes.Length > MostNamedClasses ? ", …" : "");
        throw new CommandException($"{location}: there are {classes.Length} classes ({names}), but two are told apart here; choose another column with --label, or leave rows out.");
    }

    /// <summary>Makes 1 and 1.0 the same class.</summary>
    private static string Normalize(string text) => TryParse(text, out var value) ? (value + 0.0).ToString("R", CultureInfo.InvariantCulture) : text;

    private static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Quote(string name) => $"'{Wording.Shorten(name, LongestName)}'";

    private sealed record Rows(double[][] Values, List<string> Labels, List<int> Lines);
}
