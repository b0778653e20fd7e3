using System.Collections;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The batches of a dataset, an epoch for each enumeration: <c>foreach (var (x, y) in loader)</c>. A seed decides on everything random: the order
/// of each epoch and the random transforms of each sample. The number of workers changes nothing but the time. PyTorch's <c>DataLoader</c>.
/// </summary>
/// <remarks>
/// With workers, batches are made ahead in the background, but never more than <c>prefetch</c> beside the one in use. Leaving the loop early, by
/// <c>break</c> or by an exception, stops them and waits for the samples under way; nothing goes on behind the caller's back.
/// Batches belong to the caller: a <see cref="MemoryScope"/> around the loop does not end them. Nothing records gradients while they are made.
/// </remarks>
public sealed partial class DataLoader : IEnumerable<Batch>
{
    private readonly int _batchSize;
    private readonly bool _dropLast;
    private readonly int _prefetch;
    private readonly Sampler _sampler;
    private readonly int _workers;

    /// <summary>Cuts a dataset into batches.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="batchSize">The number of samples in a batch; the last may have fewer.</param>
    /// <param name="shuffle">Whether every epoch has a new random order: that of <c>torch.randperm</c>, epoch after epoch, with a generator of this seed.</param>
    /// <param name="seed">Equal seeds give equal batches. If none is given, one is drawn from <see cref="Randomness.Default"/>.</param>
    /// <param name="dropLast">Whether a last batch of fewer samples is left out.</param>
    /// <param name="workers">How many batches are made at the same time in the background; 0 makes each when it is asked for, in the caller's thread.</param>
    /// <param name="prefetch">How many batches are made ahead of the one in use; twice the workers if not given.</param>
    /// <param name="sampler">Another choice and order of samples, in place of <paramref name="shuffle"/>.</param>
    /// <exception cref="ArgumentException">A number is out of range, or there is a sampler although <paramref name="shuffle"/> is true.</exception>
    public DataLoader(
        Dataset dataset, int batchSize, bool shuffle = false, ulong? seed = null, bool dropLast = false, int workers = 0, int? prefetch = null, Sampler? sampler = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, "DataLoader: a batch has at least one sample.");
        if (workers < 0)
            throw new ArgumentOutOfRangeException(nameof(workers), workers, "DataLoader: the number of workers is 0, for none, or more.");
        if (prefetch is { } ahead && (ahead < 0 || (workers > 0 && ahead == 0)))
            throw new ArgumentOutOfRangeException(nameof(prefetch), prefetch, "DataLoader: workers must be allowed to make at least one batch ahead.");
        if (shuffle && sampler is not null)
            throw new ArgumentException("DataLoader: a sampler decides on the order, so there is nothing to shuffle; give one or the other.", nameof(sampler));
        Dataset = dataset;
        (_batchSize, _dropLast, _workers, _prefetch) = (batchSize, dropLast, workers, workers == 0 ? 0 : prefetch ?? 2 * workers);
        _sampler = sampler ?? (shuffle ? Sampler.Shuffled(dataset.Count) : Sampler.InOrder(dataset.Count));
        _generator = new Generator(seed ?? Randomness.Default.Random64());
        _epochStart = _generator.State;
    }

    /// <summary>Where the samples come from.</summary>
    public Dataset Dataset { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count => _dropLast ? _sampler.Count / _batchSize : (int)((_sampler.Count - 1L + _batchSize) / _batchSize);

    /// <summary>The next epoch.</summary>
    public IEnumerator<Batch> GetEnumerator() => Batches(CancellationToken.None).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The next epoch, until it is cancelled.</summary>
    /// <exception cref="SampleException">A sample could not be made. The batches before it have been delivered.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IEnumerable<Batch> Batches(CancellationToken cancellation)
    {
        var (number, first, order) = Begin();
        using var epoch = new Epoch(this, number, first, order, cancellation);
        while (epoch.Next() is { } task)
        {
            var batch = epoch.Result(task);
            Delivered(number, batch.Number);
            yield return batch;
        }
        End(number);
    }

    /// <summary>The next epoch for <c>await foreach</c>: while a worker makes a batch, no thread waits for it.</summary>
    /// <inheritdoc cref="Batches(CancellationToken)"/>
    public async IAsyncEnumerable<Batch> BatchesAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (number, first, order) = Begin();
        await using var epoch = new Epoch(this, number, first, order, cancellation);
        while (epoch.Next() is { } task)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var batch = epoch.Result(task);
            Delivered(number, batch.Number);
            yield return batch;
        }
        End(number);
    }

    /// <summary>The batches of one epoch under way: those that workers have begun and nobody has taken yet.</summary>
    private sealed class Epoch : IDisposable, IAsyncDisposable
    {
        private readonly DataLoader _loader;
        private readonly ulong _seed;
        private readonly long _number;
        private readonly int[] _order;
        private readonly CancellationToken _cancellation;
        private readonly CancellationTokenSource _stop;
        private readonly TaskScheduler? _workers;
        private readonly Queue<Task<Batch>> _begun = [];
        private int _next;

        public Epoch(DataLoader loader, long number, int first, int[] order, CancellationToken cancellation)
        {
            (_loader, _seed, _number, _next, _order, _cancellation) = (loader, loader._generator.InitialSeed, number, first, order, cancellation);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (loader._workers > 0)
                _workers = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, loader._workers).ConcurrentScheduler;
        }

        /// <summary>The next batch, or null behind the last. Tasks begin in the order of batches, and are taken in that order.</summary>
        public Task<Batch>? Next()
        {
            _cancellation.ThrowIfCancellationRequested();
            for (; _begun.Count <= _loader._prefetch && _next < _loader.Count; _next++)
            {
                var number = _next;
                var task = new Task<Batch>(() => Make(number), _stop.Token);
                if (_workers is null)
                    task.RunSynchronously(TaskScheduler.Default);
                else
                    task.Start(_workers);
                _begun.Enqueue(task);
            }
            return _begun.TryDequeue(out var next) ? next : null;
        }

        /// <summary>What a task made, or the exception that it ended with.</summary>
        public Batch Result(Task<Batch> task)
        {
            try
            {
                return task.GetAwaiter().GetResult();
            }
            catch (OperationCanceledException exception) when (_cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException("The loading of batches was cancelled.", exception, _cancellation);
            }
        }

        public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            // Nobody wants these batches any more, nor what went wrong with them.
            foreach (var task in _begun)
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }

        private Batch Make(int number)
        {
            var start = number * _loader._batchSize;
            var indices = _order.AsSpan(start, Math.Min(_loader._batchSize, _order.Length - start));
            // A task that the caller waits for may run in the caller's thread, but must not find its scope there.
            var scope = Scope.Switch(null);
            try
            {
                using (Tensor.NoGradient())
                {
                    var parts = _loader.Dataset.ReadBatch(indices, new SampleSeeds(_seed, _number, start), _stop.Token).Parts;
                    return new Batch([.. parts], number, indices);
                }
            }
            finally
            {
                Scope.Switch(scope);
            }
        }
    }
}
