using System.Globalization;
using System.Text.RegularExpressions;

namespace Autograd.Cli;

/// <summary>What an argument of a function is.</summary>
internal enum ArgumentKind
{
    Tensor,
    Tensors,
    Integer,
    Integers,
    Number,
    Flag,
    Word,
}

/// <summary>A parameter of a function; one with a default may be left out.</summary>
internal sealed record Parameter(string Name, ArgumentKind Kind, bool IsOptional, object? Default);

/// <summary>A function of the expression language.</summary>
internal sealed partial class Function
{
    /// <summary>A function from its signature.</summary>
    /// <param name="signature">As it is documented, <c>softmax(x, axis: integer)</c>: a parameter without a kind is a tensor.</param>
    /// <param name="apply">What it does with its arguments, which are in the order of the signature.</param>
    public Function(string signature, Func<Arguments, Tensor> apply)
    {
        (Signature, Apply) = (signature, apply);
        Name = signature[..signature.IndexOf('(', StringComparison.Ordinal)];
        Parameters = [.. ParameterPattern().Matches(signature).Select(Read)];
    }

    public string Signature { get; }

    public string Name { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public Func<Arguments, Tensor> Apply { get; }

    private static Parameter Read(Match match)
    {
        var kind = match.Groups["kind"] is { Success: true } named ? Enum.Parse<ArgumentKind>(named.Value, ignoreCase: true) : ArgumentKind.Tensor;
        var text = match.Groups["default"] is { Success: true } given ? given.Value : null;
        object? value = (text, kind) switch
        {
            (null or "none", _) => null,
            (_, ArgumentKind.Integers) => Array.Empty<int>(),      // "all"
            (_, ArgumentKind.Integer) => int.Parse(text, CultureInfo.InvariantCulture),
            (_, ArgumentKind.Number) => double.Parse(text, CultureInfo.InvariantCulture),
            (_, ArgumentKind.Flag) => bool.Parse(text),
            _ => text,
        };
        return new Parameter(match.Groups["name"].Value, kind, text is not null, value);
    }

    [GeneratedRegex(@"(?<=[(,]\s*)(?<name>\w+)(: (?<kind>\w+))?( = (?<default>[^,)]+))?", RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterPattern();
}

/// <summary>The arguments of one call, in the order of the signature.</summary>
internal readonly struct Arguments(object?[] values)
{
    /// <summary>A tensor; a number as a tensor without axes.</summary>
    public Tensor this[int index] => values[index] is double number ? number : (Tensor)values[index]!;

    /// <summary>A tensor, or null where it was left out.</summary>
    public Tensor? Optional(int index) => values[index] is null ? null : this[index];

    public Tensor[] Tensors(int index) => (Tensor[])values[index]!;

    /// <summary>The number, if that is what the user wrote for a tensor.</summary>
    public double? AsNumber(int index) => values[index] as double?;

    public int Integer(int index) => (int)values[index]!;

    public int? OptionalInteger(int index) => (int?)values[index];

    public int[] Integers(int index) => (int[])values[index]!;

    /// <summary>A number for each spatial axis; the operation's default where it was left out.</summary>
    public PerAxis PerAxis(int index) => Integers(index) is { Length: > 0 } numbers ? numbers : default(PerAxis);

    public double Number(int index) => (double)values[index]!;

    public double? OptionalNumber(int index) => (double?)values[index];

    public bool Flag(int index) => (bool)values[index]!;

    /// <summary>How a loss is put together.</summary>
    public LossReduction Reduction(int index) => Enum.TryParse<LossReduction>((string)values[index]!, ignoreCase: true, out var reduction)
        ? reduction
        : throw new ArgumentException($"'{values[index]}' is no reduction; use mean, sum or none.");

    /// <summary>How values between elements are found.</summary>
    public InterpolationMode Interpolation(int index) => Enum.TryParse<InterpolationMode>((string)values[index]!, ignoreCase: true, out var mode)
        ? mode
        : throw new ArgumentException($"'{values[index]}' is no mode; use nearest, nearestExact, linear or cubic.");

    /// <summary>A tensor of whole numbers, for indices and classes.</summary>
    /// <exception cref="ArgumentException">One of its numbers is not whole.</exception>
    public Tensor Whole(int index)
    {
        double[] numbers = [.. this[index].Detach().Cast(DType.Float64).ToArray<double>().Where(number => !double.IsInteger(number))];
        return numbers.Length == 0
            ? this[index].Cast(DType.Int64)
            : throw new ArgumentException($"indices and classes are whole numbers, got {Wording.Number(numbers[0])}.");
    }

    /// <summary>A tensor of truth values, for masks and conditions.</summary>
    public Tensor Mask(int index) => this[index].Cast(DType.Bool);
}
