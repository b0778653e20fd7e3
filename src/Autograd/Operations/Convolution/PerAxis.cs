using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// A whole number for each spatial axis, such as a stride or the size of a window: one number for all of them, or one for each,
/// outermost first. Write <c>2</c>, <c>(2, 1)</c>, <c>(2, 1, 1)</c> or <c>[2, 1]</c>.
/// </summary>
[CollectionBuilder(typeof(PerAxis), nameof(Create))]
public readonly struct PerAxis : IEquatable<PerAxis>
{
    private readonly int[]? _values;

    private PerAxis(int[] values) => _values = values;

    /// <summary>True if nothing was given: the operation takes its default.</summary>
    public bool IsDefault => _values is null;

    /// <summary>The numbers given: one, or one for each axis.</summary>
    public ReadOnlySpan<int> Values => _values;

    /// <summary>A number for each axis.</summary>
    public static PerAxis Create(ReadOnlySpan<int> values) => new(values.ToArray());

    /// <summary>The same number for each axis.</summary>
    public static implicit operator PerAxis(int value) => new([value]);

    /// <summary>A number for each of two axes: height, width.</summary>
    public static implicit operator PerAxis((int Height, int Width) values) => new([values.Height, values.Width]);

    /// <summary>A number for each of three axes: depth, height, width.</summary>
    public static implicit operator PerAxis((int Depth, int Height, int Width) values) => new([values.Depth, values.Height, values.Width]);

    /// <summary>A number for each axis.</summary>
    public static implicit operator PerAxis(int[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Create(values);
    }

    /// <summary>True if both hold the same numbers.</summary>
    public static bool operator ==(PerAxis left, PerAxis right) => left.Equals(right);

    /// <summary>True if the numbers differ.</summary>
    public static bool operator !=(PerAxis left, PerAxis right) => !left.Equals(right);

    /// <summary>The numbers, one after another.</summary>
    public ReadOnlySpan<int>.Enumerator GetEnumerator() => Values.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(PerAxis other) => IsDefault == other.IsDefault && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PerAxis other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values)
            hash.Add(value);
        return hash.ToHashCode();
    }

    /// <summary><c>2</c> or <c>[2, 1]</c>.</summary>
    public override string ToString() => _values is null ? "default" : _values is [var value] ? $"{value}" : $"[{string.Join(", ", _values)}]";

    /// <summary>One number where all are the same.</summary>
    internal string ToShortString() => Values.Length > 1 && !Values.ContainsAnyExcept(Values[0]) ? $"{Values[0]}" : ToString();

    /// <summary>The numbers for a number of axes.</summary>
    /// <exception cref="ArgumentException">There are neither one nor as many numbers as axes, or one is below the least.</exception>
    internal int[] For(int axes, int @default, int least, string operation, string parameter)
    {
        var values = _values ?? [@default];
        if (values.Length != 1 && values.Length != axes)
            throw new ArgumentException($"{operation}: {parameter} {this} has {values.Length} numbers; give one for all, or {axes}: one for each spatial axis.", parameter);
        foreach (var value in values)
        {
            if (value < least)
                throw new ArgumentException($"{operation}: {parameter} {this} must be at least {least}{(axes > 1 ? " along each axis" : "")}.", parameter);
        }
        if (values.Length == axes)
            return values;
        var all = new int[axes];
        Array.Fill(all, values[0]);
        return all;
    }
}
