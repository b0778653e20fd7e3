using System.CommandLine;
using System.Text;

namespace Autograd.Cli;

/// <summary><c>autograd graph</c>: draws the graph of a forward pass.</summary>
internal static class GraphCommand
{
    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var graph = new Argument<string?>("NAME|EXPRESSION")
        {
            Description = $"Which graph: one that --list names, or that of an expression, for example \"mean((x*w - y)^2)\". Default: {SampleGraphs.All[0].Name}.",
            Arity = ArgumentArity.ZeroOrOne,
            Validators = { result => OptionValue.RequireArgument(result, "the name of the graph is empty; leave it out for the default, or see autograd graph --list.", mayBeNegative: true) },
        };
        var variables = new Option<string[]>("--let")
        {
            Description = "A variable of the expression, which takes a gradient: numbers like \"1 2 3; 4 5 6\", or a file that ends in .csv. May be repeated.",
            HelpName = "NAME=NUMBERS",
        };
        var inputs = new Option<string[]>("--input") { Description = "Data of the expression, which takes no gradient. May be repeated.", HelpName = "NAME=NUMBERS" };
        var list = new Option<bool>("--list") { Description = "Name the graphs there are." };
        var file = new Option<string>("--output")
        {
            Description = "Draw into a file: a picture (which takes Graphviz), the text of Graphviz or Mermaid, or a Markdown page.",
            HelpName = "FILE.svg|.png|.dot|.mmd|.md",
        };
        var format = new Option<GraphFormat?>("--format")
        {
            Description = "What to print if there is no file. Default: mermaid.",
            HelpName = "mermaid|dot|text",
            CustomParser = result => OptionValue.OneOf(
                result, ("mermaid", (GraphFormat?)GraphFormat.Mermaid), ("dot", GraphFormat.Dot), ("text", GraphFormat.Text)),
        };
        var direction = new Option<GraphDirection>("--direction")
        {
            Description = "Where the forward pass goes. Default: down.",
            HelpName = "down|right|up|left",
            CustomParser = result => OptionValue.OneOf(
                result, ("down", GraphDirection.Down), ("right", GraphDirection.Right), ("up", GraphDirection.Up), ("left", GraphDirection.Left)),
        };
        var data = new Option<bool>("--data") { Description = "Write the values into the boxes." };
        var gradients = new Option<bool>("--gradients") { Description = "Run the backward pass, and write the gradients into the boxes." };
        var noFold = new Option<bool>("--no-fold") { Description = "Draw every tensor, also where hundreds repeat each other." };

        var command = new Command("graph", "Draw the graph that a forward pass builds.")
        {
            graph, variables, inputs, list, file, format, direction, data, gradients, noFold,
        };
        command.SetAction(result =>
        {
            if (result.GetValue(list))
            {
                if (result.Tokens.Count > 2)
                    throw new CommandException("--list stands alone; leave out what else is asked for.");
                List(output);
                return;
            }
            Run(
                new GraphOptions
                {
                    Graph = result.GetValue(graph),
                    Variables = result.GetValue(variables) ?? [],
                    Inputs = result.GetValue(inputs) ?? [],
                    Output = result.GetValue(file),
                    Format = result.GetValue(format),
                    WithGradients = result.GetValue(gradients),
                    Drawing = new DrawingOptions
                    {
                        Direction = result.GetValue(direction),
                        ShowData = result.GetValue(data),
                        ShowGradients = result.GetValue(gradients),
                        Folding = result.GetValue(noFold) ? GraphFolding.Never : GraphFolding.Automatic,
                    },
                },
                output);
        });
        return command;
    }

    private static void List(TextWriter output)
    {
        var width = SampleGraphs.All.Max(sample => sample.Name.Length);
        foreach (var sample in SampleGraphs.All)
            output.WriteLine($"{sample.Name.PadRight(width)}  {sample.Description}");
    }

    private static void Run(GraphOptions options, TextWriter output)
    {
        // Every check comes before the work, every output after it.
        if (options.Format is not null && options.Output is not null)
            throw new CommandException("--format is for what is printed; the ending of the --output file says what is written into it.");
        var create = Find(options);
        var file = options.Output is { } path ? OutputFile.Check("--output", path, ".svg", ".png", ".dot", ".mmd", ".md") : null;
        var graphviz = file?.Extension is ".svg" or ".png" ? Graphviz.Find() : null;

        var result = create();
        if (options.WithGradients)
            result.Backward(result.Count == 1 ? null : Tensor.Ones(result.Shape, result.DType), keepGraph: true);
        if (file is null)
            output.Write(Text(result, options.Format ?? GraphFormat.Mermaid, options.Drawing));
        else if (graphviz is not null)
            file.Write(graphviz.Draw(result.ToDot(options.Drawing), file.Extension[1..]));
        else
            file.Write(Encoding.UTF8.GetBytes(Text(result, file.Extension, options.Drawing)));
    }

    /// <summary>What makes the graph that the user named or wrote.</summary>
    private static Func<Tensor> Find(GraphOptions options)
    {
        var name = options.Graph ?? SampleGraphs.All[0].Name;
        var hasValues = options.Variables.Length + options.Inputs.Length > 0;
        if (SampleGraphs.All.FirstOrDefault(sample => sample.Name == name) is { } sample)
        {
            return !hasValues
                ? sample.Create
                : throw new CommandException($"'{name}' is a graph with values of its own; --let and --input are for the names of an expression.");
        }
        if (!hasValues && name.All(character => char.IsLetterOrDigit(character) || character is '-' or '_'))
            throw new CommandException($"there is no graph '{name}'; there are {string.Join(", ", SampleGraphs.All.Select(sample => sample.Name))}.");
        var expression = Expression.Parse(name);
        var result = expression.Evaluate(Bindings.Read(expression, options.Variables, options.Inputs));
        return result.RequiresGradient
            ? () => result
            : throw new CommandException($"graph: {Expression.WithoutGradient(options.Variables.Length > 0)}");
    }

    private static string Text(Tensor result, string extension, DrawingOptions drawing) => extension switch
    {
        ".dot" => result.ToDot(drawing),
        ".mmd" => result.ToMermaid(drawing),
        _ => $"```mermaid\n{result.ToMermaid(drawing)}```\n",
    };

    private static string Text(Tensor result, GraphFormat format, DrawingOptions drawing)
    {
        if (format == GraphFormat.Text)
        {
            using var writer = new StringWriter { NewLine = "\n" };
            result.Print(writer, drawing.Folding);
            return writer.ToString();
        }
        return format == GraphFormat.Dot ? result.ToDot(drawing) : result.ToMermaid(drawing);
    }
}
