namespace Autograd.Tests.Graph;

public class BackwardTests
{
    [Fact]
    public void A_chain_of_a_million_nodes_does_not_overflow_the_stack()
    {
        var x = new Variable("x", 1.0);
        Tensor y = x;
        for (var i = 0; i < 1_000_000; i++)
            y = y + 1;
        y.Backward();
        Assert.Equal(1, x.Gradient!.Item<double>());
    }

    [Fact]
    public void Gradients_add_up_over_backward_passes_until_cleared()
    {
        var x = new Variable("x", 2.0);
        (x * x).Backward();
        (x * x).Backward();
        Assert.Equal(8, x.Gradient!.Item<double>());
        x.ClearGradient();
        Assert.Null(x.Gradient);
    }

    [Fact]
    public void A_kept_graph_runs_backward_twice()
    {
        var x = new Variable("x", 2.0);
        var y = x * x;
        y.Backward(keepGraph: true);
        y.Backward();
        Assert.Equal(8, x.Gradient!.Item<double>());
    }

    [Fact]
    public void Higher_derivatives_of_a_power()
    {
        // d/dx x⁴ = 4x³, 12x², 24x, 24.
        var x = new Variable("x", 3.0);
        var y = x * x * x * x;
        double[] expected = [108, 108, 72, 24];
        foreach (var value in expected)
        {
            y = Gradients.Of(y, x, createGraph: true);
            Assert.Equal(value, y.Item<double>());
        }
    }

    [Fact]
    public void The_functional_form_touches_no_variable()
    {
        var (x, unused) = (new Variable("x", 2.0), new Variable("unused", new double[] { 1, 2 }));
        var gradients = Gradients.Of(x * x, [x, unused]);
        Assert.Equal(4, gradients[0].Item<double>());
        Assert.Equal([0.0, 0.0], gradients[1].ToArray<double>());
        Assert.Null(x.Gradient);
    }

    [Fact]
    public void The_functional_form_differentiates_by_results_inside_the_graph()
    {
        var x = new Variable("x", 2.0);
        var y = x * 3;
        var z = y * y;
        Assert.Equal(12, Gradients.Of(z, y, keepGraph: true).Item<double>());
        Assert.Equal(36, Gradients.Of(z, x).Item<double>());
    }

    [Fact]
    public void Detached_values_carry_no_gradient()
    {
        var x = new Variable("x", 3.0);
        (x.Detach() * x).Backward();
        Assert.Equal(3, x.Gradient!.Item<double>());
        Assert.False(x.Detach().RequiresGradient);
    }

    [Fact]
    public void Modes_nest_and_belong_to_their_thread()
    {
        var x = new Variable("x", 3.0);
        using (Tensor.NoGradient())
        {
            Assert.False((x * 2).RequiresGradient);
            using (Tensor.WithGradient())
                Assert.True((x * 2).RequiresGradient);
            Assert.False((x * 2).RequiresGradient);
            var elsewhere = false;
            var thread = new Thread(() => elsewhere = (x * 2).RequiresGradient);
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
        }
        Assert.True((x * 2).RequiresGradient);
    }

    [Fact]
    public void A_frozen_variable_gets_no_gradient()
    {
        var (w, b) = (new Variable("w", 3.0), new Variable("b", 1.0));
        b.RequiresGradient = false;
        (w * 2 + b).Backward();
        Assert.Equal(2, w.Gradient!.Item<double>());
        Assert.Null(b.Gradient);
    }

    [Fact]
    public void Hooks_see_and_replace_gradients_and_can_be_removed()
    {
        var x = new Variable("x", 2.0);
        List<double> seen = [];
        Tensor y = x * 3;
        var hook = y.OnGradient(g =>
        {
            seen.Add(g.Item<double>());
            return g * 10;
        });
        (y * y).Backward(keepGraph: true);
        Assert.Equal([12.0], seen);
        Assert.Equal(360, x.Gradient!.Item<double>());
        hook.Dispose();
        x.ClearGradient();
        (y * y).Backward();
        Assert.Equal(36, x.Gradient!.Item<double>());
        Assert.Single(seen);
    }

    [Fact]
    public void A_hook_on_a_shared_result_runs_once_with_the_whole_gradient()
    {
        var x = new Variable("x", 2.0);
        var y = x * 1;
        var calls = 0;
        y.OnGradient(g =>
        {
            calls++;
            Assert.Equal(7, g.Item<double>());
            return null;
        });
        (y * 3 + y * 4).Backward();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void A_retained_gradient_stays_with_the_result()
    {
        var x = new Variable("x", 2.0);
        var y = x * 3;
        y.RetainGradient();
        (y * y).Backward();
        Assert.Equal(12, y.Gradient!.Item<double>());
    }

    [Fact]
    public void Gradients_of_mixed_types_come_back_in_each_variables_type()
    {
        var (narrow, wide) = (new Variable("narrow", new[] { 1f, 2f }), new Variable("wide", new[] { 3.0, 4.0 }));
        (narrow * wide).Sum().Backward();
        Assert.Equal([3f, 4f], narrow.Gradient!.ToArray<float>());
        Assert.Equal([1.0, 2.0], wide.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Only_needed_gradients_are_computed()
    {
        var (x, w) = (Tensor.Ones([4], DType.Float64), new Variable("w", 2.0));
        var probe = Operation.Run(new Probe(x, w * Tensor.Ones([4], DType.Float64)));
        probe.Sum().Backward();
        Assert.Equal(4, w.Gradient!.Item<double>());
    }

    [Fact]
    public void Results_that_need_no_gradient_drop_their_inputs()
    {
        var y = Tensor.Ones(3) + 1;
        Assert.Empty(y.Inputs);
        Assert.False(y.RequiresGradient);
    }

    private sealed class Probe(Tensor left, Tensor right) : BinaryOperation(left, right, right.Shape)
    {
        protected override Storage Forward() => Right.Storage;

        protected override Tensor BackwardLeft(Tensor gradient) => throw new InvalidOperationException("Nobody asked for this gradient.");

        protected override Tensor BackwardRight(Tensor gradient) => gradient;
    }
}
