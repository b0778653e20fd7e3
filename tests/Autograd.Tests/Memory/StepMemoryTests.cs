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

    /// <summary>Values in an array, and in a block.</summary>
    public static TheoryData<int> Sizes => [7, 2000];

    /// <summary>As in PyTorch, where only an optimizer's zero_grad forgets gradients: those of its own variables.</summary>
    [Theory, MemberData(nameof(Sizes))]
    public void A_gradient_that_reaches_a_variable_of_nobody_adds_up(int size)
    {
        var (mine, other) = (new Variable("mine", Tensor.Ones([size])), new Variable("other", Tensor.Ones([size])));
        var sgd = new Sgd([mine], 0);
        for (var step = 1; step <= 4; step++)
        {
            sgd.Step(() => (mine * other * 3).Sum());
            Overwrite(size);
            AssertAll(3 * step, other.Gradient!);
            AssertAll(3, mine.Gradient!);
        }
        Assert.Null(other.Gradient!.Storage.Scope);
        Assert.NotNull(mine.Gradient!.Storage.Scope);
    }

    /// <summary>The discriminator's loss reaches the generator; its gradient there is the generator's optimizer's to forget.</summary>
    [Theory, MemberData(nameof(Sizes))]
    public void Two_optimizers_take_turns(int size)
    {
        var (noise, real) = (Tensor.Full([size], 2f), Tensor.Full([size], 5f));
        var (generator, discriminator) = (new Variable("generator", Tensor.Ones([size])), new Variable("discriminator", Tensor.Ones([size])));
        var (ofGenerator, ofDiscriminator) = (new Sgd([generator], 1), new Sgd([discriminator], 0));
        for (var turn = 0; turn < 3; turn++)
        {
            for (var step = 1; step <= 3; step++)
            {
                ofDiscriminator.Step(() => (discriminator * (noise * generator - real)).Sum());
                Overwrite(size);
                // What the generator's own step left belongs to the sum.
                AssertAll(2 * step + (turn == 0 ? 0 : -2), generator.Gradient!);
                AssertAll(2 * (1 + 2 * turn) - 5, discriminator.Gradient!);
            }
            ofGenerator.Step(() => -(discriminator * noise * generator).Sum());
            Overwrite(size);
            AssertAll(-2, generator.Gradient!);
            // 2g − 5 from its own last step, and −2g now.
            AssertAll(-5, discriminator.Gradient!);
            AssertAll(3 + 2 * turn, generator);
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_variable_frozen_and_thawed_has_the_gradient_it_had(int size)
    {
        var (head, body) = (new Variable("head", Tensor.Ones([size])), new Variable("body", Tensor.Ones([size])));
        var sgd = new Sgd([head], 0) { BeforeUpdate = _ => Gradients.ClipNorm([head, body], 1e9) };
        foreach (var isFrozen in (bool[])[false, true, true, false])
        {
            body.RequiresGradient = !isFrozen;
            sgd.Step(() => (head * body).Sum());
            Overwrite(size);
            AssertAll(1, head.Gradient!);
        }
        AssertAll(2, body.Gradient!);
        var both = new Sgd([head, body], 0);
        both.Step(() => (head * body).Sum());
        AssertAll(1, body.Gradient!);
    }

    /// <summary>One gradient serves both operands of a sum: it must not go with the operand that the optimizer owns.</summary>
    [Theory, MemberData(nameof(Sizes))]
    public void A_gradient_shared_with_a_variable_of_nobody_stays(int size)
    {
        foreach (var isOwnedFirst in (bool[])[true, false])
        {
            var (first, second) = (new Variable("first", Tensor.Ones([size])), new Variable("second", Tensor.Ones([size])));
            var (mine, other) = isOwnedFirst ? (first, second) : (second, first);
            var sgd = new Sgd([mine], 0);
            for (var step = 1; step <= 3; step++)
            {
                sgd.Step(() => (first + second).Square().Sum());
                Overwrite(size);
                AssertAll(4 * step, other.Gradient!);
                AssertAll(4, mine.Gradient!);
            }
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_gradient_that_is_clipped_in_another_optimizers_step_stays(int size)
    {
        var (mine, other) = (new Variable("mine", Tensor.Ones([size])), new Variable("other", Tensor.Ones([size])));
        var sgd = new Sgd([mine], 0) { BeforeUpdate = _ => Gradients.ClipValue([mine, other], 0.25) };
        for (var step = 0; step < 3; step++)
        {
            sgd.Step(() => (mine * other).Sum());
            Overwrite(size);
            AssertAll(0.25f, mine.Gradient!);
            AssertAll(0.25f, other.Gradient!);
        }
    }

    [Fact]
    public void A_step_within_a_scope_leaves_gradients_of_variables_of_nobody_to_that()
    {
        var other = new Variable("other", Tensor.Ones([2000]));
        var sgd = new Sgd([_w], 0);
        using (Tensor.MemoryScope())
        {
            for (var step = 1; step <= 2; step++)
            {
                sgd.Step(() => _w.Sum() + other.Square().Sum());
                AssertAll(2 * step, other.Gradient!);
            }
        }
        Assert.Throws<ObjectDisposedException>(() => other.Gradient!.ToArray<float>());
    }

    [Fact]
    public void Steps_within_steps_leave_each_optimizer_its_own_gradients()
    {
        var (inner, outer, other) = (new Variable("inner", Tensor.Ones([2000])), new Variable("outer", Tensor.Ones([2000])), new Variable("other", Tensor.Ones([2000])));
        var (first, second) = (new Sgd([outer], 0), new Sgd([inner], 0));
        for (var step = 1; step <= 3; step++)
        {
            first.Step(() =>
            {
                second.Step(() => (inner * other * 2 + outer).Sum());
                return (inner * outer + other).Sum();
            });
            Overwrite(2000);
            // The inner step's gradients, and those of the outer one's loss.
            AssertAll(2, outer.Gradient!);
            AssertAll(3, inner.Gradient!);
            AssertAll(3 * step, other.Gradient!);
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

    private static void AssertAll(float expected, Tensor actual) => Assert.All(actual.ToArray<float>(), value => Assert.Equal(expected, value));

    private static void Overwrite(int size)
    {
        using (Tensor.MemoryScope())
        {
            for (var i = 0; i < 8; i++)
                _ = Tensor.Full([size], -7.0, DType.Float32);
        }
    }
}
