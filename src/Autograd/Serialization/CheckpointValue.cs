using System.Globalization;

namespace Autograd;

/// <summary>
/// A number, a truth value or a text in a <see cref="Checkpoint"/>. It is kept as text, which tells every number exactly, so what was put in as a
/// number is read as the same number.
/// </summary>
public readonly record struct CheckpointValue
{
    private readonly string? _text;

    private CheckpointValue(string text) => _text = text;

    /// <summary>The value as the file holds it.</summary>
    public string Text => _text ?? "";

    /// <summary>A whole number.</summary>
    public static implicit operator CheckpointValue(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number.</summary>
    public static implicit operator CheckpointValue(int value) => (long)value;

    /// <summary>A whole number that is not negative, such as a seed.</summary>
    public static implicit operator CheckpointValue(ulong value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A real number: the shortest text that reads as exactly this one.</summary>
    public static implicit operator CheckpointValue(double value) => new(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>True or false.</summary>
    public static implicit operator CheckpointValue(bool value) => new(value ? "true" : "false");

    /// <summary>A text.</summary>
    public static implicit operator CheckpointValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(value);
    }

    /// <summary>The whole number.</summary>
    /// <exception cref="FormatException">The value is not one, or does not fit.</exception>
    public long ToInt64() =>
        long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Fail("a whole number of 64 bits");

    /// <summary>The whole number that is not negative.</summary>
    /// <exception cref="FormatException">The value is not one, or does not fit.</exception>
    public ulong ToUInt64() =>
        ulong.TryParse(Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Fail("a whole number of 64 bits from 0 on");

    /// <summary>The real number.</summary>
    /// <exception cref="FormatException">The value is not one.</exception>
    public double ToDouble() =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Fail("a number");

    /// <summary>True or false.</summary>
    /// <exception cref="FormatException">The value is neither.</exception>
    public bool ToBoolean() => Text switch { "true" => true, "false" => false, _ => throw Fail("true or false") };

    /// <summary>The value as the file holds it.</summary>
    public override string ToString() => Text;

    private FormatException Fail(string what) => new($"Checkpoint: the value {SafeTensors.Quote(Text)} is not {what}.");
}
