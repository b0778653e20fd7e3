using System.Text.RegularExpressions;
using Autograd.Tests.Samples;

namespace Autograd.Tests.Graph;

/// <summary>What <see cref="Tensor.Explain"/> writes, to the letter, and that it tells of what the engine does.</summary>
public partial class ExplanationTests
{
    public static TheoryData<Samples.Sample> Samples => [.. OperationSamples.All];

    [Fact]
    public void The_sheets_demonstration_is_written_out()
    {
        var a = new Variable("A", new double[,] { { -5, -2, -1 }, { -5, -1, -3 } });
        AssertText(
            """
            Backpropagation from #3 (Sqrt, Float64 [2, 3]), whose gradient is given

            Forward
              #1 A  (Variable) [2, 3] = [[-5, -2, -1], [-5, -1, -3]]
              #2 = −A  (Neg) [2, 3] = [[5, 2, 1], [5, 1, 3]]
              #3 = √#2  (Sqrt) [2, 3] = [[2.23607, 1.41421, 1], [2.23607, 1, 1.73205]]

            Backward
              #3 = √#2
                ∂L/∂#3 = [[1, 1, 1], [1, 1, 1]]  (where the pass starts)
                to #2: ∂L/∂#3 / (2·#3) = [[0.223607, 0.353553, 0.5], [0.223607, 0.5, 0.288675]]
              #2 = −A
                ∂L/∂#2 = from #3 = [[0.223607, 0.353553, 0.5], [0.223607, 0.5, 0.288675]]
                to A: −∂L/∂#2 = [[-0.223607, -0.353553, -0.5], [-0.223607, -0.5, -0.288675]]

            Gradients
              ∂L/∂A = from #2 = [[-0.223607, -0.353553, -0.5], [-0.223607, -0.5, -0.288675]]
            """,
            (-a).Sqrt().Explain(Tensor.Ones([2, 3], DType.Float64)));
    }

    [Fact]
    public void A_diamond_has_its_sums_written_out()
    {
        var x = new Variable("x", 3.0);
        var y = x * 2;
        AssertText(
            """
            Backpropagation from L = #5 (Sub, Float64 [])

            Forward
              #1 x  (Variable) [] = 3
              #2 = 2  (a number)
              #3 = x · 2  (Mul) [] = 6
              #4 = #3 · #3  (Mul) [] = 36
              #5 = #4 − x  (Sub) [] = 33

            Backward
              #5 = #4 − x
                ∂L/∂#5 = 1  (where the pass starts)
                to #4: ∂L/∂#5 = 1
                to x: −∂L/∂#5 = -1
              #4 = #3 · #3
                ∂L/∂#4 = from #5 = 1
                to #3: ∂L/∂#4 · #3 = 6
                to #3: ∂L/∂#4 · #3 = 6
              #3 = x · 2
                ∂L/∂#3 = from #4 + from #4 = 6 + 6 = 12
                to x: ∂L/∂#3 · 2 = 24

            Gradients
              ∂L/∂x = from #5 + from #3 = (-1) + 24 = 23
            """,
            (y * y - x).Explain());
    }

    [Fact]
    public void A_mean_squared_error_is_written_out()
    {
        var (x, y) = (new Input("x", new double[] { 1, 2, 3 }), new Input("y", new double[] { 2, 4, 6 }));
        var (w, b) = (new Variable("w", 0.5), new Variable("b", -1.0));
        AssertText(
            """
            Backpropagation from L = #9 (ReduceMean, Float64 [])

            Forward
              #1 x  (Input) [3] = [1, 2, 3]
              #2 w  (Variable) [] = 0.5
              #3 = x · w  (Mul) [3] = [0.5, 1, 1.5]
              #4 b  (Variable) [] = -1
              #5 = #3 + b  (Add) [3] = [-0.5, 0, 0.5]
              #6 y  (Input) [3] = [2, 4, 6]
              #7 = #5 − y  (Sub) [3] = [-2.5, -4, -5.5]
              #8 = (#7)²  (Square) [3] = [6.25, 16, 30.25]
              #9 = Σ #8 / 3  (ReduceMean) [] = 17.5

            Backward
              #9 = Σ #8 / 3
                ∂L/∂#9 = 1  (where the pass starts)
                to #8: ∂L/∂#9 / 3 for each element = [0.333333, 0.333333, 0.333333]
              #8 = (#7)²
                ∂L/∂#8 = from #9 = [0.333333, 0.333333, 0.333333]
                to #7: 2 · ∂L/∂#8 · #7 = [-1.66667, -2.66667, -3.66667]
              #7 = #5 − y
                ∂L/∂#7 = from #8 = [-1.66667, -2.66667, -3.66667]
                to #5: ∂L/∂#7 = [-1.66667, -2.66667, -3.66667]
                to y: no gradient: Input
              #5 = #3 + b
                ∂L/∂#5 = from #7 = [-1.66667, -2.66667, -3.66667]
                to #3: ∂L/∂#5 = [-1.66667, -2.66667, -3.66667]
                to b: ∂L/∂#5  [3] = [-1.66667, -2.66667, -3.66667]
                  summed over what broadcasting repeated, [3] → [] = -8
              #3 = x · w
                ∂L/∂#3 = from #5 = [-1.66667, -2.66667, -3.66667]
                to x: no gradient: Input
                to w: ∂L/∂#3 · x  [3] = [-1.66667, -5.33333, -11]
                  summed over what broadcasting repeated, [3] → [] = -18

            Gradients
              ∂L/∂w = from #3 = -18
              ∂L/∂b = from #5 = -8
            """,
            (x * w + b - y).Square().Mean().Explain());
    }

