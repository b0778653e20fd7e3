using System.Runtime.CompilerServices;

namespace Autograd.Tests.Memory;

/// <summary>What a scope gives back, what it leaves, and what reading afterwards says. Sizes are below and above that of a block.</summary>
// Not beside other tests: they would take the memory that was given back.
[CollectionDefinition(nameof(MemoryScopeTests), DisableParallelization = true), Collection(nameof(MemoryScopeTests))]
public sealed class MemoryScopeTests
{
    public static TheoryData<int> Sizes => [1, 7, 255, 256, 100_000];

    [Theory, MemberData(nameof(Sizes))]
    public void What_outlives_its_scope_says_so(int size)
    {
        var x = Tensor.Ones([size]);
        Tensor inside;
        using (Tensor.MemoryScope())
        {
            inside = x + 1;
            Assert.Equal(2, inside[0].Item<float>());
        }
        var message = $"Add (Float32 [{size}]): the values were given back when the memory scope ended that they were computed in (MemoryScope, an optimizer's "
            + "Step(loss), or a backward pass); call Keep() on the tensor inside, or read what you need there.";
        Assert.Equal(message, Assert.Throws<ObjectDisposedException>(() => inside.ToArray<float>()).Message);
        Assert.Equal(message, Assert.Throws<ObjectDisposedException>(() => inside + 1).Message);
        Assert.Equal(message, Assert.Throws<ObjectDisposedException>(() => inside.AsSpan<float>().Length).Message);
        Assert.Equal(message, Assert.Throws<ObjectDisposedException>(() => inside.Keep()).Message);
        Assert.Throws<ObjectDisposedException>(inside.ToString);
        Assert.Contains("no values: ", inside.DebuggerText, StringComparison.Ordinal);
        Assert.Equal(1, x[0].Item<float>());
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_storage_in_hand_says_so_too(int size)
    {
        Storage storage;
        using (Tensor.MemoryScope())
            storage = (Tensor.Ones([size]) + 1).Storage;
        Assert.Equal($"Storage: the memory of these {size} elements of Float32 was given back when the scope ended that they were computed in.",
            Assert.Throws<ObjectDisposedException>(() => storage.AsSpan<float>().Length).Message);
    }

    [Theory, MemberData(nameof(Sizes))]
    public void What_is_kept_stays(int size)
    {
        Tensor kept;
        using (Tensor.MemoryScope())
        {
            using (Tensor.MemoryScope())
                kept = (Tensor.Ones([size]) + 1).Keep();
            _ = Tensor.Zeros([size]) - 5;
        }
        Overwrite(size);
        Assert.All(kept.ToArray<float>(), value => Assert.Equal(2, value));
    }

    [Fact]
    public void A_view_that_is_kept_keeps_what_it_shows()
    {
        Tensor view;
        using (Tensor.MemoryScope())
            view = (Tensor.Ones([300, 4]) + 1).Transpose()[1].Keep();
        Overwrite(1200);
        Assert.All(view.ToArray<float>(), value => Assert.Equal(2, value));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_variable_made_inside_stays(int size)
    {
        Variable w;
        using (Tensor.MemoryScope())
            w = new Variable("w", Tensor.Ones([size]));
        Overwrite(size);
        Assert.All(w.ToArray<float>(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void Memory_given_back_is_used_again()
    {
        var x = Tensor.Ones([5000]);
        ref readonly var first = ref Unsafe.NullRef<float>();
        using (Tensor.MemoryScope())
            first = ref (x + 1).Storage.Typed<float>().Span[0];
        using (Tensor.MemoryScope())
            Assert.True(Unsafe.AreSame(in first, ref (x + 2).Storage.Typed<float>().Span[0]));
    }

    [Fact]
    public void An_inner_scope_that_was_left_open_ends_with_the_outer_one()
    {
        var outer = Scope.Open();
        _ = Scope.Open();
        var inside = Tensor.Ones([1000]) + 1;
        outer.End();
        Assert.Throws<ObjectDisposedException>(() => inside.Storage);
        Assert.Null(Scope.Current);
        outer.End();
        using (Tensor.MemoryScope())
            Assert.NotNull(Scope.Current);
        Assert.Null(Scope.Current);
    }

    [Fact]
    public void The_default_scope_gives_nothing_back() => default(MemoryScope).Dispose();

    [Theory, MemberData(nameof(Sizes))]
    public void Another_thread_has_scopes_of_its_own(int size)
    {
        Tensor? other = null;
        using (Tensor.MemoryScope())
        {
            var thread = new Thread(() => other = Tensor.Ones([size]) + 1);
            thread.Start();
            thread.Join();
        }
        Overwrite(size);
        Assert.All(other!.ToArray<float>(), value => Assert.Equal(2, value));
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Gradients_of_a_pass_inside_are_given_back_with_the_scope(int size)
    {
        var w = new Variable("w", Tensor.Ones([size]));
        Tensor gradient;
        using (Tensor.MemoryScope())
        {
            (w * 3).Sum().Backward();
            gradient = w.Gradient!;
            Assert.All(gradient.ToArray<float>(), value => Assert.Equal(3, value));
            gradient = Gradients.Of((w * w).Sum(), w).Keep();
        }
        Assert.Throws<ObjectDisposedException>(() => w.Gradient!.ToArray<float>());
        w.ClearGradient();
        Overwrite(size);
        Assert.All(gradient.ToArray<float>(), value => Assert.Equal(2, value));
    }

    private static void Overwrite(int size)
    {
        using (Tensor.MemoryScope())
        {
            for (var i = 0; i < 8; i++)
                _ = Tensor.Full([size], -7.0, DType.Float32);
        }
    }
}
