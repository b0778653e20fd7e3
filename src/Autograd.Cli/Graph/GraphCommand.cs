using System.CommandLine;
using System.Text;

namespace Autograd.Cli;

/// <summary><c>autograd graph</c>: draws the graph of a forward pass.</summary>
internal static class GraphCommand
{
    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var sample = new Argument<string?>("NAME")
        {
            Description = $"Which graph; --list names them. Default: {SampleGraphs.All[0].Name}.",
            Arity = ArgumentArity.ZeroOrOne,
            Validators = { result => OptionValue.RequireArgument(result, "the name of the graph is empty; leave it out for the default, or see autograd graph --list.") },
        };
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

        var command = new Command("graph", "Draw the graph that a forward pass builds.") { sample, list, file, format, direction, data, gradients, noFold };
        command.SetAction(result =>
        {
            if (result.GetValue(list))
            {
                List(output);
                return;
            }
            Run(
                new GraphOptions
                {
                    Sample = result.GetValue(sample),
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
        var create = Find(options.Sample);
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

    /// <summary>What makes the graph that the user named.</summary>
    private static Func<Tensor> Find(string? name) => name is null
        ? SampleGraphs.All[0].Create
        : SampleGraphs.All.FirstOrDefault(sample => sample.Name == name)?.Create
            ?? throw new CommandException($"there is no graph '{name}'; there are {string.Join(", ", SampleGraphs.All.Select(sample => sample.Name))}.");

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
