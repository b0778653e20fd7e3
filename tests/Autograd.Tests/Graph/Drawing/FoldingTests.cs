using System.Diagnostics;

namespace Autograd.Tests.Graph.Drawing;

/// <summary>What repeats is folded; what does not is closed by sections or shortened; what is small stays as it is.</summary>
public class FoldingTests
{
    internal static Tensor Chain(int length)
    {
        Tensor y = new Variable("x", 1.0);
        Variable w = new("w", 0.999), b = new("b", 0.001);
        for (var i = 0; i < length; i++)
            y = y * w + b;
        return y;
    }

    [Fact]
    public void Time_steps_share_their_weights_and_have_inputs_of_their_own()
    {
        var (u, w, start) = (new Variable("u", 1.0), new Variable("w", 1.0), new Input("start", Tensor.From(0.0)));
        Tensor state = start;
        for (var i = 1; i <= 200; i++)
            state = (new Input($"x{i}", Tensor.From((double)i)) * u + state * w).Tanh();
        Assert.Equal(
            [
                "1: Input", "2: Variable", "3: Mul", "4: Input", "5: Variable", "6: Mul", "7: Add", "8: Tanh",
                "9–1003: × 199 more: Mul ×2, Add, Tanh | shared: u, w; each its own: Input", "1004: Square",
            ],
            Boxes(state.Square()));
    }

    [Fact]
    public void Equal_layers_fold_across_numbered_sections_and_with_shortcuts()
    {
        Tensor x = new Input("x", Tensor.Ones(2, 2));
        for (var i = 1; i <= 50; i++)
        {
            using var _ = Tensor.Section($"layer{i}");
            x += x.MatMul(new Variable($"w{i}", Tensor.Ones(2, 2))).Relu();
        }
        Assert.Equal(
            ["1: Input", "2: Variable", "3: MatMul", "4: Relu", "5: Add", "6–201: × 49 more: MatMul, Relu, Add | each its own: Variable", "202: Sum"],
            Boxes(x.Sum()));
    }

    [Fact]
    public void Repetitions_of_repetitions_fold_twice_and_lists_of_results_are_taken_one_by_one()
    {
        Assert.Equal(
            [
                "1: Input", "2: Variable", "3: Mul", "4: Input", "5: Variable", "6: Mul", "7: Add", "8: Tanh",
                "9–253: × 49 more: Mul ×2, Add, Tanh | shared: u1, w1; each its own: Input",
                "254–862: × 3 more: Mul ×100, Add ×50, Tanh ×50 | each its own: Variable ×2, Input",
                "863: Input", "864: Sub", "865: Square", "866: Input", "867: Add",
                "868–1063: × 49 more: Sub, Square, Add | each its own: Input", "1064: Sqrt",
            ],
            Boxes(Stacked(layers: 4, steps: 50).Sqrt()));
    }

    [Fact]
    public void The_last_repetition_is_shown_if_the_result_is_in_it()
    {
        var boxes = Boxes(Chain(1000));
        Assert.Equal("6–2001: × 998 more: Mul, Add | shared: w, b", boxes[5]);
        Assert.Equal(["2002: Mul", "2003: Add"], boxes[6..]);
    }

    [Fact]
    public void Operations_with_other_parameters_do_not_repeat_each_other()
    {
        Tensor y = new Variable("x", 0.5);
        for (var i = 0; i < 40; i++)
            y = y.Sigmoid().LeakyRelu(i == 20 ? 0.9 : 0.01);
        Assert.Equal(
            ["1: Variable", "2: Sigmoid", "3: LeakyRelu", "4–41: × 19 more: Sigmoid, LeakyRelu", "42: Sigmoid", "43: LeakyRelu", "44: Sigmoid", "45: LeakyRelu", "46–79: × 17 more: Sigmoid, LeakyRelu", "80: Sigmoid", "81: LeakyRelu"],
            Boxes(y));
    }

