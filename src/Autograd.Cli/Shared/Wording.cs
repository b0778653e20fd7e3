using System.Globalization;

namespace Autograd.Cli;

/// <summary>Numbers and names in sentences.</summary>
internal static class Wording
{
    /// <summary>A number in up to six digits.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun, which gets an s unless there is one.</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>What the library says of values that do not fit, without the names of its parameters.</summary>
    public static string Message(ArgumentException exception) => exception.Message.Split(" (Parameter '")[0];

    /// <summary>The beginning of a text that is too long.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text : text[..length] + "…";

    /// <summary>A text that came from elsewhere: in one line, not too long, and without what would move the cursor.</summary>
    public static string OneLine(string text, int length = 70) =>
        Shorten(string.Concat(text.ReplaceLineEndings("; ").Select(character => char.IsControl(character) ? '\uFFFD' : character)), length);
}
