using System.Runtime.CompilerServices;

namespace Autograd.Tests.Memory;

// Not beside other tests: what waits for a collection may be as much as is in use.
[CollectionDefinition(nameof(BlockPoolTests), DisableParallelization = true), Collection(nameof(BlockPoolTests))]
public sealed class BlockPoolTests
{
    [Theory, InlineData(1), InlineData(1000), InlineData(1024), InlineData(5000), InlineData(1 << 20)]
    public void Elements_begin_at_a_cache_line(int bytes)
    {
        var block = BlockPool.Rent(bytes, borrower: null);
        Assert.Equal(0, Unsafe.ByteOffset(in Unsafe.NullRef<byte>(), in block.AsSpan<byte>(bytes)[0]) % Block.Alignment);
        block.AsSpan<byte>(bytes).Fill(1);
        BlockPool.Return(block);
    }

    [Fact]
    public void A_storage_that_is_gone_gives_its_block_back()
    {
        var blocks = Forgotten(20);
        BlockPool.Collect();
        Assert.All(blocks, block => Assert.Null(block.Borrower));
        Assert.All(blocks, block => Assert.Equal(-1, block.Place));
    }

    [Fact]
    public void A_storage_in_use_keeps_its_block()
    {
        var storages = Enumerable.Range(0, 20).Select(i => Filled(i)).ToArray();
        for (var round = 0; round < 5; round++)
        {
            BlockPool.Collect();
            _ = Forgotten(20);
        }
        for (var i = 0; i < storages.Length; i++)
            Assert.Equal(-1, storages[i].Span.IndexOfAnyExcept(i));
    }

    [Fact]
    public void A_span_stays_right_though_the_tensor_is_gone()
    {
        var span = Exposed();
        for (var round = 0; round < 5; round++)
        {
            BlockPool.Collect();
            _ = Forgotten(50);
        }
        Assert.Equal(-1, span.IndexOfAnyExcept(5));
    }

    [Fact]
    public void Results_that_nobody_keeps_share_a_few_blocks()
    {
        var x = Tensor.Ones([1 << 18]);
        HashSet<Block> blocks = [];
        // What other tests left behind moves the bounds.
        BlockPool.Collect();
        for (var i = 0; i < 500; i++)
            blocks.Add((x + i).Storage.Typed<float>().Block!);
        // Half a gigabyte was computed, a megabyte at a time; what waits for a collection is bounded.
        Assert.InRange(blocks.Count, 1, 120);
    }

    [Fact]
    public void Threads_with_scopes_and_graphs_of_their_own_get_right_results()
    {
        var failures = 0;
        var threads = Enumerable.Range(1, 16).Select(seed => new Thread(() =>
        {
            var w = new Variable("w", Tensor.Full([seed * 100], seed));
            var sgd = new Sgd([w], learningRate: 0);
            for (var i = 0; i < 60; i++)
            {
                using (Tensor.MemoryScope())
                {
                    var y = w * i + seed;
                    _ = new float[1000];
                    sgd.Step(() => (w * w).Sum());
                    var gradients = Gradients.Of((w * y).Sum(), w);
                    var isRight = y.Detach().Equal(seed * i + seed).All().Item<bool>()
                        && w.Gradient!.Equal(2 * seed).All().Item<bool>()
                        && gradients.Equal((2 * seed * i) + seed).All().Item<bool>();
                    if (!isRight)
                        Interlocked.Increment(ref failures);
                }
                var plain = w + i;
                if (i % 20 == seed)
                    BlockPool.Collect();
                if (!plain.Equal(seed + i).All().Item<bool>())
                    Interlocked.Increment(ref failures);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Equal(0, failures);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<int> Exposed() => Filled(5, isPublished: true).AsSpan<int>();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<Block> Forgotten(int count)
    {
        List<Block> blocks = [];
        for (var i = 0; i < count; i++)
            blocks.Add(Filled(-1).Block!);
        return blocks;
    }

    private static Storage<int> Filled(int value, bool isPublished = false)
    {
        var storage = Storage.Allocate<int>(777);
        storage.Span.Fill(value);
        if (isPublished)
            storage.Publish();
        return storage;
    }
}
