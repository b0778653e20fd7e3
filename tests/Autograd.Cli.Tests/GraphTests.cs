namespace Autograd.Cli.Tests;

/// <summary><c>autograd graph</c>: what it prints and what it draws.</summary>
public sealed class GraphTests : IDisposable
{
    private readonly CommandLine _commandLine = new();

    public static TheoryData<string> Samples => [.. SampleGraphs.All.Select(sample => sample.Name)];

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void The_sheets_demonstration_is_printed_as_Mermaid()
    {
        Assert.Equal("""
            flowchart TD
                n1["1: Variable<br/>A"]
                n2["2: Neg"]
                n3["3: Sqrt"]
                n1 -->|"[2, 3]"| n2
                n2 -->|"[2, 3]"| n3
                classDef leaf fill:#ffffff,stroke:#444444,color:#000000
                class n1 leaf
                classDef elementwise fill:#bfe1f6,stroke:#444444,color:#000000
                class n2,n3 elementwise

            """.ReplaceLineEndings("\n"), Output("graph", "sheet"));
    }

    [Fact]
    public void Options_reach_the_drawing()
    {
        var drawing = Output("graph", "sheet", "--gradients", "--data", "--direction", "left");
        Assert.StartsWith("flowchart RL\n", drawing, StringComparison.Ordinal);
        Assert.Contains(
            "n1[\"1: Variable<br/>A<br/>= [[-5, -2, -1], [-5, -1, -3]]<br/>gradient [[-0.223607, -0.353553, -0.5], [-0.223607, -0.5, -0.288675]]\"]",
            drawing, StringComparison.Ordinal);
        Assert.StartsWith("digraph {\n    graph [rankdir=TB", Output("graph", "sheet", "--format", "dot"), StringComparison.Ordinal);
        Assert.StartsWith("id  class     name  type and shape", Output("graph", "sheet", "--format", "text"), StringComparison.Ordinal);
        Assert.DoesNotContain("more: ", Output("graph", "deep", "--no-fold"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_is_the_first_in_the_list()
    {
        Assert.Equal(Output("graph", "classifier"), Output("graph"));
        Assert.Matches("^classifier +layers of 3, 100 and 1 neurons", Output("graph", "--list"));
    }

    [Theory, MemberData(nameof(Samples))]
    public void Every_sample_is_drawn_the_same_each_time_and_small(string name)
    {
        var text = Output("graph", name, "--format", "text", "--gradients");
        Assert.Equal(text, Output("graph", name, "--format", "text", "--gradients"));
        Assert.InRange(text.Split('\n').Length, 3, 40);
        Assert.StartsWith("digraph {", Output("graph", name, "--format", "dot"), StringComparison.Ordinal);
        Assert.Contains($"{name} ", Output("graph", "--list"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mmd", "flowchart TD\n", "#000000\n")]
    [InlineData("md", "```mermaid\nflowchart TD\n", "#000000\n```\n")]
    [InlineData("dot", "digraph {\n", "}\n")]
    public void Texts_are_written_into_files(string extension, string beginning, string end)
    {
        Assert.Equal("", Output("graph", "--output", _commandLine.PathOf($"g.{extension}")));
        var text = File.ReadAllText(_commandLine.PathOf($"g.{extension}"));
        Assert.StartsWith(beginning, text, StringComparison.Ordinal);
        Assert.EndsWith(end, text, StringComparison.Ordinal);
        Assert.Equal([$"g.{extension}"], _commandLine.Files);
    }

    [Fact]
    public void Without_Graphviz_a_picture_is_refused_with_what_to_install()
    {
        var (exitCode, output, error, _) = _commandLine.RunExecutableWithPath(Directory.CreateDirectory(_commandLine.PathOf("empty")).FullName, "graph", "--output", "g.svg");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal(
            "autograd: pictures are drawn by Graphviz, and its program dot is not on the PATH; install it (Debian, Ubuntu: apt install graphviz; macOS: brew install graphviz), "
            + "or write .dot, .mmd or .md, which need nothing.", error.TrimEnd());
        Assert.Empty(_commandLine.Files);
    }

    [Fact]
    public void Graphviz_gets_the_drawing_and_its_picture_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program that stands in for dot is a shell script.");
        var (exitCode, output, error, _) = _commandLine.RunExecutableWithPath(FakeDot("echo \"$@\"; exec /bin/cat"), "graph", "sheet", "--output", "g.png");
        Assert.Equal((0, "", ""), (exitCode, output, error));
        Assert.Equal("-Tpng -Gdpi=144\n" + Output("graph", "sheet", "--format", "dot"), File.ReadAllText(_commandLine.PathOf("g.png")));
    }

    [Fact]
    public void An_expression_may_begin_with_a_minus_sign() =>
        Assert.StartsWith("flowchart TD", Output("graph", "-(x)", "--let", "x=1"), StringComparison.Ordinal);

    [Fact]
    public void Graphviz_that_does_not_finish_is_stopped()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program that stands in for dot is a shell script.");
        var graphviz = Graphviz.Find(FakeDot("exec /bin/sleep 60"));
        graphviz.TimeLimit = TimeSpan.FromSeconds(0.2);
        Assert.Equal(
            "Graphviz did not finish within 0.2 s; leave --no-fold out, or write .dot, .mmd or .md, which take no layout.",
            Assert.Throws<CommandException>(() => graphviz.Draw("digraph {}", "svg")).Message);
    }

    [Fact]
    public void A_failure_of_Graphviz_is_one_line_and_writes_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program that stands in for dot is a shell script.");
        var path = FakeDot("echo out of ink >&2; exit 3");
        var (exitCode, output, error, _) = _commandLine.RunExecutableWithPath(path, "graph", "recurrent", "--no-fold", "--output", "g.svg");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal($"autograd: {Path.Combine(path, "dot")} drew nothing (exit code 3): out of ink", error.TrimEnd());
        Assert.Empty(_commandLine.Files);
    }

    [Fact]
    public void An_expression_is_drawn_like_a_sample()
    {
        var text = Output("graph", "sum(x * w)", "--let", "w=3 4", "--input", "x=1 2", "--format", "text", "--gradients");
        Assert.Equal(["x", "w", "–", "–"], text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split("  ", StringSplitOptions.RemoveEmptyEntries)[2].Trim()));
        Assert.Contains("[1, 2]", text.Split('\n')[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("graph nothing", "there is no graph 'nothing'; there are classifier, sheet, regression, ")]
    [InlineData("graph sheet --let x=1", "'sheet' is a graph with values of its own; --let and --input are for the names of an expression.")]
    [InlineData("graph x*w --let x=1", "there is no value for 'w'; give it with --let w=… (takes a gradient) or --input w=… (takes none).")]
    [InlineData("graph x*w --input x=1 --input w=2", "graph: nothing in the expression takes a gradient; give at least one of its names with --let.")]
    [InlineData("graph x>w --let x=1 --let w=2", "graph: no gradient flows from the variables to the result; comparisons, places such as argMax, and whole numbers have none.")]
    [InlineData("graph --list --format dot", "--list stands alone; leave out what else is asked for.")]
    [InlineData("graph x*(w", "expression, column 5: expected an operator or ')' but found the end (after \"x*(w\").")]
    [InlineData("graph --output g.jpg", "--output: 'g.jpg' must be a file name that ends in .svg or .png or .dot or .mmd or .md.")]
    [InlineData("graph --output no/such/g.mmd", "--output: the folder of 'no/such/g.mmd' does not exist.")]
    [InlineData("graph --format pdf", "--format: 'pdf' is not mermaid, dot or text.")]
    [InlineData("graph --direction over", "--direction: 'over' is not down, right, up or left.")]
    [InlineData("graph --format dot --output g.dot", "--format is for what is printed; the ending of the --output file says what is written into it.")]
    [InlineData("graph --bogus", "there is no option '--bogus'; see autograd graph --help.")]
    [InlineData("graph sheet deep", "'deep' is not understood; see autograd --help.")]
    public void A_mistake_is_one_line(string arguments, string expected) =>
        Assert.StartsWith(expected, CommandLine.Mistake(arguments.Split(' ')), StringComparison.Ordinal);

    private static string Output(params string[] arguments)
    {
        var (exitCode, output, error) = CommandLine.Run(arguments);
        Assert.Equal((0, ""), (exitCode, error));
        return output;
    }

    /// <summary>A folder with a program called dot that does what a script says.</summary>
    private string FakeDot(string script)
    {
        var folder = Directory.CreateDirectory(_commandLine.PathOf("bin")).FullName;
        var program = Path.Combine(folder, "dot");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }
}