    [Fact]
    public void A_weight_that_only_the_later_repetitions_share_is_shared()
    {
        Variable first = new("first", 0.9), rest = new("rest", 0.8), b = new("b", 0.1);
        Tensor y = new Input("x", Tensor.From(1.0));
        for (var i = 0; i < 100; i++)
            y = y * (i == 0 ? first : rest) + b;
        var drawing = y.ToMermaid();
        Assert.Contains("shared: ", drawing, StringComparison.Ordinal);
        Assert.Contains("rest", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("each its own", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_used_by_turns_are_not_called_fresh()
    {
        Tensor y = new Variable("x", 1.0);
        Variable[] weights = [.. Enumerable.Range(0, 5).Select(i => new Variable($"w{i}", 1.0))];
        for (var i = 0; i < 100; i++)
            y *= weights[i % 5];
        Assert.Contains("12–101: × 18 more: Mul ×5 | shared: w0, w1, w2, w3, w4", Boxes(y)[11], StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_of_up_to_60_tensors_stays_whole_unless_asked()
    {
        // 2 operations each and 3 leaves.
        Assert.Equal(59, Boxes(Chain(28)).Length);
        Assert.Equal(8, Boxes(Chain(29)).Length);
        Assert.Equal(8, Boxes(Chain(28), new DrawingOptions { Folding = GraphFolding.Always }).Length);
        Assert.Equal(2003, Boxes(Chain(1000), new DrawingOptions { Folding = GraphFolding.Never }).Length);
    }

    [Fact]
    public void A_long_list_of_leaves_is_shortened()
    {
        var sum = Tensor.Concatenate([.. Enumerable.Range(0, 100).Select(i => new Variable($"v{i}", Tensor.Ones(1)))], 0);
        Assert.Equal(["1: Variable", "2: Variable", "3: Variable", "4–100: × 97 more: Variable", "101: Concatenate"], Boxes(sum));
    }

    [Fact]
    public void Without_repetition_sections_are_closed()
    {
        var boxes = Boxes(Irregular(400, i => i < 100 ? "a/first" : i < 300 ? "a/second" : null));
        Assert.Contains(boxes, box => box.StartsWith("1–101: a/first, 100 operations | ", StringComparison.Ordinal));
        Assert.Contains(boxes, box => box.StartsWith("102–301: a/second, 200 operations | ", StringComparison.Ordinal));
        Assert.Equal("302: ", boxes[2][..5]);
        Assert.InRange(boxes.Length, 10, 150);
    }

    [Fact]
    public void What_can_be_made_smaller_in_no_other_way_loses_its_middle()
    {
        var boxes = Boxes(Irregular(1000, _ => null), new DrawingOptions { MostBoxes = 20 });
        Assert.Equal(12, boxes.Length);
        Assert.StartsWith("7–996: … 990 operations not shown | ", boxes[6], StringComparison.Ordinal);
        Assert.StartsWith("1001: ", boxes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_edges_of_a_fold_are_put_together()
    {
        var drawing = Chain(1000).ToMermaid();
        Assert.Contains("n2 -->|\"×998\"| n6\n", drawing, StringComparison.Ordinal);
        Assert.Contains("n6 --> n2002\n", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_tensors_take_no_more_than_seconds()
    {
        var watch = Stopwatch.StartNew();
        Assert.InRange(Chain(50_000).ToMermaid().Length, 1, 1000);
        Assert.InRange(Stacked(layers: 3, steps: 6_000).ToMermaid().Length, 1, 3000);
        Assert.InRange(Irregular(100_000, _ => null).ToMermaid().Length, 1, 20_000);
        // One second on a machine at rest; a quadratic search would take minutes.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    private static Tensor Stacked(int layers, int steps)
    {
        Tensor[] sequence = [.. Enumerable.Range(0, steps).Select(i => Tensor.From((double)i))];
        for (var layer = 1; layer <= layers; layer++)
        {
            var (u, w) = (new Variable($"u{layer}", 1.0), new Variable($"w{layer}", 1.0));
            Tensor state = Tensor.From(0.0);
            for (var i = 0; i < steps; i++)
                sequence[i] = state = (sequence[i] * u + state * w).Tanh();
        }
        Tensor loss = Tensor.From(0.0);
        foreach (var output in sequence)
            loss += (output - Tensor.From(2.0)).Square();
        return loss;
    }

    /// <summary>Operations drawn by lot.</summary>
    private static Tensor Irregular(int length, Func<int, string?> section)
    {
        var generator = new Random(1);
        Tensor y = new Variable("x", 1.0);
        for (var i = 0; i < length; i++)
        {
            if (section(i) is { } name)
            {
                using var _ = Tensor.Section(name);
                y = Next(y);
            }
            else
            {
                y = Next(y);
            }
        }
        return y;

        Tensor Next(Tensor x) => generator.Next(5) switch { 0 => x.Exp(), 1 => x.Tanh(), 2 => x.Sin(), 3 => x.Cos(), _ => -x };
    }

    /// <summary>The first line of every box; of one for many, the second too.</summary>
    private static string[] Boxes(Tensor tensor, DrawingOptions? options = null)
    {
        options ??= new DrawingOptions();
        return [.. new GraphView(GraphSnapshot.Of(tensor), options.Folding, options.MostBoxes).Boxes
            .Select(box => box.Node is null ? string.Join(" | ", box.Lines(options)) : box.Lines(options).First())];
    }
}
