namespace Autograd;

/// <summary>The inputs or the targets of a file being read.</summary>
internal sealed class CsvPart
{
    private readonly string _path;
    private readonly (int Place, CsvColumn Column, CsvColumnReader Reader)[] _readers;
    private int _rows;

    /// <summary>Begins to read columns.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="names">The names of its columns.</param>
    /// <param name="columns">Those to read.</param>
    /// <exception cref="FormatException">A column does not exist, or there are several of its name.</exception>
    public CsvPart(string path, string[] names, IEnumerable<CsvColumn> columns)
    {
        _path = path;
        Asked = [.. columns];
        _readers = [.. Asked.Select(column => (Find(column.Name), column, column.Begin()))];

        int Find(string name) => names.Count(other => other == name) switch
        {
            1 => Array.IndexOf(names, name),
            0 => throw new FormatException($"{path}: there is no column '{name}'; the columns are {string.Join(", ", names.Select(known => $"'{known}'"))}."),
            var count => throw new FormatException($"{path}, line 1: {count} columns are called '{name}'; every column needs a name of its own."),
        };
    }

    /// <summary>The columns as they were asked for.</summary>
    public IReadOnlyList<CsvColumn> Asked { get; }

    /// <summary>The columns with what was measured in them.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; private set; } = [];

    /// <summary>The names of the columns of the values.</summary>
    public IReadOnlyList<string> Names => [.. _readers.SelectMany(reader => reader.Reader.Names)];

    /// <summary>The values: class indices, or a matrix.</summary>
    public Tensor Values { get; private set; } = 0;

    /// <summary>Takes a row.</summary>
    /// <param name="line">Its line in the file, for messages.</param>
    /// <param name="field">The field of a column, or null where it is missing.</param>
    /// <exception cref="FormatException">A field is not what its column says.</exception>
    public void Add(long line, Func<int, string?> field)
    {
        foreach (var (place, column, reader) in _readers)
        {
            try
            {
                reader.Add(field(place));
            }
            catch (FormatException exception)
            {
                throw new FormatException($"{_path}, line {line}, column '{column.Name}': {exception.Message}");
            }
        }
        _rows++;
    }

    /// <summary>Makes the values of the rows.</summary>
    /// <exception cref="FormatException">A column cannot be measured.</exception>
    public void Finish()
    {
        Columns = [.. _readers.Select(entry =>
        {
            try
            {
                return entry.Reader.Finish();
            }
            catch (FormatException exception)
            {
                throw new FormatException($"{_path}, column '{entry.Column.Name}': {exception.Message}");
            }
        })];
        if (_readers is [{ Column: CsvCategories { IsOneHot: false }, Reader: CsvCategoryReader classes }] && IsTarget)
        {
            Values = Tensor.From(classes.Indices());
            return;
        }
        var width = _readers.Sum(entry => entry.Reader.Width);
        var matrix = new float[_rows * width];
        var at = 0;
        foreach (var (_, _, reader) in _readers)
        {
            reader.Write(matrix.AsSpan(Math.Min(at, matrix.Length)), width);
            at += reader.Width;
        }
        Values = Tensor.From(matrix, [_rows, width]);
    }

    /// <summary>Whether these are the targets: a single one of categories is then a class.</summary>
    public bool IsTarget { get; init; }
}
