namespace Autograd.Tests.Graph;

/// <summary>Corners of the engine: what is shared, what is released, who is told.</summary>
public class EngineTests
{
    [Fact]
    public void A_released_graph_is_an_error_for_the_functional_form_too()
    {
        var w = new Variable("w", Tensor.Ones(3));
        var loss = (w * w).Sum();
        loss.Backward();
        Assert.Throws<GraphException>(() => Gradients.Of(loss, w));

        var trunk = w * w;
        var (first, second) = (trunk.Sum(), (trunk * 2).Sum());
        first.Backward();
        Assert.Throws<GraphException>(() => Gradients.Of(second, w));
    }

    [Fact]
    public void The_functional_form_stops_at_its_targets_and_leaves_them_usable()
    {
        var w = new Variable("w", new[] { 1.0, 2, 3 });
        var hidden = w * w;
        var loss = (hidden * 3).Sum();
        var gradient = Gradients.Of(loss, hidden);
        hidden.Backward(gradient);
        Assert.Equal([6.0, 12, 18], w.Gradient!.ToArray<double>());
    }

    [Fact]
    public void A_variable_takes_its_own_values_in_another_order()
    {
        var w = new Variable("w", Tensor.Arange(9).Reshape(3, 3).Cast(DType.Float32));
        w.Assign(w.Transpose());
        Assert.Equal([0f, 3, 6, 1, 4, 7, 2, 5, 8], w.ToArray<float>());
        var v = new Variable("v", new[] { 1f, 2, 3, 4 });
        v.Assign(v.Flip(0));
        Assert.Equal([4f, 3, 2, 1], v.ToArray<float>());
    }

    [Fact]
    public void A_kept_gradient_does_not_change_with_the_seed()
    {
        var (w, seed) = (new Variable("w", Tensor.Ones(3)), new Variable("seed", new[] { 1f, 2, 3 }));
        w.Backward(seed.Detach());
        seed.Assign(new[] { 9f, 9, 9 });
        Assert.Equal([1f, 2, 3], w.Gradient!.ToArray<float>());
    }

    [Fact]
    public void A_changed_variable_is_named_also_through_its_views()
    {
        var w = new Variable("w", Tensor.Ones(2, 2));
        var x = new Variable("x", Tensor.Ones(2, 2));
        var product = x.MatMul(w.Transpose());
        w.Assign(Tensor.Ones(2, 2));
        var exception = Assert.Throws<GraphException>(() => product.Sum().Backward());
        Assert.Equal(
            "Backward: MatMul (Float32 [2, 2]) saved the values of Transpose (Float32 [2, 2]), which shares those of variable 'w', and they have changed since; "
            + "run the backward pass before changing a variable, or run the forward pass again.", exception.Message);
    }

    [Fact]
    public void A_retained_gradient_is_kept_once_after_the_hooks_and_not_for_the_functional_form()
    {
        var x = new Variable("x", 2.0);
        var y = x * 3;
        y.RetainGradient();
        y.RetainGradient();
        y.OnGradient(gradient => gradient * 10);
        var loss = y * 1;
        Gradients.Of(loss, x, keepGraph: true);
        Assert.Null(y.Gradient);
        loss.Backward();
        Assert.Equal(10, y.Gradient!.Item<double>());
    }

