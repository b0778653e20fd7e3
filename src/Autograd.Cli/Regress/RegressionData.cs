using System.Globalization;
using System.Text;
using CsvHelper;

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
        var source = path ?? "norris.csv (built in)";
        try
        {
            using var reader = CsvReader.Create(
                path is null ? typeof(RegressionData).Assembly.GetManifestResourceStream("norris.csv")! : File.OpenRead(path),
                new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw });
            return Read(reader, source, target, features);
        }
        catch (CsvFormatException exception)
        {
            throw new CommandException($"{source}, line {exception.LineNumber}: the quotes of this record do not match.");
        }
        catch (FileNotFoundException)
        {
            throw new CommandException($"{source}: there is no such file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(Directory.Exists(path) ? $"{source}: this is a folder; name a file." : $"{source}: cannot be read: {exception.Message}");
        }
    }

    /// <summary>How a message names a column: by its file, the line of the header and its name.</summary>
    public string Locate(string column) => $"{Source}, line 1, column '{column}'";

    private static RegressionData Read(CsvReader reader, string source, string? target, string? features)
    {
        string[] header = [.. reader.Headers];
        if (header.Length == 0 || header is [""])
            throw new CommandException($"{source}: the file is empty; the first line must name the columns.");
        if (header.All(name => TryParse(Encoding.UTF8.GetBytes(name), out _)))
            throw new CommandException($"{source}, line 1: the first line must name the columns, it holds only numbers.");
        if (header.Length == 1)
            throw new CommandException($"{source}, line 1: there is only one column, '{header[0]}'; a regression needs a target and a feature.");

        var targetColumn = target is null ? 0 : Find(header, target, "--target", source);
        int[] featureColumns = features is null
            ? [.. Enumerable.Range(0, header.Length).Where(column => column != targetColumn)]
            : [.. Names(header, features).Select(name => Find(header, name, "--features", source))];
        int[] columns = [targetColumn, .. featureColumns];
        CheckNames(header, columns, source);

        var values = columns.Select(_ => new List<double>()).ToArray();
        var lines = new List<int>();
        while (reader.Read())
        {
            var line = (int)reader.LineNumber;
            if (reader.FieldCount != header.Length)
                throw new CommandException($"{source}, line {line}: {RegressionComment.Count(reader.FieldCount, "field")}, but the first line names {RegressionComment.Count(header.Length, "column")}.");
            lines.Add(line);
            for (var i = 0; i < columns.Length; i++)
            {
                if (!TryParse(reader.GetSpan(columns[i]), out var value))
                    throw new CommandException($"{source}, line {line}, column '{header[columns[i]]}': {WhyNot(reader.GetString(columns[i]), features is null)}");
                values[i].Add(value);
            }
        }

        var needed = featureColumns.Length + 1;
        if (lines.Count < needed)
        {
            throw new CommandException(
                $"{source}, line {lines.LastOrDefault(1)}, column '{header[targetColumn]}': the file ends after {RegressionComment.Count(lines.Count, "row")}, so the problem is " +
                $"rank-deficient: {RegressionComment.Count(featureColumns.Length, "coefficient")} and an intercept need at least {needed} rows, better many more.");
        }
        return new RegressionData(
            source, header[targetColumn], [.. featureColumns.Select(column => header[column])],
            [.. values[0]], [.. values.Skip(1).Select(column => column.ToArray())], [.. lines]);
    }

    /// <summary>The column names in a list separated by commas. A name that has commas itself can be given alone.</summary>
    private static string[] Names(string[] header, string features) =>
        header.Contains(features) ? [features] : features.Split(',', StringSplitOptions.TrimEntries);

    private static int Find(string[] header, string name, string option, string source) => Array.IndexOf(header, name) is var column and >= 0
        ? column
        : throw new CommandException($"{source}, line 1: there is no column '{name}' ({option}); the columns are {string.Join(", ", header.Select(x => $"'{x}'"))}.");

    private static void CheckNames(string[] header, int[] columns, string source)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var name = header[columns[i]];
            if (name.Length == 0)
                throw new CommandException($"{source}, line 1: column {columns[i] + 1} has no name; give it one, or choose others with --features.");
            if (header.Count(name) is > 1 and var count)
                throw new CommandException($"{source}, line 1: {count} columns are called '{name}'; every column needs a name of its own.");
            if (i > 0 && columns[i] == columns[0])
                throw new CommandException($"{source}, line 1, column '{name}': the target cannot be one of the features.");
            if (Array.IndexOf(columns, columns[i]) < i)
                throw new CommandException($"{source}, line 1, column '{name}': it is named twice in --features.");
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string WhyNot(string text, bool isDefault)
    {
        if (text.Length == 0)
            return "the value is missing.";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return $"'{text}' is not a finite number.";
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return $"'{text}' is not a number; write decimals with a point.";
        var shown = text.Length > 40 ? text[..40] + "…" : text;
        return $"'{shown}' is not a number{(isDefault ? "; --target and --features choose columns of numbers." : ".")}";
    }
}
