using System.Collections.Concurrent;
using Autograd.Kernels;

namespace Autograd.Tests.Kernels;

/// <summary>Pieces of a problem on several threads: each done once, whoever calls, and whatever happens in one.</summary>
[CollectionDefinition(nameof(WorkersTests), DisableParallelization = true), Collection(nameof(WorkersTests))]
public class WorkersTests
{
    private const int PieceSize = 1 << 15;

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(9)]
    public void Every_unit_is_done_once_by_any_number_of_threads(int threads)
    {
        foreach (var count in (int[])[0, 1, PieceSize - 1, 2 * PieceSize, 2 * PieceSize + 1, 17 * PieceSize - 1])
        {
            var done = new int[count];
            With(threads, () => Threads.Run(count, new Ranges((start, end) =>
            {
                for (var i = start; i < end; i++)
                    Interlocked.Increment(ref done[i]);
            })));
            Assert.DoesNotContain(done, times => times != 1);
        }
    }

    [Fact]
    public void Workers_take_part()
    {
        // Somebody else may have them now, or the caller may be done before they come: sooner or later they do.
        var seen = new ConcurrentDictionary<int, bool>();
        With(3, () => SpinWait.SpinUntil(
            () =>
            {
                Computation.Threads = 3;
                Threads.Run(8 * PieceSize, new Ranges((_, _) =>
                {
                    seen[Environment.CurrentManagedThreadId] = true;
                    Thread.Sleep(1);
                }));
                return seen.Count >= 3;
            },
            TimeSpan.FromSeconds(30)));
        Assert.True(seen.Count >= 3, $"{seen.Count} threads took part, all three should have.");
    }

    [Fact]
    public void A_piece_may_have_pieces()
    {
        var inner = 0;
        With(3, () => Threads.Run(4 * PieceSize, new Ranges((_, _) => Threads.Run(5 * PieceSize, new Ranges((_, _) => Interlocked.Increment(ref inner))))));
        Assert.Equal(20, inner);
    }

    [Fact]
    public void Many_callers_at_once_wait_for_nobody()
    {
        var values = Tensor.Randn([3 * PieceSize + 5], generator: new Generator(1));
        var expected = (values * values).Sum(0).Item<float>();
        var results = new float[16];
        With(4, () =>
        {
            var callers = Enumerable.Range(0, results.Length).Select(caller => new Thread(() =>
            {
                for (var i = 0; i < 50; i++)
                    results[caller] = (values * values).Sum(0).Item<float>();
            })).ToArray();
            foreach (var caller in callers)
                caller.Start();
            foreach (var caller in callers)
                Assert.True(caller.Join(TimeSpan.FromSeconds(60)));
        });
        Assert.All(results, result => Assert.Equal(expected, result));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void An_exception_in_any_piece_reaches_the_caller_as_it_was_thrown(int threads)
    {
        With(threads, () =>
        {
            for (var failing = 0; failing < 6; failing++)
            {
                var thrown = new FormatException($"piece {failing}");
                var caught = Assert.Throws<FormatException>(() => Threads.Run(6 * PieceSize, new Ranges((start, _) =>
                {
                    if (start == failing * PieceSize)
                        throw thrown;
                })));
                Assert.Same(thrown, caught);
            }
            // And the workers are free again.
            var done = 0;
            Threads.Run(6 * PieceSize, new Ranges((start, end) => Interlocked.Add(ref done, end - start)));
            Assert.Equal(6 * PieceSize, done);
        });
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        With(2, () =>
        {
            var work = new Ranges((_, _) => { });
            // As many workers as any other test may ask for.
            Computation.Threads = 20;
            Threads.Run(20 * PieceSize, work);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                Threads.Run(6 * PieceSize, work);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        });
    }

    private static void With(int threads, Action test)
    {
        var before = Computation.Threads;
        try
        {
            Computation.Threads = threads;
            test();
        }
        finally
        {
            Computation.Threads = before;
        }
    }

    private readonly struct Ranges(Action<int, int> action) : IRangeWork
    {
        public void Invoke(int start, int end) => action(start, end);
    }
}