    [Fact]
    public void A_hook_added_twice_is_removed_once_by_each_handle()
    {
        var x = new Variable("x", 1.0);
        var calls = 0;
        Tensor? Count(Tensor gradient)
        {
            calls++;
            return null;
        }
        var first = x.OnGradient(Count);
        x.OnGradient(Count);
        first.Dispose();
        first.Dispose();
        (x * 2).Backward();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void A_gradient_of_another_shape_cannot_be_set()
    {
        var w = new Variable("w", Tensor.Ones(3));
        Assert.Throws<ShapeException>(() => w.Gradient = Tensor.Ones(2, 3));
        Assert.Throws<TypeException>(() => w.Gradient = Tensor.Ones([3], DType.Float64));
    }

    [Fact]
    public void An_operation_that_fills_the_wrong_storage_is_told_so()
    {
        var exception = Assert.Throws<GraphException>(() => Operation.Run(new TooShort(Tensor.Ones(3))));
        Assert.Equal("Run: the Forward of TooShort (Float32 [3]) returned 2 elements of Float32; return 3 of Float32.", exception.Message);
        Assert.Equal(
            "Backward: Neg (Float32 [1]) was constructed but not run; write Operation.Run(new Neg(…)).",
            Assert.Throws<GraphException>(() => new Neg(new Variable("w", Tensor.Ones(1))).Backward()).Message);
    }

    [Fact]
    public void Operators_of_logic_take_booleans()
    {
        Assert.Equal([true, false], (Tensor.From([true, true]) & Tensor.From([true, false])).ToArray<bool>());
        var exception = Assert.Throws<TypeException>(() => Tensor.From([6, 5]) & Tensor.From([3, 2]));
        Assert.Equal("operator &: takes Bool tensors, got Int32 and Int32; And() counts numbers as true unless 0.", exception.Message);
    }

    [Fact]
    public void A_clone_is_a_snapshot()
    {
        var w = new Variable("w", Tensor.Ones(2));
        var (shared, snapshot) = (w.Detach(), w.Detach().Clone());
        w.Assign(Tensor.Zeros(2));
        Assert.Equal([0f, 0], shared.ToArray<float>());
        Assert.Equal([1f, 1], snapshot.ToArray<float>());
    }

    [Fact]
    public void A_transposed_gradient_is_not_taken_for_the_right_one()
    {
        var w = new Variable("w", Tensor.Ones(2, 3));
        Assert.Throws<GraphException>(() => Operation.Run(new TransposedGradient(w)).Sum().Backward());
    }

    [Fact]
    public void A_mistake_in_a_large_tensor_is_the_exception_of_a_small_one()
    {
        var logits = Tensor.Zeros(100_000, 10);
        var classes = Tensor.Full([100_000], 12, DType.Int64);
        Assert.Throws<ShapeException>(() => logits.CrossEntropy(classes));
    }

    [Fact]
    public void Views_cannot_be_constructed_outside_their_storage()
    {
        var x = Tensor.Ones(3);
        Assert.Throws<ShapeException>(() => new Slice(x, 0, 1_000_000, 64, 1));
        Assert.Throws<ShapeException>(() => new Slice(x, 0, 0, 4, 1));
        Assert.Throws<ShapeException>(() => new Select(x, 0, 3));
        Assert.Throws<ShapeException>(() => Operation.Run(new SoftmaxGradient(Tensor.Ones(2, 1000), Tensor.Ones(2, 3), 1)));
    }

    [Fact]
    public void Backward_passes_on_several_threads_lose_no_gradient()
    {
        var w = new Variable("w", 1.0);
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 5_000; i++)
                (w * 1).Backward();
        });
        Assert.Equal(20_000, w.Gradient!.Item<double>());
    }

    [Fact]
    public void Long_sums_keep_their_digits_in_single_precision()
    {
        Assert.Equal(0.1, Tensor.Full([3_000_000, 2], 0.1).Mean(0)[0].Item<double>(), 1e-7);
        Assert.Equal(0.1, Tensor.Full([2, 3_000_000], 0.1).Mean(1)[0].Item<double>(), 1e-7);
        Assert.Equal(1f, Tensor.Ones(5_592_407, 3).Mean(1)[0].Item<float>());
    }

    private sealed class TooShort(Tensor x) : UnaryOperation(x)
    {
        protected override Storage Forward() => Storage.Allocate<float>(2);

        protected override Tensor Backward(Tensor gradient) => gradient;
    }

    private sealed class TransposedGradient(Tensor x) : UnaryOperation(x)
    {
        protected override Storage Forward() => X.Storage;

        protected override Tensor Backward(Tensor gradient) => gradient.Transpose();
    }
}
