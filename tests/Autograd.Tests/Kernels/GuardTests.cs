using System.Runtime.CompilerServices;

namespace Autograd.Tests.Kernels;

/// <summary>The guards around buffers notice what they are there for. Only where AUTOGRAD_GUARD is 1: they are not there otherwise.</summary>
public sealed class GuardTests
{
    [Theory, InlineData(7, -1, "1 bytes before"), InlineData(7, 7, "0 bytes behind"), InlineData(3000, -20, "77 bytes before"), InlineData(3000, 3010, "40 bytes behind")]
    public void A_kernel_that_writes_outside_its_buffer_is_caught(int length, int place, string where)
    {
        Assert.SkipUnless(BlockPool.IsGuarded, "AUTOGRAD_GUARD is not 1.");
        var storage = Storage.Allocate<float>(length);
        Unsafe.Add(ref storage.Span[0], place) = 1;
        var message = Assert.Throws<InvalidOperationException>(storage.GiveBack).Message;
        Assert.StartsWith($"A kernel wrote outside of its buffer of {4 * length} bytes: {where}", message, StringComparison.Ordinal);
    }

    [Theory, InlineData(7), InlineData(3000)]
    public void What_a_kernel_did_not_write_is_not_a_number(int length)
    {
        Assert.SkipUnless(BlockPool.IsGuarded, "AUTOGRAD_GUARD is not 1.");
        using (Tensor.MemoryScope())
            _ = Tensor.Ones([length]);
        var storage = Storage.Allocate<float>(length);
        Assert.All(storage.Span.ToArray(), value => Assert.True(float.IsNaN(value)));
        storage.GiveBack();
    }
}
