using System.Globalization;
using CsvHelper;

namespace Autograd.Cli;

/// <summary>
/// Tensors as users write them: rows separated by semicolons or line ends, numbers by blanks or commas, <c>1 2 3; 4 5 6</c>. Or a CSV file.
/// </summary>
internal static class TensorText
{
    private const int LongestQuote = 40;

    /// <summary>A single number gives a tensor without axes, one row a vector, several rows a matrix.</summary>
    /// <param name="source">Who gave the text, for messages: <c>--let x</c>.</param>
    /// <param name="text">The numbers.</param>
    /// <param name="type">Their type, Float32 or Float64.</param>
    /// <exception cref="CommandException">A word is not a finite number, or the rows have different lengths.</exception>
    public static Input Parse(string source, string text, DType type = DType.Float64) => Read(source, text, type) switch
    {
        [[var number]] => Create([number], Shape.Scalar, type),
        [var row] => Create(row, [row.Length], type),
        var rows => Matrix(rows, type),
    };

    /// <summary>A matrix, also of a single number or row.</summary>
    /// <inheritdoc cref="Parse"/>
    public static Input ParseMatrix(string source, string text, DType type = DType.Float64) => Matrix(Read(source, text, type), type);

    /// <summary>
    /// A matrix from a CSV file: comma, semicolon or tab separated. A first line without any number is a heading, and left out.
    /// </summary>
    /// <exception cref="CommandException">The file cannot be read, a field is not a finite number, or the lines have different lengths.</exception>
    public static Input ReadMatrix(string path, DType type = DType.Float64)
    {
        try
        {
            using var reader = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions
            {
                HasHeader = false,
                TrimWhitespace = true,
                TrackLineNumbers = true,
                MalformedData = CsvMalformedDataHandling.Throw,
            });
            return Matrix(Read(reader, path, type), type);
        }
        catch (CsvFormatException exception)
        {
            throw new CommandException($"{path}, line {exception.LineNumber}: the quotes of this record do not match.");
        }
        catch (FileNotFoundException)
        {
            throw new CommandException($"{path}: there is no such file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(Directory.Exists(path) ? $"{path}: this is a folder; name a file." : $"{path}: cannot be read: {exception.Message}");
        }
    }

    private static double[][] Read(string source, string text, DType type)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new CommandException($"{source}: there are no numbers; write rows like \"1 2 3; 4 5 6\".");
        // A semicolon or a line end after the last row, or both together, separate nothing.
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] parts = [.. lines.SelectMany(line => line.TrimEnd(';').Split(';', StringSplitOptions.TrimEntries))];
        var rows = new double[parts.Length][];
        for (var row = 0; row < rows.Length; row++)
        {
            if (parts[row].Length == 0)
                throw new CommandException($"{source}: row {row + 1} is empty; write rows like \"1 2 3; 4 5 6\".");
            string[] words = [.. parts[row].Split(',').SelectMany(Words)];
            rows[row] = new double[words.Length];
            for (var place = 0; place < words.Length; place++)
                rows[row][place] = Number(words[place], $"{source}: row {row + 1}, place {place + 1}", type);
            if (rows[row].Length != rows[0].Length)
                throw new CommandException($"{source}: row {row + 1} has {Numbers(rows[row].Length)}, row 1 has {rows[0].Length}.");
        }
        return rows;

        // Between two commas there must be something; the empty word says so by not being a number.
        static string[] Words(string part) =>
            part.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words ? words : [""];
    }

    private static double[][] Read(CsvReader reader, string path, DType type)
    {
        var rows = new List<double[]>();
        var isFirst = true;
        while (reader.Read())
        {
            var fields = new string[reader.FieldCount];
            for (var column = 0; column < fields.Length; column++)
                fields[column] = reader.GetString(column);
            var isHeading = isFirst && !fields.Any(field => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
            isFirst = false;
            if (isHeading)
                continue;
            var line = $"{path}, line {reader.LineNumber}";
            double[] row = [.. fields.Select((field, column) => Number(field, $"{line}, column {column + 1}", type))];
            if (rows.Count > 0 && row.Length != rows[0].Length)
                throw new CommandException($"{line}: this row has {Numbers(row.Length)}, the first has {rows[0].Length}.");
            rows.Add(row);
        }
        return rows.Count > 0 ? [.. rows] : throw new CommandException($"{path}: there are no numbers in this file.");
    }

    private static double Number(string word, string place, DType type)
    {
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return double.IsFinite(type == DType.Float32 ? (float)number : number)
                ? number
                : throw new CommandException($"{place}: '{word}' is not a finite {type} number.");
        }
        if (word.Length == 0)
            throw new CommandException($"{place}: a number is missing.");
        var shown = word.Length > LongestQuote ? word[..LongestQuote] + "…" : word;
        var advice = word.AsSpan().ContainsAny('[', ']') ? "; write rows like \"1 2 3; 4 5 6\", without brackets." : ".";
        throw new CommandException($"{place}: '{shown}' is not a number{advice}");
    }

    private static Input Matrix(double[][] rows, DType type) => Create([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length], type);

    private static Input Create(double[] values, Shape shape, DType type) =>
        type == DType.Float32 ? Tensor.From(Array.ConvertAll(values, value => (float)value), shape) : Tensor.From(values, shape);

    private static string Numbers(int count) => count == 1 ? "1 number" : $"{count} numbers";
}
