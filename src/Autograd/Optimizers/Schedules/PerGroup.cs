namespace Autograd;

/// <summary>A number for each group of an optimizer: one for all, or as many as there are groups.</summary>
public readonly struct PerGroup
{
    private readonly double[]? _values;

    private PerGroup(params double[] values) => _values = values;

    /// <summary>The same number for all groups.</summary>
    public static implicit operator PerGroup(double value) => new(value);

    /// <summary>A number for each group.</summary>
    public static implicit operator PerGroup(double[] values) => new((double[])(values ?? throw new ArgumentNullException(nameof(values))).Clone());

    internal double[] Of(Optimizer optimizer, string name)
    {
        var (values, count) = (_values ?? [0], optimizer.Groups.Count);
        return values.Length == count ? values
            : values.Length == 1 ? [.. Enumerable.Repeat(values[0], count)]
            : throw new ArgumentException($"{name}: there are {values.Length} numbers for {count} groups; give one for all, or one for each.");
    }
}
