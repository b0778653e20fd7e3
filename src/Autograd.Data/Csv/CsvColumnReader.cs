using System.Globalization;

namespace Autograd;

/// <summary>A column of a file being read: takes its fields one after another, then fills its columns of the matrix.</summary>
internal abstract class CsvColumnReader
{
    /// <summary>The number of columns of the matrix.</summary>
    public abstract int Width { get; }

    /// <summary>The names of the columns of the matrix.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Takes the next field.</summary>
    /// <param name="text">The field, or null where the value is missing.</param>
    /// <exception cref="FormatException">The message begins with what is wrong, not yet where.</exception>
    public abstract void Add(string? text);

    /// <summary>The column with everything measured in this file filled in, so that another file is read the same way.</summary>
    /// <exception cref="FormatException">It cannot be measured.</exception>
    public abstract CsvColumn Finish();

    /// <summary>Writes the values, a row of the matrix after another.</summary>
    /// <param name="matrix">The matrix from this column's place in the first row on.</param>
    /// <param name="stride">The distance of its rows.</param>
    public abstract void Write(Span<float> matrix, int stride);
}

/// <summary>Reads numbers.</summary>
internal sealed class CsvNumberReader(CsvNumbers column) : CsvColumnReader
{
    private readonly List<double> _numbers = [];
    private double _replacement = column.Missing.Value ?? 0;

    public override int Width => 1;

    public override IEnumerable<string> Names => [column.Name];

    public override void Add(string? text)
    {
        if (text is null && column.Missing == CsvMissing.Refuse)
            throw new FormatException("the value is missing; choose what to take in its place, for example CsvMissing.Mean.");
        // Missing is NaN until the mean is known: a field cannot be.
        var number = double.NaN;
        if (text is not null && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number)))
            throw new FormatException($"'{text}' is not a finite number; for names use CsvColumn.Category or OneHot.");
        _numbers.Add(number);
    }

    public override CsvColumn Finish()
    {
        if (!column.Missing.IsMean)
            return column;
        var (sum, count) = (0.0, 0);
        foreach (var number in _numbers.Where(double.IsFinite))
            (sum, count) = (sum + number, count + 1);
        if (count == 0)
            throw new FormatException("all values are missing, so they have no mean; use CsvMissing.Constant, or leave the column out.");
        _replacement = sum / count;
        return column with { Missing = CsvMissing.Constant(_replacement) };
    }

    public override void Write(Span<float> matrix, int stride)
    {
        for (var row = 0; row < _numbers.Count; row++)
            matrix[row * stride] = (float)(double.IsNaN(_numbers[row]) ? _replacement : _numbers[row]);
    }
}

/// <summary>Reads names of categories.</summary>
internal sealed class CsvCategoryReader : CsvColumnReader
{
    private readonly CsvCategories _column;
    private readonly Dictionary<string, int> _codes = [];
    private readonly List<int> _fields = [];
    private string[] _values = [];

    public CsvCategoryReader(CsvCategories column)
    {
        _column = column;
        foreach (var value in column.Values ?? [])
        {
            if (!_codes.TryAdd(value, _codes.Count))
                throw new ArgumentException($"CsvColumn: column '{column.Name}' is given the value '{value}' twice; each has one place.");
        }
        if (column.Missing is { } missing && column.Values is not null && !_codes.ContainsKey(missing))
            throw new ArgumentException($"CsvColumn: '{missing}', to be taken where a value of column '{column.Name}' is missing, is not among its values.");
    }

    public override int Width => _column.IsOneHot ? _values.Length : 1;

    public override IEnumerable<string> Names => _column.IsOneHot ? _values.Select(value => $"{_column.Name}={value}") : [_column.Name];

    public override void Add(string? text)
    {
        var value = text ?? _column.Missing ?? throw new FormatException("the value is missing; name a category to take in its place.");
        if (!_codes.TryGetValue(value, out var code))
        {
            if (_column.Values is not null)
                throw new FormatException($"'{value}' is not among the values {string.Join(", ", _column.Values.Select(known => $"'{known}'"))}.");
            _codes.Add(value, code = _codes.Count);
        }
        _fields.Add(code);
    }

    public override CsvColumn Finish()
    {
        var areNumbers = _codes.Keys.All(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        _values = _column.Values is not null ? [.. _column.Values]
            : areNumbers ? [.. _codes.Keys.OrderBy(value => double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)).ThenBy(value => value, StringComparer.Ordinal)]
            : [.. _codes.Keys.Order(StringComparer.Ordinal)];
        // Until now the codes were places of first appearance.
        var placeOf = new int[_codes.Count];
        for (var place = 0; place < _values.Length; place++)
            placeOf[_codes[_values[place]]] = place;
        for (var row = 0; row < _fields.Count; row++)
            _fields[row] = placeOf[_fields[row]];
        return _column with { Values = _values };
    }

    public override void Write(Span<float> matrix, int stride)
    {
        for (var row = 0; row < _fields.Count; row++)
        {
            var here = matrix.Slice(row * stride, Width);
            if (!_column.IsOneHot)
            {
                here[0] = _fields[row];
                continue;
            }
            here.Clear();
            here[_fields[row]] = 1;
        }
    }

    /// <summary>The places as indices, for a loss that takes classes.</summary>
    public long[] Indices() => [.. _fields.Select(code => (long)code)];
}
