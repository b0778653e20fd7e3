namespace Autograd.Tests.Sheet;

/// <summary>What the course sheet shows of the framework it describes, to the last digit.</summary>
public class SheetTests
{
    [Fact]
    public void The_demonstration_gives_the_sheets_numbers()
    {
        var a = new Variable("A", new double[,] { { -5, -2, -1 }, { -5, -1, -3 } });
        var v = (-a).Sqrt();
        v.Backward(Tensor.Ones([2, 3], DType.Float64));
        Assert.Equal([2.23606797749979, 1.4142135623730951, 1, 2.23606797749979, 1, 1.7320508075688772], v.ToArray<double>());
        Assert.Equal(
            [-0.22360679774997896, -0.35355339059327373, -0.5, -0.22360679774997896, -0.5, -0.2886751345948129],
            a.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Gradients_add_up_where_a_tensor_is_used_more_than_once()
    {
        var x = new Variable("x", 3.0);
        (x * x).Backward();
        Assert.Equal(6, x.Gradient!.Item<double>());

        x.ClearGradient();
        x.Add(x, x).Backward();
        Assert.Equal(3, x.Gradient!.Item<double>());

        // A diamond: y = 2x, z = y·y + y → dz/dx = 2·(2y + 1) = 2·13.
        x.ClearGradient();
        var y = x * 2;
        (y * y + y).Backward();
        Assert.Equal(26, x.Gradient!.Item<double>());
    }

    [Fact]
    public void A_branch_that_does_not_reach_the_loss_changes_nothing()
    {
        var x = new Variable("x", 3.0);
        var unused = x * 100;
        (x * 2).Backward();
        Assert.Equal(2, x.Gradient!.Item<double>());
        Assert.True(unused.RequiresGradient);
    }

    [Fact]
    public void Mean_divides_by_elements_not_rows()
    {
        var x = new Variable("x", Tensor.Ones([4, 5], DType.Float64));
        x.Mean().Backward();
        Assert.All(x.Gradient!.ToArray<double>(), value => Assert.Equal(1 / 20.0, value));
    }
}
