namespace Autograd.Cli;

/// <summary>The columns of a CSV file that a regression needs, checked.</summary>
internal sealed class RegressionData
{
    private RegressionData(string source, string target, string[] features, double[] targetValues, double[][] featureValues, int[] lines)
    {
        Source = source;
        Target = target;
        Features = features;
        TargetValues = targetValues;
        FeatureValues = featureValues;
        Lines = lines;
    }

    /// <summary>The file, as messages name it.</summary>
    public string Source { get; }

    /// <summary>The column to predict.</summary>
    public string Target { get; }

    /// <summary>The columns to predict from.</summary>
    public string[] Features { get; }

    /// <summary>The values of the target, row by row.</summary>
    public double[] TargetValues { get; }

    /// <summary>The values of each feature, row by row.</summary>
    public double[][] FeatureValues { get; }

    /// <summary>The line of the file that each row stands on.</summary>
    public int[] Lines { get; }

    /// <summary>Reads a file, or the built-in Norris measurements if there is none.</summary>
    /// <param name="path">The file, or null.</param>
    /// <param name="target">The column to predict, or null for the first.</param>
    /// <param name="features">The columns to predict from, separated by commas, or null for all but the target.</param>
    /// <exception cref="CommandException">The file cannot be read, a column does not exist, or a value is not a number.</exception>
    public static RegressionData Read(string? path, string? target, string? features)
    {
        return path is null
            ? CsvTable.Read("norris.csv (built in)", () => typeof(RegressionData).Assembly.GetManifestResourceStream("norris.csv")!, Choose)
            : CsvTable.Read(path, () => File.OpenRead(path), Choose);

        RegressionData Choose(CsvTable table) => Read(table, target, features);
    }

    /// <summary>How a message names a column: by its file, the line of the header and its name.</summary>
    public string Locate(string column) => CsvTable.Locate(Source, column);

    private static RegressionData Read(CsvTable table, string? target, string? features)
    {
        var (source, names) = (table.Source, table.Columns);
        if (names.Length == 1)
            throw new CommandException($"{source}, line 1: there is only one column, '{names[0]}'; a regression needs a target and a feature.");
        var columns = table.Choose(target is null ? 0 : table.Find(target, "--target"), features, "target");
        var advice = features is null ? "; --target and --features choose columns of numbers" : "";

        var values = columns.Select(_ => new List<double>()).ToArray();
        var lines = new List<int>();
        while (table.ReadRow())
        {
            lines.Add(table.Line);
            for (var i = 0; i < columns.Length; i++)
                values[i].Add(table.Number(columns[i], advice));
        }

        var coefficients = columns.Length - 1;
        if (lines.Count <= coefficients)
        {
            throw new CommandException(
                $"{source}, line {lines.LastOrDefault(1)}, column '{names[columns[0]]}': the file ends after {Wording.Count(lines.Count, "row")}, so the problem is " +
                $"rank-deficient: {Wording.Count(coefficients, "coefficient")} and an intercept need at least {coefficients + 1} rows, better many more.");
        }
        return new RegressionData(
            source, names[columns[0]], [.. columns.Skip(1).Select(column => names[column])],
            [.. values[0]], [.. values.Skip(1).Select(column => column.ToArray())], [.. lines]);
    }
}
