using System.CommandLine;

namespace Autograd.Cli;

/// <summary><c>autograd explain</c>: writes out how the gradient of an expression comes about.</summary>
internal static class ExplainCommand
{
    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var text = new Argument<string?>("EXPRESSION")
        {
            Description = "What to differentiate, for example \"mean((x*w + b - y)^2)\".",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var variables = new Option<string[]>("--let")
        {
            Description = "A variable, which takes a gradient: numbers like \"1 2 3; 4 5 6\", or a file that ends in .csv. May be repeated.",
            HelpName = "NAME=NUMBERS",
        };
        var inputs = new Option<string[]>("--input") { Description = "Data, which takes no gradient. May be repeated.", HelpName = "NAME=NUMBERS" };
        var upstream = new Option<string?>("--upstream")
        {
            Description = "The gradient that arrives at the result; a single number counts for every element. Default: 1, for a result of one element.",
            HelpName = "NUMBERS",
        };
        var steps = new Option<int?>("--steps")
        {
            Description = $"Of how many tensors to tell; of longer graphs the middle is left out. Default: {Explanation.DefaultLength}.",
            HelpName = "N",
            CustomParser = result => OptionValue.Number<int>(result, "a whole number of at least 2", value => value >= 2),
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object and nothing else." };
        var functions = new Option<bool>("--functions") { Description = "List the functions that expressions may use, and stop." };

        var command = new Command("explain", "Write out how the gradient of an expression comes about, step by step.")
        {
            text, variables, inputs, upstream, steps, json, functions,
        };
        command.SetAction(result =>
        {
            if (result.GetValue(functions) && result.Tokens.Count > 2)
                throw new CommandException("--functions stands alone; leave out what else is asked for.");
            if (result.GetValue(functions))
                PrintFunctions(output);
            else
                output.WriteLine(Run(
                    result.GetValue(text), result.GetValue(variables) ?? [], result.GetValue(inputs) ?? [], result.GetValue(upstream),
                    result.GetValue(steps) ?? Explanation.DefaultLength, result.GetValue(json)));
        });
        return command;
    }

    private static string Run(string? text, string[] variables, string[] inputs, string? upstream, int steps, bool json)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new CommandException("explain: there is no expression; write one in quotes, for example \"mean((x*w + b - y)^2)\".");
        if (text.StartsWith("--", StringComparison.Ordinal))
            throw new CommandException($"there is no option '{text}'; see autograd explain --help.");
        var expression = Expression.Parse(text);
        var result = expression.Evaluate(Bindings.Read(expression, variables, inputs));
        if (!result.RequiresGradient)
            throw new CommandException($"explain: {Expression.WithoutGradient(variables.Length > 0)}");
        if (upstream is null && result.Count != 1)
            throw new CommandException($"explain: the result has shape {result.Shape}, not one element; wrap the expression in sum(…) or mean(…), or give the gradient that arrives with --upstream.");
        var explanation = result.Explain(upstream is null ? null : Upstream(upstream, result));
        return json ? ExplanationJson.Write(expression, explanation) : explanation.ToString(steps);
    }

    private static Tensor Upstream(string text, Tensor result)
    {
        var gradient = TensorText.Parse("--upstream", text, result.DType);
        if (gradient.Rank == 0)
            return gradient.Expand(result.Shape);
        return gradient.Shape == result.Shape
            ? gradient
            : throw new CommandException($"--upstream: the gradient has shape {gradient.Shape}, the result {result.Shape}; they must be the same, or give a single number.");
    }

    private static void PrintFunctions(TextWriter output)
    {
        output.WriteLine("Operators, the strongest first: . (x.relu())   ^   - (sign)   * / % @ (matrix product)   + -   < <= > >= == !=");
        foreach (var (family, functions) in FunctionTable.Families)
        {
            output.WriteLine();
            output.WriteLine(family);
            foreach (var function in functions)
                output.WriteLine($"  {function.Signature}");
        }
    }
}
