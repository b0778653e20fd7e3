using System.Globalization;
using System.Text;
using CsvHelper;

namespace Autograd.Cli;

/// <summary>A CSV file with names in its first line, read row by row; what is wrong with it is said by file, line and column.</summary>
internal sealed class CsvTable : IDisposable
{
    private const int LongestQuotation = 40;

    private readonly CsvReader _reader;

    private CsvTable(CsvReader reader, string source)
    {
        _reader = reader;
        Source = source;
        Columns = [.. reader.Headers];
    }

    /// <summary>The file, as messages name it.</summary>
    public string Source { get; }

    /// <summary>The names of the columns.</summary>
    public string[] Columns { get; }

    /// <summary>The line of the file that the current row stands on.</summary>
    public int Line => (int)_reader.LineNumber;

    /// <summary>Reads a file from its first row to its last.</summary>
    /// <param name="source">The file, as messages name it.</param>
    /// <param name="open">Opens it.</param>
    /// <param name="read">What to do with it, from the columns on.</param>
    /// <exception cref="CommandException">The file cannot be read, is empty or has no names in its first line.</exception>
    public static T Read<T>(string source, Func<Stream> open, Func<CsvTable, T> read)
    {
        try
        {
            using var table = new CsvTable(
                CsvReader.Create(open(), new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw }), source);
            if (table.Columns is [] or [""])
                throw new CommandException($"{source}: the file is empty; the first line must name the columns.");
            if (table.Columns.All(name => TryParse(Encoding.UTF8.GetBytes(name), out _)))
                throw new CommandException($"{source}, line 1: the first line must name the columns, it holds only numbers.");
            return read(table);
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
            throw new CommandException(Directory.Exists(source) ? $"{source}: this is a folder; name a file." : $"{source}: cannot be read: {exception.Message}");
        }
    }

    /// <summary>How a message names a column: by its file, the line of the header and its name.</summary>
    public static string Locate(string source, string column) => $"{source}, line 1, column '{column}'";

    /// <summary>The column of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="asker">Who asked for it, for messages: an option, another file.</param>
    /// <exception cref="CommandException">There is none.</exception>
    public int Find(string name, string asker) => Array.IndexOf(Columns, name) is var column and >= 0
        ? column
        : throw new CommandException($"{Source}, line 1: there is no column '{name}' ({asker}); the columns are {string.Join(", ", Columns.Select(x => $"'{x}'"))}.");

    /// <summary>The column to predict and those to predict from, each with a name of its own.</summary>
    /// <param name="target">The column to predict.</param>
    /// <param name="features">The columns to predict from, separated by commas, or null for all but the target.</param>
    /// <param name="role">What the command calls the target.</param>
    /// <exception cref="CommandException">A column does not exist, has no name of its own or is given twice.</exception>
    public int[] Choose(int target, string? features, string role)
    {
        int[] chosen = features is null
            ? [.. Enumerable.Range(0, Columns.Length).Where(column => column != target)]
            : [.. Names(features).Select(name => Find(name, "--features"))];
        int[] columns = [target, .. chosen];
        for (var i = 0; i < columns.Length; i++)
        {
            var name = Columns[columns[i]];
            if (name.Length == 0)
                throw new CommandException($"{Source}, line 1: column {columns[i] + 1} has no name; give it one, or choose others with --features.");
            if (Columns.Count(name) is > 1 and var count)
                throw new CommandException($"{Source}, line 1: {count} columns are called '{name}'; every column needs a name of its own.");
            if (i > 0 && columns[i] == columns[0])
                throw new CommandException($"{Locate(Source, name)}: the {role} cannot be one of the features.");
            if (Array.IndexOf(columns, columns[i]) < i)
                throw new CommandException($"{Locate(Source, name)}: it is named twice in --features.");
        }
        return columns;
    }

    /// <summary>Goes on to the next row.</summary>
    /// <returns>False behind the last one.</returns>
    /// <exception cref="CommandException">The row has more or fewer fields than there are columns.</exception>
    public bool ReadRow()
    {
        if (!_reader.Read())
            return false;
        if (_reader.FieldCount != Columns.Length)
            throw new CommandException($"{Source}, line {Line}: {Wording.Count(_reader.FieldCount, "field")}, but the first line names {Wording.Count(Columns.Length, "column")}.");
        return true;
    }

    /// <summary>The number that the current row has in a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="advice">How to choose other columns, if they were not chosen: "; --target and --features choose columns of numbers".</param>
    /// <exception cref="CommandException">It is not a finite number.</exception>
    public double Number(int column, string advice) =>
        TryParse(_reader.GetSpan(column), out var value) ? value : throw new CommandException($"{Here(column)}: {WhyNot(_reader.GetString(column), advice)}");

    /// <summary>What the current row has in a column, which must not be nothing.</summary>
    /// <exception cref="CommandException">It is empty.</exception>
    public string Text(int column) =>
        _reader.GetString(column) is { Length: > 0 } text ? text : throw new CommandException($"{Here(column)}: the value is missing.");

    /// <summary>How a message names a field of the current row.</summary>
    public string Here(int column) => $"{Source}, line {Line}, column '{Columns[column]}'";

    public void Dispose() => _reader.Dispose();

    /// <summary>The column names in a list separated by commas. A name that has commas itself can be given alone.</summary>
    private string[] Names(string features) => Columns.Contains(features) ? [features] : features.Split(',', StringSplitOptions.TrimEntries);

    private static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string WhyNot(string text, string advice)
    {
        if (text.Length == 0)
            return "the value is missing.";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return $"'{text}' is not a finite number.";
        if (double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return $"'{text}' is not a number; write decimals with a point.";
        return $"'{Wording.Shorten(text, LongestQuotation)}' is not a number{advice}.";
    }
}
