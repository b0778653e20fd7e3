using System.Text;
using System.Text.RegularExpressions;

namespace Autograd.Cli;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    Number,
    Name,
    Symbol,
    End,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Start">Where it begins, from 0.</param>
internal readonly partial record struct Token(TokenKind Kind, string Text, int Start)
{
    /// <summary>How messages name the token.</summary>
    public string Description => Kind == TokenKind.End ? "the end" : $"'{Text}'";

    /// <summary>True for one of the symbols that operators and brackets are written with.</summary>
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>Cuts a text into tokens; the last one is its end. The minus sign and the dot of mathematics are taken for <c>-</c> and <c>*</c>.</summary>
    /// <exception cref="CommandException">There is a character that no token begins with.</exception>
    public static Token[] Split(string text)
    {
        var tokens = new List<Token>();
        var start = 0;
        for (var match = Pattern().Match(text); start < text.Length; match = match.NextMatch(), start = tokens is [.., var last] ? last.Start + last.Text.Length : start)
        {
            // Blanks before a token belong to its match; those at the end to none.
            if (!match.Success && string.IsNullOrWhiteSpace(text[start..]))
                break;
            var body = match.Groups["body"];
            if (!match.Success || match.Index != start)
            {
                while (char.IsWhiteSpace(text[start]))
                    start++;
                throw Expression.Mistake(text, start, $"'{(Rune.TryGetRuneAt(text, start, out var character) ? character : Rune.ReplacementChar)}' means nothing here");
            }
            var kind = match.Groups["number"].Success ? TokenKind.Number : match.Groups["name"].Success ? TokenKind.Name : TokenKind.Symbol;
            tokens.Add(new Token(kind, body.Value is "−" ? "-" : body.Value is "·" ? "*" : body.Value, body.Index));
        }
        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return [.. tokens];
    }

    [GeneratedRegex(@"\s*(?<body>(?<number>([0-9]+(\.[0-9]+)?|\.[0-9]+)([eE][+-]?[0-9]+)?)|(?<name>[\p{L}_][\p{L}\p{Nd}_]*)|<=|>=|==|!=|[-−+*·/%@^<>()\[\],;:.])", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
