using System.Text.RegularExpressions;
using Autograd.Tests.Samples;

namespace Autograd.Tests.Graph;

/// <summary>What <see cref="Tensor.Explain"/> writes, to the letter, and that it tells of what the engine does.</summary>
public partial class ExplanationTests
{
    public static TheoryData<Sample> Samples => [.. OperationSamples.All];

    [Fact]
    public void The_sheets_demonstration_is_written_out()
    {
        var a = new Variable("A", new double[,] { { -5, -2, -1 }, { -5, -1, -3 } });
        AssertText("", (-a).Sqrt().Explain(Tensor.Ones([2, 3], DType.Float64)));
    }

    [Fact]
    public void A_diamond_has_its_sums_written_out()
    {
        var x = new Variable("x", 3.0);
        var y = x * 2;
        AssertText("", (y * y - x).Explain());
    }

    [Fact]
    public void A_mean_squared_error_is_written_out()
    {
        var (x, y) = (new Input("x", new double[] { 1, 2, 3 }), new Input("y", new double[] { 2, 4, 6 }));
        var (w, b) = (new Variable("w", 0.5), new Variable("b", -1.0));
        AssertText("", (x * w + b - y).Square().Mean().Explain());
    }

    [Fact]
    public void Parameters_types_and_large_tensors_are_told()
    {
        var x = new Variable("x", Tensor.Arange(0.0, 40).Reshape(4, 10));
        var narrow = new Variable("my weight", -0.5f);
        AssertText("", (x.Softmax(1).Pow(3) * narrow).Clamp(min: -1).Sum(0).Mean().Explain());
    }

    [Fact]
    public void A_variable_explains_itself() => AssertText("", new Variable("x", 2.0).Explain());

    [Fact]
    public void A_hook_is_told_of()
    {
        var x = new Variable("x", 2.0);
        var square = x.Square();
        using (square.OnGradient(gradient => gradient * 10))
            AssertText("", square.Explain());
    }

    [Fact]
    public void An_operation_without_formula_is_told_of_by_name()
    {
        var x = new Variable("x", 2.0);
        AssertText("", Operation.Run(new Doubling(x)).Explain());
    }

    [Fact]
    public void What_takes_no_gradient_says_why()
    {
        var frozen = new Variable("frozen", 2.0) { RequiresGradient = false };
        var (x, x2) = (new Variable("x", 3.0), new Variable("x", 4.0));
        AssertText("", (Tensor.Where(x > 2, x * frozen, frozen.Exp()) + x2).Explain());
    }

    [Fact]
    public void A_long_graph_is_told_of_from_both_ends()
    {
        var x = new Variable("x", 3.0);
        Tensor y = x;
        for (var i = 0; i < 100_000; i++)
            y = y.Neg();
        var explanation = y.Explain();
        Assert.Equal(1, explanation.Find(x)!.Gradient.Item<double>());
        AssertText("", explanation, length: 4);
    }

    [Fact]
    public void Nothing_changes_and_the_graph_is_kept()
    {
        var x = new Variable("x", 3.0);
        var y = x * x;
        y.RetainGradient();
        y.Explain();
        y.Explain();
        Assert.Null(x.Gradient);
        Assert.Null(y.Gradient);
        y.Backward();
        Assert.Equal(6, x.Gradient!.Item<double>());
    }

    [Fact]
    public void Mistakes_are_those_of_Backward()
    {
        var x = new Variable("x", Tensor.Ones([2, 3]));
        var y = x * 2;
        Assert.Equal(
            "Explain: Mul (Float32 [2, 3]) has 6 elements; reduce it to one (Mean(), Sum()), or pass gradient: with its shape.",
            Assert.Throws<ShapeException>(() => y.Explain()).Message);
        Assert.Equal(
            "Explain: the gradient has shape [3], Mul (Float32 [2, 3]) has [2, 3]; they must be the same.",
            Assert.Throws<ShapeException>(() => y.Explain(Tensor.Ones(3))).Message);
        Assert.Equal(
            "Explain: Input (Float32 [2]) requires no gradient; compute the loss from a Variable.",
            Assert.Throws<GraphException>(() => Tensor.Ones(2).Explain()).Message);
        var loss = y.Sum();
        loss.Backward();
        Assert.Equal(
            "Backward: the graph through Sum (Float32 []) was released by an earlier backward pass; pass keepGraph: true to that one, or run the forward pass again.",
            Assert.Throws<GraphException>(() => loss.Explain()).Message);
        Assert.Equal(
            "ToString: length is 1; the beginning and the end of a graph need at least 2. (Parameter 'length')\nActual value was 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Sum().Explain().ToString(1)).Message.ReplaceLineEndings("\n"));
    }

    [Theory, MemberData(nameof(Samples), DisableDiscoveryEnumeration = true)]
    public void Every_operation_is_explained_with_the_engines_numbers(Sample sample)
    {
        var inputs = sample.Tensors().Select((x, i) => x.DType.IsFloatingPoint ? (Tensor)new Variable($"in{i}", x) : new Input($"in{i}", x)).ToArray();
        var result = sample.Apply(inputs);
        if (!result.RequiresGradient)
            return;
        var seed = Tensor.Ones(result.Shape, result.DType);
        var explanation = result.Explain(seed);
        AssertSubstituted(explanation);
        IReadOnlyList<Tensor> variables = [.. inputs.Where(x => explanation.Find(x) is not null)];
        foreach (var (x, gradient) in variables.Zip(Gradients.Of(result, variables, seed)))
            Assert.Equal(gradient.ToString(), explanation.Find(x)!.Gradient.ToString());
    }

    [Theory, MemberData(nameof(Samples), DisableDiscoveryEnumeration = true)]
    public void Every_gradient_operation_is_explained(Sample sample)
    {
        if (!sample.IsSmooth)
            return;
        var inputs = sample.Tensors().Select((x, i) => x.DType.IsFloatingPoint ? (Tensor)new Variable($"in{i}", x) : new Input($"in{i}", x)).ToArray();
        var first = Gradients.Of(sample.Apply(inputs).Square().Sum(), (IReadOnlyList<Tensor>)[.. inputs.OfType<Variable>()], createGraph: true);
        foreach (var gradient in first.Where(gradient => gradient.RequiresGradient))
            AssertSubstituted(gradient.Explain(Tensor.Ones(gradient.Shape, gradient.DType)));
    }

    /// <summary>No symbol of a formula is left over.</summary>
    private static void AssertSubstituted(Explanation explanation)
    {
        foreach (var text in explanation.Graph.Nodes.Select(explanation.Formula).Concat(explanation.Steps.SelectMany(step => step.Sent).Select(explanation.Formula)))
            Assert.False(LeftOver().IsMatch(text), text);
        Assert.DoesNotContain("backward method", explanation.ToString(), StringComparison.Ordinal);
    }

    private static void AssertText(string expected, Explanation explanation, int length = Explanation.DefaultLength) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), explanation.ToString(length));

    // x and its like as words of their own, or with something raised or lowered behind; softmax′(x) has its in0 by then.
    [GeneratedRegex(@"(?<![\p{L}])(x|y|g|left|right|p|β|α|δ|s|slope|low|high|value)(?=$|[^\p{Ll}\p{Lu}'])|[ˣʸᵖʳˡᵢⱼₙ\u0304]")]
    private static partial Regex LeftOver();

    private sealed class Doubling(Tensor x) : UnaryOperation(x)
    {
        protected override Storage Forward() => X.Add(X).Storage;

        protected override Tensor Backward(Tensor gradient) => gradient * 2;
    }
}
