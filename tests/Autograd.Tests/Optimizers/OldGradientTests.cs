namespace Autograd.Tests.Optimizers;

/// <summary>Gradients that nobody zeroes between two steps.</summary>
public class OldGradientTests
{
    private readonly Variable _x = new("x", new[] { 3.0, -1 });
    private readonly List<string> _warnings = [];

    [Fact]
    public void Gradients_never_zeroed_are_told_of_once()
    {
        var sgd = Watched(_x);
        Assert.Empty(_warnings);
        for (var step = 0; step < 5; step++)
        {
            Loss().Backward();
            sgd.Step();
            Assert.Equal(step > 0, _warnings.Count > 0);
        }
        Assert.Equal(
            ["Sgd.Step: the gradient of variable 'x' still holds that of an earlier step, so old gradients count again in every step. "
             + "Call ZeroGradients() after Step(), or use Step(() => loss), which does all of it."], _warnings);
    }

    [Fact]
    public void Nobody_is_told_when_gradients_are_zeroed_at_any_place()
    {
        var sgd = Watched(_x);
        Action[] ways = [sgd.ZeroGradients, _x.ClearGradient, () => _x.Gradient = null, () => _x.Gradient = Tensor.Zeros([2], DType.Float64)];
        foreach (var zero in ways)
        {
            for (var step = 0; step < 3; step++)
            {
                Loss().Backward();
                sgd.Step();
                zero();
            }
        }
        for (var step = 0; step < 3; step++)
        {
            sgd.ZeroGradients();
            Loss().Backward();
            sgd.Step();
        }
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Several_passes_for_a_step_are_no_mistake()
    {
        var sgd = Watched(_x);
        for (var step = 0; step < 3; step++)
        {
            Loss().Backward();
            Loss().Backward();
            sgd.Step();
            sgd.ZeroGradients();
        }
        // Nor are several steps along one gradient.
        Loss().Backward();
        sgd.Step();
        sgd.Step();
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Clipping_hides_nothing()
    {
        var sgd = Watched(_x);
        for (var step = 0; step < 2; step++)
        {
            Loss().Backward();
            Gradients.ClipNorm([_x], 1e-3);
            Gradients.ClipValue([_x], 1e-4);
            sgd.Step();
        }
        Assert.Single(_warnings);
    }

    [Fact]
    public void A_pass_on_top_of_a_whole_step_is_found()
    {
        var sgd = Watched(_x);
        sgd.Step(Loss);
        sgd.Step(Loss);
        Assert.Empty(_warnings);
        Loss().Backward();
        sgd.Step();
        Assert.Single(_warnings);
    }

    [Fact]
    public void Gradients_of_another_optimizer_may_grow()
    {
        var y = new Variable("y", 2.0);
        var (one, other) = (Watched(_x), Watched(y));
        for (var step = 0; step < 3; step++)
        {
            // As for a generator and what judges it: each loss reaches both, each step zeroes its own.
            foreach (var optimizer in new[] { one, other })
            {
                optimizer.ZeroGradients();
                (Loss() * y).Backward();
                optimizer.Step();
            }
        }
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Frozen_variables_do_not_count()
    {
        var sgd = Watched(_x);
        Loss().Backward();
        sgd.Step();
        Loss().Backward();
        _x.RequiresGradient = false;
        sgd.Step();
        Assert.Empty(_warnings);
    }

    private Tensor Loss() => (_x * _x).Sum();

    private Sgd Watched(Variable variable) => new([variable], 0.01) { Warned = _warnings.Add };
}
