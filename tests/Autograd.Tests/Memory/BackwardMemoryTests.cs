namespace Autograd.Tests.Memory;

/// <summary>A backward pass gives back the gradients on the way, and none that somebody asked for.</summary>
public sealed class BackwardMemoryTests
{
    private const int Size = 3000;

    private readonly Variable _w = new("w", Tensor.Linspace(-1, 1, Size, DType.Float64));

    [Fact]
    public void What_hooks_see_and_compute_stays()
    {
        var seen = new List<Tensor>();
        var y = _w * 2;
        y.OnGradient(gradient =>
        {
            seen.Add(gradient);
            seen.Add(gradient * 10);
            return gradient * 3;
        });
        var z = y.Sin();
        z.OnGradient(gradient =>
        {
            seen.Add(gradient);
            return null;
        });
        z.Sum().Backward();
        Work();
        var cosine = (_w.Detach() * 2).Cos();
        AssertEqual(Tensor.Ones([Size], DType.Float64), seen[0]);
        AssertEqual(cosine, seen[1]);
        AssertEqual(cosine * 10, seen[2]);
        AssertEqual(cosine * 6, _w.Gradient!);
    }

    [Fact]
    public void What_is_retained_stays()
    {
        var y = _w.Exp();
        y.RetainGradient();
        (y * y).Sum().Backward(keepGraph: true);
        Work();
        AssertEqual(_w.Detach().Exp() * 2, y.Gradient!);
    }

    [Fact]
    public void What_was_asked_for_stays()
    {
        var y = _w.Exp();
        var gradients = Gradients.Of((y * y).Sum(), [_w, y]);
        Work();
        AssertEqual((_w.Detach() * 2).Exp() * 2, gradients[0], 1e-14);
        AssertEqual(_w.Detach().Exp() * 2, gradients[1]);
    }

    [Fact]
    public void Gradients_that_are_shared_or_meet_are_right()
    {
        var other = new Variable("other", Tensor.Ones([Size], DType.Float64));
        for (var repetition = 0; repetition < 3; repetition++)
        {
            _w.ClearGradient();
            other.ClearGradient();
            // One gradient serves both operands of an addition; paths of several lengths meet in w.
            var x = _w + other;
            var y = x + _w.Reshape(Size) + x.Reshape([Size / 2, 2]).Transpose().Transpose().Reshape([Size]);
            (y * y + y + _w).Sum().Backward();
            Work();
            // y = 3w + 2o
            var outer = (_w.Detach() * 3 + other.Detach() * 2) * 2 + 1;
            AssertEqual(outer * 3 + 1, _w.Gradient!, 1e-12);
            AssertEqual(outer * 2, other.Gradient!, 1e-12);
        }
    }

    [Fact]
    public void One_tensor_as_several_inputs_of_an_operation_gets_the_sum_of_its_gradients()
    {
        // The gradients of queries, keys and values are parts of one storage, and meet before the last of them was taken.
        var x = new Variable("x", Tensor.Linspace(-1, 1, 40 * 32, DType.Float64).Reshape(40, 32));
        var parts = Enumerable.Range(0, 3).Select(i => new Variable($"part {i}", x.Detach())).ToArray();
        parts[0].ScaledDotProductAttention(parts[1], parts[2]).Square().Sum().Backward();
        x.ScaledDotProductAttention(x, x).Square().Sum().Backward();
        Work();
        AssertEqual(parts[0].Gradient! + parts[1].Gradient! + parts[2].Gradient!, x.Gradient!, 1e-12);
    }

    [Fact]
    public void Gradients_add_up_over_passes()
    {
        for (var i = 0; i < 3; i++)
        {
            (_w * _w).Sum().Backward();
            Work();
        }
        AssertEqual(_w.Detach() * 6, _w.Gradient!, 1e-12);
    }

    [Fact]
    public void A_pass_that_is_recorded_keeps_its_gradients()
    {
        var gradient = Gradients.Of(_w.Pow(3).Sum(), _w, createGraph: true);
        Work();
        gradient.Sum().Backward();
        AssertEqual(_w.Detach() * 6, _w.Gradient!, 1e-12);
    }

    [Fact]
    public void An_exception_on_the_way_leaves_the_thread_without_a_scope()
    {
        var y = _w * 2;
        y.OnGradient(_ => throw new InvalidOperationException("mine"));
        Assert.Equal("mine", Assert.Throws<InvalidOperationException>(() => (y * y).Sum().Backward()).Message);
        Assert.Null(Scope.Current);
        Assert.Null(_w.Gradient);
    }

    [Fact]
    public void A_gradient_is_given_back_as_soon_as_it_was_handed_on()
    {
        var arrived = new List<Storage>();
        var y = _w * 1;
        for (var i = 0; i < 5; i++)
        {
            y = Operation.Run(new Spy(y, gradient =>
            {
                Assert.All(arrived, storage => Assert.True(storage.IsGone));
                arrived.Add(gradient.Storage);
            }));
        }
        (y * 1).Sum().Backward();
        Assert.Equal(5, arrived.Count);
        Assert.All(_w.Gradient!.ToArray<double>(), value => Assert.Equal(32, value));
    }

    private sealed class Spy(Tensor x, Action<Tensor> sees) : UnaryOperation(x)
    {
        protected override Storage Forward() => X.CopyStorage();

        protected override Tensor Backward(Tensor gradient)
        {
            sees(gradient);
            return gradient + gradient;
        }
    }

    private static void Work()
    {
        using (Tensor.MemoryScope())
        {
            for (var i = 0; i < 8; i++)
                _ = Tensor.Full([Size], -7.0, DType.Float64);
        }
    }

    private static void AssertEqual(Tensor expected, Tensor actual, double tolerance = 0) =>
        Assert.Equal(0, (double)(expected - actual).Abs().Max(), tolerance);
}
