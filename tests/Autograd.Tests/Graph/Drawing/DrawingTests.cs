namespace Autograd.Tests.Graph.Drawing;

/// <summary>Mermaid and Graphviz drawings, to the letter.</summary>
public class DrawingTests
{
    [Fact]
    public void A_small_graph_in_Mermaid()
    {
        var x = new Variable("x", Tensor.From([1.0, 2]));
        Assert.Equal("""
            flowchart TD
                n1["1: Variable<br/>x"]
                n2["2: Mul"]
                n3["3: Input<br/>= 2"]
                n4["4: Add"]
                n5["5: Sum"]
                n1 -->|"[2]"| n2
                n1 -->|"[2]"| n2
                n2 -->|"[2]"| n4
                n3 --> n4
                n4 -->|"[2]"| n5
                classDef leaf fill:#ffffff,stroke:#444444,color:#000000
                class n1,n3 leaf
                classDef elementwise fill:#bfe1f6,stroke:#444444,color:#000000
                class n2,n4 elementwise
                classDef reduction fill:#e3b3ce,stroke:#444444,color:#000000
                class n5 reduction

            """.ReplaceLineEndings("\n"), (x * x + 2).Sum().ToMermaid());
    }

    [Fact]
    public void A_small_graph_for_Graphviz()
    {
        var a = new Variable("A", new double[,] { { -5, -2, -1 }, { -5, -1, -3 } });
        Tensor v;
        using (Tensor.Section("root"))
            v = (-a).Sqrt();
        v.Backward(Tensor.Ones([2, 3], DType.Float64), keepGraph: true);
        Assert.Equal("""
            digraph {
                graph [rankdir=LR, nodesep=0.35, ranksep=0.45, pad=0.2, fontname="Helvetica,Arial,sans-serif", fontsize=12]
                node [shape=box, style="rounded,filled", color="#444444", fontname="Helvetica,Arial,sans-serif", fontsize=12, height=0.4, margin="0.14,0.06"]
                edge [color="#444444", fontname="Helvetica,Arial,sans-serif", fontsize=10, fontcolor="#444444", arrowsize=0.7]
                subgraph cluster_1 {
                    graph [label="root", labeljust=l, style="rounded,filled", color="#aaaaaa", fillcolor="#fafafa"]
                    n1 [label="1: Variable\nA\n= [[-5, -2, -1], [-5, -1, -3]]\ngradient [[-0.223607, -0.353553, -0.5], [-0.223607, -0.5, -0.288675]]", fillcolor="#ffffff"]
                    n2 [label="2: Neg\n= [[5, 2, 1], [5, 1, 3]]", fillcolor="#bfe1f6"]
                    n3 [label="3: Sqrt\n= [[2.23607, 1.41421, 1], [2.23607, 1, 1.73205]]", fillcolor="#bfe1f6"]
                }
                n1 -> n2 [label=" [2, 3]"]
                n2 -> n3 [label=" [2, 3]"]
            }

            """.ReplaceLineEndings("\n"),
            v.ToDot(new DrawingOptions { Direction = GraphDirection.Right, ShowData = true, ShowGradients = true }));
    }

