using System.Text.Json;

namespace Autograd.Cli.Tests;

/// <summary><c>autograd explain</c>: what it shows, and what it refuses.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void The_explanation_is_the_librarys()
    {
        var (exitCode, output, error) = CommandLine.Run(
            "explain", "mean((x*w + b - y)^2)", "--let", "w=0.5", "--let", "b=-1", "--input", "x=1 2 3", "--input", "y = 2, 4, 6");
        Assert.Equal(("", 0), (error, exitCode));
        var (x, y) = (new Input("x", Tensor.From([1.0, 2.0, 3.0])), new Input("y", Tensor.From([2.0, 4.0, 6.0])));
        var (w, b) = (new Variable("w", 0.5), new Variable("b", -1.0));
        Assert.Equal($"{(x * w + b - y).Pow(2.0).Mean().Explain()}{Environment.NewLine}", output);
        Assert.EndsWith("Gradients\n  ∂L/∂w = from #3 = -18\n  ∂L/∂b = from #5 = -8", output.TrimEnd().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1 1 1; 1 1 1")]
    public void The_sheets_demonstration_takes_a_gradient_from_outside(string upstream)
    {
        var (_, output, error) = CommandLine.Run("explain", "sqrt(-A)", "--let", "A=-5 -2 -1; -5 -1 -3", "--upstream", upstream);
        Assert.Equal("", error);
        Assert.Contains("∂L/∂A = from #2 = [[-0.223607, -0.353553, -0.5], [-0.223607, -0.5, -0.288675]]", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_may_begin_with_a_minus_sign() =>
        Assert.Contains("∂L/∂x = from #2 = -6", CommandLine.Run("explain", "-x^2", "--let", "x=3").Output, StringComparison.Ordinal);

    [Fact]
    public void A_file_is_read_as_a_matrix()
    {
        var file = _commandLine.Write("X.csv", "a,b\n1,2\n3,4\n");
        var (_, output, error) = CommandLine.Run("explain", "sum(X @ w)", "--input", $"X={file}", "--let", "w=1 1");
        Assert.Equal("", error);
        Assert.Contains(" = [4, 6]", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_graphs_are_shortened_on_request() => Assert.Contains(
        "  … #2 to #5 left out: 4 of 6 tensors …", CommandLine.Run("explain", "x.exp().exp().exp().exp().exp()", "--let", "x=-1", "--steps", "2").Output, StringComparison.Ordinal);

    [Fact]
    public void Json_holds_the_nodes_and_the_gradients()
    {
        var (exitCode, output, error) = CommandLine.Run("explain", "sum(x/[1, 2] * (x > 0)) + 0*w", "--let", "x=1 -2", "--let", "w=3", "--json");
        Assert.Equal(("", 0), (error, exitCode));
        var result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["expression", "value", "nodes", "backward", "gradients"], result.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, result.GetProperty("value").GetDouble());
        Assert.Equal("""{"x":[1,0],"w":0}""", JsonSerializer.Serialize(result.GetProperty("gradients")));
        var nodes = result.GetProperty("nodes").EnumerateArray().ToArray();
        Assert.Equal(Enumerable.Range(1, nodes.Length), nodes.Select(node => node.GetProperty("id").GetInt32()));
        Assert.Equal("""{"id":3,"class":"Div","name":null,"formula":"x / #2","inputs":[1,2],"type":"Float64","shape":[2],"value":[1,-1],"gradient":[1,0]}""", JsonSerializer.Serialize(nodes[2]));
        var first = result.GetProperty("backward").EnumerateArray().First();
        Assert.Equal(nodes.Length, first.GetProperty("id").GetInt32());
    }

    [Fact]
    public void Json_writes_what_is_no_number_as_a_text()
    {
        var result = JsonDocument.Parse(CommandLine.Run("explain", "log(x)", "--let", "x=0", "--json").Output).RootElement;
        Assert.Equal("-Infinity", result.GetProperty("value").GetString());
        Assert.Equal("Infinity", result.GetProperty("gradients").GetProperty("x").GetString());
    }

    [Fact]
    public void The_functions_are_listed()
    {
        var (exitCode, output, _) = CommandLine.Run("explain", "--functions");
        Assert.Equal(0, exitCode);
        Assert.Contains("\n  softmax(x, axis: integer)\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    /// <summary>The page lists each function that there is, in the words of <c>--functions</c>.</summary>
    [Fact]
    public void The_page_lists_the_functions()
    {
        var path = Path.Combine(CommandLine.Root, "docs", "6-explain.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var start = page.IndexOf("```\nOperators, the strongest first", StringComparison.Ordinal);
        var listed = page[start..(page.IndexOf("```", start + 3, StringComparison.Ordinal) + 3)];
        var expected = $"```\n{CommandLine.Run("explain", "--functions").Output.ReplaceLineEndings("\n")}```";
        if (Environment.GetEnvironmentVariable("AUTOGRAD_UPDATE") == "1")
            File.WriteAllText(path, page.Replace(listed, listed = expected, StringComparison.Ordinal));
        Assert.Equal(expected, listed);
    }

    [Theory]
    [InlineData("explain", "explain: there is no expression; write one in quotes, for example \"mean((x*w + b - y)^2)\".")]
    [InlineData("explain|mean((x*)|--let|x=1", "expression, column 9: expected a number, a name or '(' but found ')' (after \"mean((x*\").")]
    [InlineData("explain|x*w + b|--let|x=1", "there is no value for 'w', 'b'; give them with --let w=… (takes a gradient) or --input w=… (takes none).")]
    [InlineData("explain|x|--let|z=1", "--let: the expression has no 'z'; its names are 'x'.")]
    [InlineData("explain|1+2|--let|z=1", "--let: the expression has no 'z'; it has no names.")]
    [InlineData("explain|x|--let|x=1|--input|x=2", "--input: 'x' has a value already; give each name one.")]
    [InlineData("explain|x|--let|x", "--let: 'x' must be a name, an equals sign and numbers: --let x=\"1 2 3\".")]
    [InlineData("explain|x|--let|x=1 red", "--let x: row 1, place 2: 'red' is not a number.")]
    [InlineData("explain|x|--let|x=nowhere.csv", "nowhere.csv: there is no such file.")]
    [InlineData("explain|x*2|--input|x=1", "explain: nothing in the expression takes a gradient; give at least one of its names with --let.")]
    [InlineData("explain|x > 1|--let|x=1", "explain: no gradient flows from the variables to the result; comparisons, places such as argMax, and whole numbers have none.")]
    [InlineData("explain|--functions|--json", "--functions stands alone; leave out what else is asked for.")]
    [InlineData("explain|1+2", "explain: nothing in the expression takes a gradient; give at least one of its names with --let.")]
    [InlineData("explain|x*2|--let|x=1 2", "explain: the result has shape [2], not one element; wrap the expression in sum(…) or mean(…), or give the gradient that arrives with --upstream.")]
    [InlineData("explain|x*2|--let|x=1 2|--upstream|1 2 3", "--upstream: the gradient has shape [3], the result [2]; they must be the same, or give a single number.")]
    [InlineData("explain|x + y|--let|x=1 2|--let|y=1 2 3", "expression, column 3: Add: shapes [2] and [3] do not broadcast: axis -1 has sizes 2 and 3; they must be equal or one of them 1.")]
    [InlineData("explain|x|--let|x=1|--steps|1", "--steps: '1' is not a whole number of at least 2.")]
    [InlineData("explain|--bogus", "there is no option '--bogus'; see autograd explain --help.")]
    public void A_mistake_is_one_line(string arguments, string expected) => Assert.Equal(expected, CommandLine.Mistake(arguments.Split('|')));
}
