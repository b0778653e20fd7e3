namespace Autograd.Tests.Memory;

/// <summary>An optimizer's step is a scope: flat and without garbage, yet what one wants to look at afterwards is there.</summary>
/// <remarks>Not beside other tests: blocks of the pool that they take are missing here, and what replaces them counts as garbage.</remarks>
[CollectionDefinition(nameof(StepMemoryTests), DisableParallelization = true), Collection(nameof(StepMemoryTests))]
public sealed class StepMemoryTests
{
    private readonly Variable _w = new("w", Tensor.Ones([40, 50]));
    private readonly Tensor _x = Tensor.Ones([30, 40]);

    [Fact]
    public void The_loss_and_the_gradients_can_be_read_after_the_step()
    {
        var sgd = new Sgd([_w], 0.5);
        var loss = sgd.Step(() => _x.MatMul(_w).Sum());
        Assert.Equal(60_000, loss.Item<float>());
        Assert.All(_w.Gradient!.ToArray<float>(), value => Assert.Equal(30, value));
        Assert.All(_w.ToArray<float>(), value => Assert.Equal(-14, value));
        Assert.Null(Scope.Current);
    }

    [Fact]
    public void The_next_step_gives_back_the_gradients_of_the_last_unless_they_are_kept()
    {
        var sgd = new Sgd([_w], 0.5);
        sgd.Step(() => _x.MatMul(_w).Sum());
        var last = _w.Gradient!;
        sgd.Step(() => (_x.MatMul(_w) * 2).Sum());
        Assert.Throws<ObjectDisposedException>(() => last.ToArray<float>());
        last = _w.Gradient!.Keep();
        sgd.Step(() => _x.MatMul(_w).Sum());
        Assert.All(last.ToArray<float>(), value => Assert.Equal(60, value));
    }

    [Fact]
    public void What_the_function_computes_is_given_back_unless_it_is_kept()
    {
        var sgd = new Sgd([_w], 0.5);
        Tensor? temporary = null, kept = null;
        sgd.Step(() =>
        {
            temporary = _x.MatMul(_w);
            kept = (temporary * 2).Keep();
            return temporary.Sum();
        });
        sgd.Step(() => _x.MatMul(_w).Sum());
        Assert.Throws<ObjectDisposedException>(() => temporary!.ToArray<float>());
        Assert.All(kept!.ToArray<float>(), value => Assert.Equal(80, value));
    }

    [Fact]
    public void A_step_within_a_scope_leaves_its_loss_to_that()
    {
        var sgd = new Sgd([_w], 0.5);
        Tensor loss;
        using (Tensor.MemoryScope())
        {
            loss = sgd.Step(() => _x.MatMul(_w).Sum());
            Assert.Equal(60_000, loss.Item<float>());
        }
        Assert.Throws<ObjectDisposedException>(() => loss.Item<float>());
    }

    [Fact]
    public void A_gradient_set_by_hand_stays()
    {
        var other = new Variable("other", Tensor.Ones([2000]));
        var mine = Tensor.Ones([2000]) * 3;
        var sgd = new Sgd([_w, other], 0.5);
        sgd.Step(() =>
        {
            other.Gradient = mine;
            return _x.MatMul(_w).Sum();
        });
        sgd.Step(() => _x.MatMul(_w).Sum());
        Assert.All(mine.ToArray<float>(), value => Assert.Equal(3, value));
    }

    [Fact]
    public void A_failing_step_leaves_the_thread_without_a_scope()
    {
        var sgd = new Sgd([_w], 0.5);
        Assert.Throws<ShapeException>(() => sgd.Step(() => _x.MatMul(_w)));
        Assert.Throws<ArgumentException>(() => sgd.Step(() => null!));
        Assert.Null(Scope.Current);
        Assert.Null(_w.Gradient);
        Assert.Equal(60_000, sgd.Step(() => _x.MatMul(_w).Sum()).Item<float>());
    }

    [Fact]
    public void Momentum_and_moments_outlive_the_step_that_made_them()
    {
        foreach (var optimizer in new Optimizer[] { new Sgd([_w], 0.001, momentum: 0.9), new Adam([_w], 0.001) })
        {
            for (var i = 0; i < 3; i++)
                optimizer.Step(() => _x.MatMul(_w).Square().Sum());
        }
    }

    [Fact]
    public void A_step_makes_little_garbage()
    {
        var wide = new Variable("wide", Tensor.Ones([784, 256]));
        var narrow = new Variable("narrow", Tensor.Ones([256, 10]));
        var images = Tensor.Ones([64, 784]);
        var labels = Tensor.Zeros([64], DType.Int64);
        var adam = new Adam([wide, narrow]);
        // The median: a collection that another test asks for empties the array pool.
        var garbage = new long[15];
        foreach (ref var bytes in garbage.AsSpan())
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            adam.Step(Loss);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.InRange(garbage.Order().ElementAt(garbage.Length / 2), 0, 20_000);

        Tensor Loss() => images.MatMul(wide).Relu().MatMul(narrow).CrossEntropy(labels);
    }
}
