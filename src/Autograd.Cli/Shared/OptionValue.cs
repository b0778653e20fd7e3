using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Autograd.Cli;

/// <summary>What the user wrote behind an option, made into a value or refused in one line that names the option.</summary>
internal static class OptionValue
{
    /// <summary>A number.</summary>
    /// <param name="result">What the user wrote.</param>
    /// <param name="wanted">What it must be, in words: "a whole number of at least 1".</param>
    /// <param name="isValid">Whether a number is that.</param>
    public static T Number<T>(ArgumentResult result, string wanted, Func<T, bool> isValid) where T : struct, INumber<T> =>
        T.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && isValid(value)
            ? value
            : Wrong<T>(result, wanted);

    /// <summary>One of a few words.</summary>
    public static T OneOf<T>(ArgumentResult result, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        foreach (var (word, value) in choices)
        {
            if (word == result.Tokens[0].Value)
                return value;
        }
        var words = new string[choices.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = choices[i].Word;
        return Wrong<T>(result, words is [.. var first, var last] && first.Length > 0 ? $"{string.Join(", ", first)} or {last}" : words[0]);
    }

    /// <summary>Refuses an argument that is empty, or that was meant to be an option.</summary>
    /// <param name="result">What the user wrote.</param>
    /// <param name="whenEmpty">What to say where it is empty.</param>
    /// <param name="mayBeNegative">Whether it may begin with a minus sign, as an expression does.</param>
    public static void RequireArgument(ArgumentResult result, string whenEmpty, bool mayBeNegative = false)
    {
        if (result.Tokens is [{ Value: var text }] && string.IsNullOrWhiteSpace(text))
            result.AddError(whenEmpty);
        if (result.Tokens is [{ Value: ['-', var next, ..] option }] && (next == '-' || !mayBeNegative))
            result.AddError($"there is no option '{option}'; see autograd {((CommandResult)result.Parent!).Command.Name} --help.");
    }

    /// <summary>Refuses a value: it is not what is wanted.</summary>
    public static T Wrong<T>(ArgumentResult result, string wanted)
    {
        var name = result.Parent is OptionResult option ? option.IdentifierToken?.Value : result.Argument.Name;
        result.AddError($"{name}: '{result.Tokens[0].Value}' is not {wanted}.");
        return default!;
    }
}
