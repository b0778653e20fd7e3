namespace Autograd.Cli;

/// <summary>The values of an expression's names, from options like <c>--let x="1 2 3"</c>.</summary>
internal static class Bindings
{
    /// <summary>Reads the values and checks that each name of the expression has one, and no other.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="variables">What was given with <c>--let</c>: becomes variables, which take gradients.</param>
    /// <param name="inputs">What was given with <c>--input</c>: becomes inputs, which take none.</param>
    /// <exception cref="CommandException">A name has no value, two, or is not in the expression; or a value is not numbers.</exception>
    public static Dictionary<string, Tensor> Read(Expression expression, IEnumerable<string> variables, IEnumerable<string> inputs)
    {
        var values = new Dictionary<string, Tensor>();
        Add("--let", variables, (name, value) => new Variable(name, value));
        Add("--input", inputs, (name, value) => new Input(name, value));
        string[] missing = [.. expression.Names.Where(name => !values.ContainsKey(name))];
        return missing.Length == 0
            ? values
            : throw new CommandException($"there is no value for {Quoted(missing)}; give {(missing.Length == 1 ? "it" : "them")} with --let {missing[0]}=… (takes a gradient) or --input {missing[0]}=… (takes none).");

        void Add(string option, IEnumerable<string> texts, Func<string, Tensor, Tensor> create)
        {
            foreach (var text in texts)
            {
                var (name, numbers) = text.Split('=', 2) is [var before, var after] && before.Trim() is { Length: > 0 } trimmed
                    ? (trimmed, after)
                    : throw new CommandException($"{option}: '{text}' must be a name, an equals sign and numbers: {option} x=\"1 2 3\".");
                if (!expression.Names.Contains(name))
                    throw new CommandException($"{option}: the expression has no '{name}'; {(expression.Names.Count == 0 ? "it has no names." : $"its names are {Quoted(expression.Names)}.")}");
                var value = numbers.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? TensorText.ReadMatrix(numbers) : TensorText.Parse($"{option} {name}", numbers);
                if (!values.TryAdd(name, create(name, value)))
                    throw new CommandException($"{option}: '{name}' has a value already; give each name one.");
            }
        }
    }

    private static string Quoted(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Select(name => $"'{name}'"));
}
