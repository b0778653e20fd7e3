using System.Globalization;
using System.Reflection;
using System.Text;

namespace Autograd;

/// <summary>The formulas of operations with the tensors of one graph in the place of their symbols.</summary>
internal sealed class GraphSymbols
{
    private readonly HashSet<string> _ambiguous;

    public GraphSymbols(GraphSnapshot graph) => _ambiguous =
        [.. graph.Nodes.Where(node => node.Tensor.Name is not null).CountBy(node => node.Tensor.Name!).Where(pair => pair.Value > 1).Select(pair => pair.Key)];

    /// <summary>True for a number in the program text: it has neither axes nor a name.</summary>
    public static bool IsNumber(GraphNode node) => node.Tensor is Input { Name: null, Rank: 0 };

    /// <summary>How formulas refer to a tensor: by its name if no other has the same, a number by itself, else by its number in the graph.</summary>
    public string Name(GraphNode node) => node.Tensor switch
    {
        _ when IsNumber(node) => ValueText.Write(node.Tensor, 1),
        { Name: { } name } when !_ambiguous.Contains(name) => Quoted(name),
        _ => $"#{node.Id}",
    };

    /// <summary>∂L/∂ the tensor.</summary>
    public string GradientName(GraphNode node) => $"∂L/∂{Name(node)}";

    /// <summary>What a tensor is.</summary>
    public string Value(GraphNode node)
    {
        if (node.IsLeaf)
            return Name(node);
        var operands = string.Join(", ", node.Inputs.Select(Name));
        if (FormulaOf(node) is not { } formula)
            return $"{node.Tensor.GetType().Name}({operands})";
        var text = Substitute(formula.Forward, node, formula, out var hasInput);
        return hasInput ? text : $"{text}: {operands}";
    }

    /// <summary>What flows to an input.</summary>
    public string Gradient(GraphNode node, int index) => FormulaOf(node) is { Backward: { Count: > 0 } backward } formula
        ? Substitute(backward[Math.Min(index, backward.Count - 1)], node, formula, out _)
        : $"what {node.Tensor.GetType().Name}'s backward method makes of {GradientName(node)}";

    /// <summary>The parameters that the formula does not name, with a comma before each.</summary>
    public static string OtherParameters(GraphNode node)
    {
        if (node.Tensor is not Operation operation || FormulaOf(node) is not { } formula)
            return "";
        var words = new HashSet<string>([formula.Forward, .. formula.Backward]).SelectMany(Words).ToHashSet();
        return string.Concat(operation.Parameters.Where(parameter => !words.Contains(parameter.Key)).Select(parameter => $", {parameter.Key} {Text(parameter.Value)}"));
    }

    private static FormulaAttribute? FormulaOf(GraphNode node) => node.Tensor.GetType().GetCustomAttribute<FormulaAttribute>();

    private string Substitute(string text, GraphNode node, FormulaAttribute formula, out bool hasInput)
    {
        var symbols = new Dictionary<string, string>();
        foreach (var (name, value) in ((Operation)node.Tensor).Parameters)
            symbols[name] = Text(value);
        symbols["y"] = Name(node);
        symbols["g"] = GradientName(node);
        var inputs = formula.Inputs ?? (node.Inputs.Count == 2 ? ["left", "right"] : ["x"]);
        for (var i = 0; i < Math.Min(inputs.Length, node.Inputs.Count); i++)
            symbols[inputs[i]] = Name(node.Inputs[i]);

        var result = new StringBuilder();
        hasInput = false;
        for (var i = 0; i < text.Length;)
        {
            var length = WordLength(text, i);
            if (length > 0 && symbols.TryGetValue(text.Substring(i, length), out var replacement))
            {
                hasInput |= inputs.Contains(text.Substring(i, length));
                result.Append(NeedsParentheses(replacement, result, text, i + length) ? $"({replacement})" : replacement);
            }
            else
            {
                result.Append(text, i, Math.Max(1, length));
            }
            i += Math.Max(1, length);
        }
        return result.ToString();
    }

    /// <summary>True where a negative number follows an operator, a fraction is divided by, or a power of either is taken.</summary>
    private static bool NeedsParentheses(string replacement, StringBuilder before, string text, int end)
    {
        if (end < text.Length && text[end] is '²' or '³' or '^')
            return !replacement.All(char.IsLetterOrDigit);
        var last = before.Length - 1;
        while (last >= 0 && before[last] == ' ')
            last--;
        var previous = last < 0 ? '\0' : before[last];
        return (replacement[0] == '-' && previous is '·' or '/' or '−' or '+' or '^') || (replacement[0] == '∂' && previous is '/' or '^');
    }

    /// <summary>The words of a formula: runs of letters, without what is raised or lowered.</summary>
    private static IEnumerable<string> Words(string formula)
    {
        for (var i = 0; i < formula.Length;)
        {
            var length = WordLength(formula, i);
            if (length > 0)
                yield return formula.Substring(i, length);
            i += Math.Max(1, length);
        }
    }

    private static int WordLength(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsLetter(text[end]) && char.GetUnicodeCategory(text[end]) != UnicodeCategory.ModifierLetter)
            end++;
        return end - start;
    }

    private static string Text(object value) => value switch
    {
        double number => ValueText.Number(number),
        IEnumerable<int> numbers => $"[{string.Join(", ", numbers)}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static string Quoted(string name) =>
        name.All(character => char.IsLetterOrDigit(character) || character is '_' or '.') ? name : $"'{name.ReplaceLineEndings(" ")}'";
}
