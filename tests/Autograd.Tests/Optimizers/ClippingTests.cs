namespace Autograd.Tests.Optimizers;

public class ClippingTests
{
    private static (Variable First, Variable Second, Variable Without) Gradients(DType type = DType.Float64)
    {
        var first = new Variable("first", Tensor.Zeros([2, 2], type)) { Gradient = Tensor.From(new[,] { { 1.0, -2 }, { 2, 4 } }).Cast(type) };
        var second = new Variable("second", Tensor.Zeros([2], type)) { Gradient = Tensor.From([-4.0, 8]).Cast(type) };
        return (first, second, new Variable("without", Tensor.Zeros([3], type)));
    }

    [Theory]
    [InlineData(2, 10.246950765959598)]
    [InlineData(1, 21)]
    [InlineData(3, 8.693375853439344)]
    [InlineData(double.PositiveInfinity, 8)]
    public void The_norm_of_all_gradients_together_is_returned_and_not_passed(double p, double norm)
    {
        foreach (var type in new[] { DType.Float32, DType.Float64 })
        {
            var (first, second, without) = Gradients(type);
            Assert.Equal(norm, Autograd.Gradients.ClipNorm([first, second, without], 2, p), 1e-6);
            var factor = 2 / (norm + 1e-6);
            Assert.All(
                new[] { 1.0, -2, 2, 4 }.Zip(first.Gradient!.Cast(DType.Float64).Reshape(-1).ToArray<double>()),
                pair => Assert.Equal(pair.First * factor, pair.Second, 1e-6));
            Assert.Equal(8 * factor, (double)second.Gradient![1], 1e-6);
            Assert.Null(without.Gradient);
            Assert.Equal(2, Autograd.Gradients.ClipNorm([first, second, without], 5, p), 1e-5);
        }
    }

    [Fact]
    public void Short_gradients_stay_as_they_are()
    {
        var (first, second, _) = Gradients();
        var before = first.Gradient;
        Autograd.Gradients.ClipNorm([first, second], 11);
        Assert.Same(before, first.Gradient);
        Assert.Equal(0, Autograd.Gradients.ClipNorm([new Variable("none", 1.0)], 1));
    }

    [Fact]
    public void One_gradient_that_is_not_a_number_makes_all_worthless()
    {
        var (first, second, _) = Gradients();
        second.Gradient = Tensor.From([double.NaN, 1]);
        Assert.Equal(double.NaN, Autograd.Gradients.ClipNorm([first, second], 2));
        Assert.All(first.Gradient!.Reshape(-1).ToArray<double>().Concat(second.Gradient!.ToArray<double>()), value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void Values_are_clamped_and_a_gradient_that_others_hold_is_not_written_to()
    {
        var (first, second, without) = Gradients();
        var held = first.Gradient!;
        Autograd.Gradients.ClipValue([first, second, without], 2.5);
        Assert.Equal([1.0, -2, 2, 2.5], first.Gradient!.Reshape(-1).ToArray<double>());
        Assert.Equal([-2.5, 2.5], second.Gradient!.ToArray<double>());
        Assert.Equal(4, held[1, 1].Item<double>());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_step_clips_between_the_backward_pass_and_the_update(bool byHand)
    {
        var w = new Variable("w", Tensor.Zeros([4000], DType.Float64));
        var norm = 0.0;
        var sgd = new Sgd([w], 1) { BeforeUpdate = parameters => norm = Autograd.Gradients.ClipNorm(parameters, 1) };
        for (var step = 1; step <= 3; step++)
        {
            if (byHand)
            {
                sgd.ZeroGradients();
                w.Sum().Backward();
                sgd.Step();
            }
            else
            {
                sgd.Step(() => w.Sum());
            }
            Assert.Equal(Math.Sqrt(4000), norm, 1e-10);
            Assert.All(w.ToArray<double>(), value => Assert.Equal(-step / Math.Sqrt(4000), value, 1e-8));
            Assert.All(w.Gradient!.ToArray<double>(), value => Assert.Equal(1 / Math.Sqrt(4000), value, 1e-8));
        }
    }
}