    [Theory]
    [InlineData("say \"hi\"", "say #34;hi#34;", "say \\\"hi\\\"")]
    [InlineData("a < b > c", "a #60; b #62; c", "a < b > c")]
    [InlineData("a & b &amp; c", "a #38; b #38;amp#59; c", "a &amp; b &amp;amp; c")]
    [InlineData("#35;", "#35;35#59;", "#35;")]
    [InlineData("line\nbreak\ttab\r\0", "line break tab  ", "line break tab  ")]
    [InlineData("back\\new \\N", "back#92;#8203;new #92;#8203;N", "back\\\\new \\\\N")]
    [InlineData("fa:fa-car", "fa#58;#8203;fa-car", "fa:fa-car")]
    [InlineData("$$x$$", "#36;#8203;#36;#8203;x#36;#8203;#36;#8203;", "$$x$$")]
    [InlineData("`**a_b**`", "#96;#42;#42;a#95;b#42;#42;#96;", "`**a_b**`")]
    [InlineData("style x:#a;", "style x#58;#8203;#35;a#59;", "style x:#a;")]
    [InlineData("über 日本 🎉", "über 日本 🎉", "über 日本 🎉")]
    [InlineData("1234567890123456789012345678901234567890🎉1", "1234567890123456789012345678901234567890…", "1234567890123456789012345678901234567890…")]
    public void Names_are_shown_as_they_are(string name, string mermaid, string dot)
    {
        var x = new Variable(name, 1.0);
        Assert.Contains($"n1[\"1: Variable<br/>{mermaid}\"]\n", x.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains($"n1 [label=\"1: Variable\\n{dot}\", ", x.ToDot(), StringComparison.Ordinal);
        Tensor y;
        using (Tensor.Section(name))
            y = x.Exp();
        Assert.Contains($"subgraph s1[\"{mermaid}\"]\n", y.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains($"[label=\"{dot}\", labeljust", y.ToDot(), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_replaced() =>
        Assert.Contains("<br/>half \ufffd\"]", new Variable("half \ud83c", 1.0).ToMermaid(), StringComparison.Ordinal);

    [Fact]
    public void Sections_are_frames_in_frames_and_leaves_stand_where_they_are_used()
    {
        var data = new Input("data", Tensor.Ones(2));
        Variable inner = new("inner", Tensor.Ones(2)), both = new("both", Tensor.Ones(2));
        Tensor x;
        using (Tensor.Section("encoder"))
        {
            x = data * both;
            using (Tensor.Section("attention"))
                x = x * inner + 1;
        }
        using (Tensor.Section("decoder/head"))
            x = x * both;
        Assert.Equal("encoder/attention", ((Operation)x.Inputs[0]).SectionPath);
        Assert.Null(((Operation)x.Exp()).SectionPath);
        Assert.StartsWith("""
            flowchart TD
                n1["1: Input<br/>data"]
                n2["2: Variable<br/>both"]
                subgraph s1["encoder"]
                    n3["3: Mul"]
                    subgraph s2["attention"]
                        n4["4: Variable<br/>inner"]
                        n5["5: Mul"]
                        n6["6: Input<br/>= 1"]
                        n7["7: Add"]
                    end
                end
                subgraph s3["decoder"]
                    subgraph s4["head"]
                        n8["8: Mul"]
                    end
                end

            """.ReplaceLineEndings("\n"), x.ToMermaid(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a//b")]
    [InlineData("/a")]
    public void A_section_without_a_name_is_refused(string name)
    {
        var exception = Assert.Throws<ArgumentException>(() => Tensor.Section(name).Dispose());
        Assert.Equal($"Section: '{name}' has an empty name in it; drawings need one to show. (Parameter 'name')", exception.Message);
    }

    [Fact]
    public void After_an_inner_section_the_outer_one_goes_on()
    {
        var x = new Variable("x", 1.0);
        using (Tensor.Section("outer"))
        {
            using (Tensor.Section("inner"))
                Assert.Equal("outer/inner", ((Operation)(x * 2)).SectionPath);
            Assert.Equal("outer", ((Operation)(x * 2)).SectionPath);
        }
        Assert.Null(((Operation)(x * 2)).SectionPath);
    }

    [Fact]
    public void A_section_is_that_of_its_thread()
    {
        var x = new Variable("x", 1.0);
        Tensor? there = null;
        using var _ = Tensor.Section("here");
        var thread = new Thread(() => there = x.Exp());
        thread.Start();
        thread.Join();
        Assert.Equal("here", ((Operation)x.Exp()).SectionPath);
        Assert.Null(((Operation)there!).SectionPath);
    }

    [Fact]
    public void A_released_graph_cannot_be_drawn()
    {
        var x = new Variable("x", 1.0);
        Tensor trunk = x.Exp(), loss = trunk * 2;
        loss.Backward();
        Assert.Equal(
            "ToMermaid: the graph behind Mul (Float64 []) was released by a backward pass; draw before Backward, or pass keepGraph: true to it.",
            Assert.Throws<GraphException>(() => loss.ToMermaid()).Message);
        Assert.StartsWith("ToDot: the graph behind Mul", Assert.Throws<GraphException>(() => loss.ToDot()).Message, StringComparison.Ordinal);
        Assert.Contains("n1[\"1: Exp<br/>released\"]", (trunk * x).ToMermaid(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_recorded_and_what_is_frozen_says_so()
    {
        Variable x = new("x", 1.0), frozen = new("frozen", 1.0) { RequiresGradient = false };
        var constant = frozen.Exp();
        var drawing = (x * constant * frozen).ToMermaid();
        Assert.Contains("\"2: Exp<br/>not recorded\"", drawing, StringComparison.Ordinal);
        Assert.Contains("\"4: Variable<br/>frozen<br/>frozen\"", drawing, StringComparison.Ordinal);
        Assert.Contains("class n1,n2,n4 leaf", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_was_not_run_has_no_graph() => Assert.Equal(
        "Exp (Float64 []): the operation was constructed but not run; write Operation.Run(new Exp(…)).",
        Assert.Throws<GraphException>(() => new Exp(new Variable("x", 1.0)).ToDot()).Message);

    [Fact]
    public void Every_operation_belongs_to_a_family()
    {
        foreach (var sample in Samples.OperationSamples.All)
        {
            if (sample.Operation is { } type && System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type) is Operation operation)
                Assert.True(operation.Family != OperationFamily.Other, $"{type.Name} says no Family; override it, so that drawings colour it.");
        }
    }

    [Fact]
    public void Too_few_boxes_are_refused() => Assert.Equal(
        "DrawingOptions.MostBoxes: 9 boxes show no graph; allow 10 or more. (Parameter 'value')\nActual value was 9.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrawingOptions { MostBoxes = 9 }).Message.ReplaceLineEndings("\n"));
}
