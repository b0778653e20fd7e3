using CsvHelper;

namespace Autograd;

/// <summary>A CSV file in memory: inputs Float32 [rows, features], and targets if there are any.</summary>
/// <remarks>
/// What is measured in the file, means and lists of categories, is kept in <see cref="InputColumns"/> and <see cref="TargetColumns"/>: given to
/// <see cref="Read"/> with another file, they make the same of it.
/// </remarks>
public sealed class CsvDataset : TensorDataset
{
    private CsvDataset(CsvPart inputs, CsvPart? targets) : base(targets is null ? [inputs.Values] : [inputs.Values, targets.Values])
    {
        (InputColumns, InputNames) = (inputs.Columns, inputs.Names);
        (TargetColumns, TargetNames) = (targets?.Columns ?? [], targets?.Names ?? []);
    }

    /// <summary>The columns of the inputs, with what was measured in this file.</summary>
    public IReadOnlyList<CsvColumn> InputColumns { get; }

    /// <summary>The columns of the targets, with what was measured in this file.</summary>
    public IReadOnlyList<CsvColumn> TargetColumns { get; }

    /// <summary>The name of each feature of the inputs: the column's, and for one of several categories <c>column=category</c>.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The name of each number of the targets, alike.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>Reads a file. A single target of categories becomes a vector of class indices, Int64 [rows]; other targets are Float32 [rows, numbers].</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="inputs">The columns to learn from; if none are given, all that are not targets, which must be numbers.</param>
    /// <param name="targets">The columns to learn.</param>
    /// <param name="hasHeader">Whether the first line names the columns; else their names are 0, 1, 2 …</param>
    /// <param name="separator">What stands between two fields.</param>
    /// <param name="missing">Texts that mean that a value is missing, beside the empty one: NA, ? …</param>
    /// <exception cref="FormatException">The file is not as described: the message names it, the line and the column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvDataset Read(
        string path, IEnumerable<CsvColumn>? inputs = null, IEnumerable<CsvColumn>? targets = null, bool hasHeader = true, char separator = ',', IEnumerable<string>? missing = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var absent = new HashSet<string>(missing ?? []) { "" };
        using var stream = File.OpenRead(path);
        try
        {
            using var reader = CsvReader.Create(stream, new CsvReaderOptions
            {
                HasHeader = hasHeader,
                Separator = separator,
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            });
            var hasRow = reader.Read();
            string[] names = hasHeader ? [.. reader.Headers] : [.. Enumerable.Range(0, reader.FieldCount).Select(place => $"{place}")];
            if (!hasRow)
                throw new FormatException($"{path}: there are no rows{(hasHeader ? " below the first line, which names the columns" : "")}.");
            var target = new CsvPart(path, names, targets ?? []) { IsTarget = true };
            var input = new CsvPart(path, names, inputs ?? names.Except(target.Asked.Select(column => column.Name)).Select(name => (CsvColumn)name));
            if (input.Asked.Count == 0)
                throw new FormatException($"{path}: no column is left for the inputs.");

            for (; hasRow; hasRow = reader.Read())
            {
                var line = reader.LineNumber;
                if (reader.FieldCount != names.Length)
                    throw new FormatException($"{path}, line {line}: there are {reader.FieldCount} fields, but {names.Length} columns.");
                foreach (var part in (CsvPart[])[input, target])
                    part.Add(line, place => reader.GetString(place) is var text && absent.Contains(text) ? null : text);
            }
            input.Finish();
            target.Finish();
            return new CsvDataset(input, target.Asked.Count > 0 ? target : null);
        }
        catch (CsvFormatException exception)
        {
            throw new FormatException($"{path}, line {exception.LineNumber}: the quotes of this record do not match.", exception);
        }
    }
}
