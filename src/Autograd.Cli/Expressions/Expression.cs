namespace Autograd.Cli;

/// <summary>
/// An expression over tensors as a user types it: <c>mean((x*w + b - y)^2)</c>. Operators bind as in mathematics; functions are those of
/// <see cref="FunctionTable"/>. Each evaluation builds a new graph.
/// </summary>
internal sealed class Expression
{
    private const int QuotedLength = 30;

    private readonly ExpressionNode _root;

    private Expression(string text, ExpressionNode root, IReadOnlyList<string> names) => (Text, _root, Names) = (text, root, names);

    /// <summary>The expression as it was typed.</summary>
    public string Text { get; }

    /// <summary>The names whose values an evaluation needs, in the order of first use.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="CommandException">It is not one; the message says at which column, and why.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        return new Expression(text, parser.Parse(), parser.Names);
    }

    /// <summary>Computes the value with the library's operations.</summary>
    /// <param name="values">A tensor for each of the <see cref="Names"/>; others are ignored.</param>
    /// <exception cref="CommandException">A value is missing, or an operation refuses its operands; the message says at which column.</exception>
    public Tensor Evaluate(IReadOnlyDictionary<string, Tensor> values) => _root.Evaluate(Text, values);

    /// <summary>Why a result has no gradient, and what to do.</summary>
    /// <param name="hasVariables">Whether any name is a variable.</param>
    public static string WithoutGradient(bool hasVariables) => hasVariables
        ? "no gradient flows from the variables to the result; comparisons, places such as argMax, and whole numbers have none."
        : "nothing in the expression takes a gradient; give at least one of its names with --let.";

    /// <summary>A message that points at a column and quotes what stands before it.</summary>
    internal static CommandException Mistake(string text, int position, string message)
    {
        var start = Math.Max(0, position - QuotedLength);
        var before = text[start..position].TrimEnd();
        return new CommandException($"expression, column {position + 1}: {message}{(before.Length == 0 ? "" : $" (after \"{(start > 0 ? "…" : "")}{before}\")")}.");
    }
}