    [Fact]
    public void The_summands_of_a_sum_are_those_that_broadcasting_left()
    {
        var a = new Variable("a", Tensor.From([1.0, 2]));
        var text = (a * Tensor.From([[1.0, 2], [3, 4]]) + a).Sum().Explain().ToString();
        Assert.Contains("∂L/∂a = from #4 + from #3 = [2, 2] + [4, 6] = [6, 8]", text.Replace("\n      ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_summands_the_first_are_shown()
    {
        var x = new Variable("x", 2.0);
        var sum = x.Sin();
        for (var i = 0; i < 200; i++)
            sum = (sum * 0.5).Cos() + x;
        Assert.All(sum.Explain().ToString().Split('\n'), line => Assert.True(line.Length < 400));
        Assert.Contains("(193 more)", sum.Explain().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_types_and_large_tensors_are_told()
    {
        var x = new Variable("x", Tensor.Arange(0.0, 40).Reshape(4, 10));
        var narrow = new Variable("my weight", -0.5f);
        AssertText(
            """
            Backpropagation from L = #8 (ReduceMean, Float32 [])

            Forward
              #1 x  (Variable) [4, 10]: min 0, mean 19.5, max 39, norm 143.318
              #2 = the sums of x up to each place  (CumulativeSum, axis 1) [4, 10]: min 0, mean 99, max 345, norm 846.799
              #3 = (#2)^3  (PowScalar) [4, 10]: min 0, mean 4.10586e+06, max 4.10636e+07, norm 5.9241e+07
              #4 my weight  (Variable) [] = -0.5
              #5 = #3 · 'my weight'  (Mul) [4, 10]: min -2.05318e+07, mean -2.05293e+06, max -0, norm 2.96205e+07
              #6 = min(max(#5, -5000), ∞)  (Clamp) [4, 10]: min -5000, mean -4151.76, max -0, norm 28499.9
              #7 = Σ #6  (Sum, axes [0]) [10]
                  = [-9500, -14631, -15013.5, -15108, -15500, -16687.5, -19630.5, -20000, -20000, -20000]
              #8 = Σ #7 / 10  (ReduceMean) [] = -16607.1

            Backward
              #8 = Σ #7 / 10
                ∂L/∂#8 = 1  (where the pass starts)
                to #7: ∂L/∂#8 / 10 for each element = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
              #7 = Σ #6
                ∂L/∂#7 = from #8 = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]
                to #6: ∂L/∂#7 for each element: min 0.1, mean 0.1, max 0.1, norm 0.632456
              #6 = min(max(#5, -5000), ∞)
                ∂L/∂#6 = from #7: min 0.1, mean 0.1, max 0.1, norm 0.632456
                to #5: ∂L/∂#6 where -5000 ≤ #5 ≤ ∞, else 0: min 0, mean 0.025, max 0.1, norm 0.316228
              #5 = #3 · 'my weight'
                ∂L/∂#5 = from #6: min 0, mean 0.025, max 0.1, norm 0.316228
                to #3: ∂L/∂#5 · 'my weight': min -0.05, mean -0.0125, max -0, norm 0.158114
                to 'my weight': ∂L/∂#5 · #3  [4, 10]: min 0, mean 80.3525, max 926.1, norm 1577.88
                  summed over what broadcasting repeated, [4, 10] → [] = 3214.1
              #3 = (#2)^3
                ∂L/∂#3 = from #5: min -0.05, mean -0.0125, max -0, norm 0.158114
                to #2: ∂L/∂#3 · 3 · (#2)^(3 − 1): min -66.15, mean -6.57375, max -0, norm 118.202
              #2 = the sums of x up to each place
                ∂L/∂#2 = from #3: min -66.15, mean -6.57375, max -0, norm 118.202
                to x: the sums of ∂L/∂#2 from each place to the end: min -121.8, mean -24.345, max 0, norm 317.9

            Gradients
              ∂L/∂x = from #2: min -121.8, mean -24.345, max 0, norm 317.9
              ∂L/∂'my weight' = from #5 = 3214.1
            """,
            (x.CumulativeSum(1).Pow(3) * narrow).Clamp(min: -5000).Sum(0).Mean().Explain());
    }

    [Fact]
    public void A_variable_explains_itself() => AssertText(
            """
            Backpropagation from L = x (Variable, Float64 [])

            Forward
              #1 x  (Variable) [] = 2

            Backward
              #1 x
                ∂L/∂x = 1  (where the pass starts)

            Gradients
              ∂L/∂x = 1  (where the pass starts)
            """,
            new Variable("x", 2.0).Explain());

    [Fact]
    public void A_hook_is_told_of()
    {
        var x = new Variable("x", 2.0);
        var square = x.Square();
        using (square.OnGradient(gradient => gradient * 10))
            AssertText(
            """
            Backpropagation from L = #2 (Square, Float64 [])

            Forward
              #1 x  (Variable) [] = 2
              #2 = x²  (Square) [] = 4

            Backward
              #2 = x²
                ∂L/∂#2 = 1  (where the pass starts)
                ∂L/∂#2 = 10  (what a hook put in its place)
                to x: 2 · ∂L/∂#2 · x = 40

            Gradients
              ∂L/∂x = from #2 = 40
            """,
            square.Explain());
    }

    [Fact]
    public void An_operation_without_formula_is_told_of_by_name()
    {
        var x = new Variable("x", 2.0);
        AssertText(
            """
            Backpropagation from L = #2 (Doubling, Float64 [])

            Forward
              #1 x  (Variable) [] = 2
              #2 = Doubling(x)  (Doubling) [] = 4

            Backward
              #2 = Doubling(x)
                ∂L/∂#2 = 1  (where the pass starts)
                to x: what Doubling's backward method makes of ∂L/∂#2 = 2

            Gradients
              ∂L/∂x = from #2 = 2
            """,
            Operation.Run(new Doubling(x)).Explain());
    }

    [Fact]
    public void What_takes_no_gradient_says_why()
    {
        var frozen = new Variable("frozen", 2.0) { RequiresGradient = false };
        var (x, x2) = (new Variable("x", 3.0), new Variable("x", 4.0));
        AssertText(
            """
            Backpropagation from L = #8 (Add, Float64 [])

            Forward
              #1 x  (Variable) [] = 3
              #2 frozen  (Variable) [] = 2
              #3 = #1 · frozen  (Mul) [] = 6
              #4  (Greater) Bool [] = true
              #5  (Exp) [] = 7.38906
              #6 = #3 where #4, else #5  (Where) [] = 6
              #7 x  (Variable) [] = 4
              #8 = #6 + #7  (Add) [] = 10

            Backward
              #8 = #6 + #7
                ∂L/∂#8 = 1  (where the pass starts)
                to #6: ∂L/∂#8 = 1
                to #7: ∂L/∂#8 = 1
              #6 = #3 where #4, else #5
                ∂L/∂#6 = from #8 = 1
                to #4: no gradient: Bool
                to #3: ∂L/∂#6 where #4, else 0 = 1
                to #5: no gradient: not recorded
              #3 = #1 · frozen
                ∂L/∂#3 = from #6 = 1
                to #1: ∂L/∂#3 · frozen = 2
                to frozen: no gradient: frozen Variable

            Gradients
              ∂L/∂#1 = from #3 = 2
              ∂L/∂#7 = from #8 = 1
            """,
            (Tensor.Where(x > 2, x * frozen, frozen.Exp()) + x2).Explain());
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
        AssertText(
            """
            Backpropagation from L = #100001 (Neg, Float64 [])

            Forward
              #1 x  (Variable) [] = 3
              #2 = −x  (Neg) [] = -3
              … #3 to #99999 left out: 99,997 of 100,001 tensors …
              #100000 = −#99999  (Neg) [] = -3
              #100001 = −#100000  (Neg) [] = 3

            Backward
              #100001 = −#100000
                ∂L/∂#100001 = 1  (where the pass starts)
                to #100000: −∂L/∂#100001 = -1
              #100000 = −#99999
                ∂L/∂#100000 = from #100001 = -1
                to #99999: −∂L/∂#100000 = 1
              … #3 to #99999 left out: 99,997 of 100,001 tensors …
              #2 = −x
                ∂L/∂#2 = from #3 = -1
                to x: −∂L/∂#2 = 1

            Gradients
              ∂L/∂x = from #2 = 1
            """,
            explanation, length: 4);
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
    public void Every_operation_is_explained_with_the_engines_numbers(Samples.Sample sample)
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
    public void Every_gradient_operation_is_explained(Samples.Sample sample)
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
