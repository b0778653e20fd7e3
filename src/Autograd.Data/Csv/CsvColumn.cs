namespace Autograd;

/// <summary>A column of a CSV file, and what becomes of its values. A string stands for a column of numbers.</summary>
/// <param name="Name">The name in the header; without a header the place, counted from 0.</param>
public abstract record CsvColumn(string Name)
{
    /// <summary>A column of numbers in which none is missing.</summary>
    public static implicit operator CsvColumn(string name) => Number(name);

    /// <summary>A column of numbers in which none is missing.</summary>
    public static CsvColumn FromString(string name) => Number(name);

    /// <summary>A column of numbers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="missing">What to do where a number is missing; to refuse the file if not given.</param>
    public static CsvNumbers Number(string name, CsvMissing missing = default) => new(name, missing);

    /// <summary>A column of names, which become their places in a list of names.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="values">The names that may occur, in order; if not given, those that do occur: numbers by size, others by their characters' codes.</param>
    /// <param name="missing">The name to take where one is missing; if not given, the file is refused.</param>
    public static CsvCategories Category(string name, IReadOnlyList<string>? values = null, string? missing = null) => new(name, values, IsOneHot: false, missing);

    /// <summary>A column of names, which become a column of zeros and ones for each name in a list.</summary>
    /// <inheritdoc cref="Category"/>
    public static CsvCategories OneHot(string name, IReadOnlyList<string>? values = null, string? missing = null) => new(name, values, IsOneHot: true, missing);

    internal abstract CsvColumnReader Begin();
}

/// <summary>A column of numbers.</summary>
/// <param name="Name">The name in the header; without a header the place, counted from 0.</param>
/// <param name="Missing">What to do where a number is missing.</param>
public sealed record CsvNumbers(string Name, CsvMissing Missing) : CsvColumn(Name)
{
    internal override CsvColumnReader Begin() => new CsvNumberReader(this);
}

/// <summary>A column of names of categories.</summary>
/// <param name="Name">The name in the header; without a header the place, counted from 0.</param>
/// <param name="Values">The names that may occur, in order, or null for those that do.</param>
/// <param name="IsOneHot">Whether each name becomes a column of zeros and ones, and not a number.</param>
/// <param name="Missing">The name to take where one is missing, or null to refuse the file.</param>
public sealed record CsvCategories(string Name, IReadOnlyList<string>? Values, bool IsOneHot, string? Missing) : CsvColumn(Name)
{
    internal override CsvColumnReader Begin() => new CsvCategoryReader(this);
}

/// <summary>What to do where a number is missing.</summary>
public readonly record struct CsvMissing
{
    /// <summary>The file is refused, with the line and the column.</summary>
    public static CsvMissing Refuse => default;

    /// <summary>The mean of the column's other numbers is taken.</summary>
    public static CsvMissing Mean => new() { IsMean = true };

    /// <summary>The number to take, or null.</summary>
    public double? Value { get; private init; }

    /// <summary>Whether the mean is to be taken.</summary>
    public bool IsMean { get; private init; }

    /// <summary>This number is taken.</summary>
    public static CsvMissing Constant(double value) => new() { Value = value };
}
