using System.Collections.Concurrent;
using CsCheck;

namespace Autograd.Tests.Data;

public sealed class DataLoaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Batches_are_taken_apart_in_the_loop()
    {
        var sizes = new List<(int, long)>();
        foreach (var (x, y) in new DataLoader(Noisy(10), 4))
            sizes.Add((x.Shape[0], y.ToArray<long>()[0]));
        Assert.Equal([(4, 0L), (4, 4L), (2, 8L)], sizes);
        Assert.Equal(3, new DataLoader(Noisy(10), 4).Count);
        Assert.Equal([4, 4], new DataLoader(Noisy(10), 4, dropLast: true).Select(batch => batch.Size));
    }

    [Fact]
    public void Shuffled_epochs_follow_torch_randperm()
    {
        var generator = new Generator(5);
        var loader = new DataLoader(Noisy(10), 3, shuffle: true, seed: 5);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var order = new long[10];
            generator.Permutation(order);
            Assert.Equal(epoch, loader.CurrentEpoch);
            Assert.Equal(order, loader.SelectMany(batch => batch.Target.ToArray<long>()));
        }
    }

    [Fact]
    public void Any_number_of_workers_gives_the_same_batches() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 9], Gen.Int[1, 6], Gen.Int[1, 5], Gen.ULong).Sample((samples, size, workers, prefetch, seed) =>
        {
            var dataset = Noisy(samples);
            var expected = new DataLoader(dataset, size, shuffle: true, seed: seed);
            var actual = new DataLoader(dataset, size, shuffle: true, seed: seed, workers: workers, prefetch: prefetch);
            for (var epoch = 0; epoch < 2; epoch++)
                Assert.Equal(Values(expected), Values(actual));
        }, iter: 50);

    [Fact]
    public void Random_transforms_differ_between_epochs_and_between_two_draws_of_one_sample()
    {
        var loader = new DataLoader(Noisy(4), 4, seed: 1);
        var first = loader.Single().Input.ToArray<float>();
        Assert.Empty(first.Intersect(loader.Single().Input.ToArray<float>()));
        var same = new DataLoader(Noisy(4), 4, sampler: new Always(2, 4)).Single();
        Assert.Equal([2, 2, 2, 2], same.Indices);
        Assert.Equal(4, same.Input.ToArray<float>().Distinct().Count());
    }

    [Fact]
    public async Task Asynchronous_enumeration_gives_the_same_batches()
    {
        var expected = Values(new DataLoader(Noisy(20), 3, shuffle: true, seed: 2));
        var actual = new List<float>();
        await foreach (var batch in new DataLoader(Noisy(20), 3, shuffle: true, seed: 2, workers: 3).BatchesAsync(Cancellation))
            actual.AddRange(batch.Input.ToArray<float>());
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Not_more_is_made_ahead_than_allowed()
    {
        var begun = 0;
        var dataset = new Reading(100, _ => Interlocked.Increment(ref begun));
        var taken = 0;
        foreach (var _ in new DataLoader(dataset, 1, workers: 4, prefetch: 3))
        {
            taken++;
            // Time enough for workers that would not stop by themselves.
            if (taken % 25 == 0)
                Thread.Sleep(20);
            Assert.InRange(Volatile.Read(ref begun), taken, taken + 3);
        }
        Assert.Equal(100, begun);
    }

    [Fact]
    public void As_many_workers_work_at_once_as_there_are()
    {
        var (now, most) = (0, 0);
        var together = new Barrier(2);
        var dataset = new Reading(20, _ =>
        {
            var count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            // Two must be in here at the same time, or nobody gets on.
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(20), Cancellation));
            Interlocked.Decrement(ref now);
        });
        Assert.Equal(20, new DataLoader(dataset, 1, workers: 2, prefetch: 8).Sum(batch => batch.Size));
        Assert.Equal(2, most);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_exception_reaches_the_caller_with_the_index_of_its_sample_after_the_batches_before_it(int workers)
    {
        var dataset = new Reading(30, index => { if (index == 17) throw new FormatException("the file is damaged."); });
        var taken = 0;
        var exception = Assert.Throws<SampleException>(() =>
        {
            foreach (var batch in new DataLoader(dataset, 5, workers: workers))
                taken += batch.Size;
        });
        Assert.Equal((15, 17, "sample 17: the file is damaged."), (taken, exception.Index, exception.Message));
        Assert.IsType<FormatException>(exception.InnerException);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Cancelling_ends_the_loop(int workers)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var taken = 0;
        var exception = Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var _ in new DataLoader(Noisy(100), 1, workers: workers).Batches(source.Token))
            {
                if (++taken == 5)
                    source.Cancel();
            }
        });
        Assert.Equal((5, source.Token), (taken, exception.CancellationToken));
    }

    [Fact]
    public void Cancelling_ends_the_waiting_for_a_batch_between_two_samples()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var dataset = new Reading(1000, index => { if (index == 3) source.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => new DataLoader(dataset, 1000, workers: 1).Batches(source.Token).Count());
        Assert.Equal(4, dataset.Seen.Count);
    }

    [Fact]
    public void Leaving_early_stops_the_workers()
    {
        var inside = 0;
        var dataset = new Reading(1000, _ =>
        {
            Interlocked.Increment(ref inside);
            Thread.Sleep(1);
            Interlocked.Decrement(ref inside);
        });
        foreach (var _ in new DataLoader(dataset, 4, workers: 4, prefetch: 8))
            break;
        Assert.Equal(0, inside);
        var made = dataset.Seen.Count;
        Thread.Sleep(50);
        Assert.Equal(made, dataset.Seen.Count);
    }

    [Fact]
    public async Task Leaving_an_asynchronous_loop_early_stops_the_workers()
    {
        var dataset = new Reading(1000, _ => Thread.Sleep(1));
        await foreach (var _ in new DataLoader(dataset, 4, workers: 4).BatchesAsync(Cancellation))
            break;
        var made = dataset.Seen.Count;
        await Task.Delay(50, Cancellation);
        Assert.Equal(made, dataset.Seen.Count);
    }

    [Fact]
    public void A_resumed_loader_goes_on_with_the_very_next_batch() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[1, 7], Gen.Int[0, 3], Gen.Int[1, 40], Gen.ULong).Sample((samples, size, workers, stop, seed) =>
        {
            DataLoader Make(ulong own) => new(Noisy(samples), size, shuffle: true, seed: own, workers: workers);
            var whole = Make(seed);
            var expected = Enumerable.Range(0, 6).SelectMany(_ => whole.Select(batch => batch.Input.ToArray<float>()).ToList()).ToList();

            var interrupted = Make(seed);
            var seen = new List<float[]>();
            var state = interrupted.State();
            while (seen.Count < stop && interrupted.CurrentEpoch < 6)
            {
                foreach (var batch in interrupted)
                {
                    seen.Add(batch.Input.ToArray<float>());
                    state = interrupted.State();
                    if (seen.Count == stop)
                        break;
                }
            }
            var resumed = Make(seed + 1);
            resumed.LoadState(state);
            while (resumed.CurrentEpoch < 6)
                seen.AddRange(resumed.Select(batch => batch.Input.ToArray<float>()));
            Assert.Equal(expected, seen);
        }, iter: 50);

    [Fact]
    public void A_loop_that_was_left_is_not_taken_up_again_but_its_state_can_be()
    {
        var loader = new DataLoader(Noisy(10), 2, shuffle: true, seed: 4);
        var first = loader.First().Indices;
        var state = loader.State();
        Assert.Equal(0, loader.CurrentEpoch);
        Assert.NotEqual(first, loader.First().Indices);
        Assert.Equal(1, loader.CurrentEpoch);
        loader.LoadState(state);
        Assert.Equal([1, 2, 3, 4], loader.Select(batch => batch.Number));
        Assert.Equal([0, 1, 2, 3, 4], loader.Select(batch => batch.Number));
    }

    [Fact]
    public void Batches_outlive_a_scope_around_the_loop_and_record_nothing()
    {
        var weight = new Variable("weight", 2f);
        foreach (var workers in (int[])[0, 2])
        {
            var kept = new List<Tensor>();
            using (Tensor.MemoryScope())
                kept.AddRange(new DataLoader(new TensorDataset(Tensor.Ones(4, 1000)).Map(sample => sample.Input * weight), 2, workers: workers).Select(batch => batch.Input));
            Assert.All(kept, batch => Assert.Equal(4000f, (float)batch.Sum()));
            Assert.All(kept, batch => Assert.False(batch.RequiresGradient));
        }
    }

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    private static readonly Dictionary<string, (Action Make, Type Exception, string Message)> _mistakes = new()
    {
        ["batch size"] = (() => _ = new DataLoader(Noisy(3), 0), typeof(ArgumentOutOfRangeException),
            "DataLoader: a batch has at least one sample. (Parameter 'batchSize')\nActual value was 0."),
        ["shuffled sampler"] = (() => _ = new DataLoader(Noisy(3), 1, shuffle: true, sampler: Sampler.InOrder(3)), typeof(ArgumentException),
            "DataLoader: a sampler decides on the order, so there is nothing to shuffle; give one or the other. (Parameter 'sampler')"),
        ["other batches"] = (() => new DataLoader(Noisy(3), 1).LoadState(new DataLoader(Noisy(3), 2).State()), typeof(ArgumentException),
            "DataLoader.LoadState: 'batch_size' is 2, this loader's is 1; the batches would not be the same. "
            + "Give what State() of a loader over the same data returned. (Parameter 'state')"),
        ["no state"] = (() => new DataLoader(Noisy(3), 1).LoadState(new Dictionary<string, Tensor>()), typeof(ArgumentException),
            "DataLoader.LoadState: 'epoch' is missing, or not of type Int64. Give what State() of a loader over the same data returned. (Parameter 'state')"),
        ["weights"] = (() => Sampler.Weighted([1, -1]), typeof(ArgumentException),
            "Weighted: weight 1 is -1; weights are finite and not negative. (Parameter 'weights')"),
        ["no weights"] = (() => Sampler.Weighted([0, 0]), typeof(ArgumentException),
            "Weighted: the 2 weights add up to 0; their sum must be finite and above 0. (Parameter 'weights')"),
        ["too many"] = (() => Sampler.Weighted([1, 0, 1], isReplacing: false), typeof(ArgumentException),
            "Weighted: 3 different samples cannot be drawn, only 2 have a weight above 0; draw fewer, or with replacement. (Parameter 'count')"),
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_explained(string name) => Mistake.AssertExplained(_mistakes[name]);

    [Fact]
    public void Weighted_draws_follow_the_weights()
    {
        var draws = Sampler.Weighted([1, 0, 3], 40_000).Draw(new Generator(1));
        Assert.DoesNotContain(1, draws);
        // 30,000 expected, with a standard deviation of √(40,000 · ¾ · ¼) = 87.
        Assert.InRange(draws.Count(index => index == 2), 30_000 - 350, 30_000 + 350);

        var without = Sampler.Weighted([1, 0, 3, 5], 3, isReplacing: false);
        var generator = new Generator(1);
        var first = Enumerable.Range(0, 9_000).Select(_ => without.Draw(generator)).ToList();
        Assert.All(first, order => Assert.Equal([0, 2, 3], order.Order()));
        Assert.InRange(first.Count(order => order[0] == 3), 5_000 - 190, 5_000 + 190);
    }

    /// <summary>Samples whose input is a random number, and whose target is their index.</summary>
    private static Dataset Noisy(int count) =>
        new TensorDataset(Tensor.Arange(count)).Map((sample, generator) => (Tensor.Rand([], generator: generator), sample.Input));

    private static List<float> Values(DataLoader loader) => [.. loader.SelectMany(batch => batch.Input.ToArray<float>())];

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }

    private sealed class Reading(int count, Action<int> read) : Dataset
    {
        public ConcurrentBag<int> Seen { get; } = [];

        public override int Count => count;

        public override Sample Read(int index, Generator generator)
        {
            Seen.Add(index);
            read(index);
            return Tensor.From(index);
        }
    }

    private sealed class Always(int index, int count) : Sampler
    {
        public override int Count => count;

        public override int[] Draw(Generator generator) => [.. Enumerable.Repeat(index, count)];
    }
}
