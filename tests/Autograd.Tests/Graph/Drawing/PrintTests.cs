namespace Autograd.Tests.Graph.Drawing;

/// <summary>The graph as a table.</summary>
public class PrintTests
{
    [Fact]
    public void The_sheets_demonstration()
    {
        var a = new Variable("A", new double[,] { { -5, -2, -1 }, { -5, -1, -3 } });
        var v = (-a).Sqrt();
        v.Backward(Tensor.Ones([2, 3], DType.Float64), keepGraph: true);
        AssertPrints(v, """
            id  class     name  type and shape  data                                            gradient                                                      inputs
             1  Variable  A     Float64 [2, 3]  [[-5, -2, -1], [-5, -1, -3]]                    [[-0.223607, -0.353553, -0.5], [-0.223607, -0.5, -0.288675]]  –
             2  Neg       –     Float64 [2, 3]  [[5, 2, 1], [5, 1, 3]]                          –                                                             1
             3  Sqrt      –     Float64 [2, 3]  [[2.23607, 1.41421, 1], [2.23607, 1, 1.73205]]  –                                                             2
            """);
    }

    [Fact]
    public void Leaves_alone_large_tensors_and_other_types()
    {
        AssertPrints(new Input("mask", Tensor.From([true, false])), """
            id  class  name  type and shape  data           gradient  inputs
             1  Input  mask  Bool [2]        [true, false]  –         –
            """);
        AssertPrints(Tensor.Arange(12).Reshape(3, 4).Transpose(), """
            id  class      type and shape  data              gradient  inputs
             1  Transpose  Int64 [4, 3]    [0, 4, 8, …, 11]  –         not recorded
            """);
        AssertPrints(Tensor.Zeros(0, 2), """
            id  class  type and shape  data  gradient  inputs
             1  Input  Float32 [0, 2]  []    –         –
            """);
    }

    [Fact]
    public void A_tensor_used_twice_is_listed_twice_and_sections_have_a_column()
    {
        var x = new Variable("x", 3.0);
        Tensor y;
        using (Tensor.Section("square"))
            y = x * x;
        AssertPrints(y, """
            id  class     name  section  type and shape  data  gradient  inputs
             1  Variable  x     –        Float64 []      3     –         –
             2  Mul       –     square   Float64 []      9     –         1, 1
            """);
    }

    [Fact]
    public void A_released_graph_prints_its_result_and_says_so()
    {
        var x = new Variable("x", 3.0);
        var y = x * x;
        y.Backward();
        AssertPrints(y, """
            id  class  type and shape  data  gradient  inputs
             1  Mul    Float64 []      9     –         released
            The graph was released by a backward pass; print before Backward, or pass keepGraph: true to it.
            """);
    }

    [Fact]
    public void A_long_chain_is_folded()
    {
        AssertPrints(FoldingTests.Chain(1000), """
                id  class     name  type and shape  data   gradient  inputs
                 1  Variable  x     Float64 []      1      –         –
                 2  Variable  w     Float64 []      0.999  –         –
                 3  Mul       –     Float64 []      0.999  –         1, 2
                 4  Variable  b     Float64 []      0.001  –         –
                 5  Add       –     Float64 []      1      –         3, 4
            6–2001  × 998 more: Mul, Add (shared: w, b)
              2002  Mul       –     Float64 []      0.999  –         2001, 2
              2003  Add       –     Float64 []      1      –         2002, 4
            """);
        using var all = new StringWriter { NewLine = "\n" };
        FoldingTests.Chain(1000).Print(all, GraphFolding.Never);
        Assert.Equal(2004, all.ToString().TrimEnd().Split('\n').Length);
    }

    private static void AssertPrints(Tensor tensor, string expected)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        tensor.Print(writer);
        Assert.Equal(expected.ReplaceLineEndings("\n"), writer.ToString().TrimEnd());
    }
}
