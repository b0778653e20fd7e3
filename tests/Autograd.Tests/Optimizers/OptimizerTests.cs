namespace Autograd.Tests.Optimizers;

public class OptimizerTests
{
    [Fact]
    public void Sgd_descends_by_hand()
    {
        var x = new Variable("x", 4.0);
        var sgd = new Sgd([x], learningRate: 0.1, momentum: 0.5);
        // f = x², f' = 2x: b = 8, x = 3.2; b = 0.5·8 + 6.4 = 10.4, x = 2.16.
        Assert.Equal(16, sgd.Step(() => x * x).Item<double>());
        Assert.Equal(3.2, x.Item<double>(), 1e-15);
        sgd.Step(() => x * x);
        Assert.Equal(2.16, x.Item<double>(), 1e-15);
    }

    [Fact]
    public void Adam_moves_by_the_learning_rate_first()
    {
        var x = new Variable("x", new[] { 4.0, -1000, 1e-3 });
        new Adam([x], learningRate: 0.01, epsilon: 0).Step(() => (x * x).Sum());
        Assert.Equal([3.99, -999.99, -0.009], x.ToArray<double>().Select(value => Math.Round(value, 12)));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_weight_moves_the_same_way_among_others_as_alone(bool isAdam)
    {
        // 21 weights fill vectors and leave a rest.
        var start = Enumerable.Range(0, 21).Select(i => Math.Sin(i) * 3).ToArray();
        Optimizer Create(Variable w) => isAdam ? new Adam([w], 0.1, weightDecay: 0.01) : new Sgd([w], 0.1, momentum: 0.9, weightDecay: 0.01, nesterov: true);
        var together = new Variable("together", start);
        var optimizer = Create(together);
        var alone = start.Select(value => new Variable("alone", new[] { value })).ToArray();
        var optimizers = alone.Select(Create).ToArray();
        for (var step = 0; step < 10; step++)
        {
            optimizer.Step(() => (together * together * together * together).Sum());
            for (var i = 0; i < alone.Length; i++)
            {
                var w = alone[i];
                optimizers[i].Step(() => (w * w * w * w).Sum());
            }
        }
        Assert.Equal(alone.Select(w => w.Item<double>()), together.ToArray<double>());
    }

    [Fact]
    public void Parameters_without_gradient_are_named_on_request_and_stay()
    {
        var (used, unused) = (new Variable("used", 1.0), new Variable("unused", 1.0));
        var sgd = new Sgd([used, unused], 0.1);
        sgd.Step(() => used * 2);
        Assert.Equal(["unused"], sgd.ParametersWithoutGradient.Select(variable => variable.Name));
        Assert.Equal(1, unused.Item<double>());
    }

    [Fact]
    public void A_strided_gradient_is_read_in_order()
    {
        var w = new Variable("w", new[,] { { 1.0, 2 }, { 3, 4 } });
        new Sgd([w], 1).Step(() => (w.Transpose() * new[,] { { 1.0, 2 }, { 3, 4 } }).Sum());
        Assert.Equal([0.0, -1, 1, 0], w.ToArray<double>());
    }
}
