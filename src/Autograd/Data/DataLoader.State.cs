using System.Runtime.InteropServices;

namespace Autograd;

public sealed partial class DataLoader
{
    private readonly Generator _generator;
    private readonly Lock _lock = new();

    // Where the epoch that was begun last stands. If it is open, the next enumeration goes on there; else it begins another epoch.
    private long _epoch;
    private int _batch;
    private GeneratorState _epochStart;
    private bool _isOpen = true;

    /// <summary>The number of the current epoch, from 0: during the first enumeration 0, after it 1.</summary>
    public long CurrentEpoch
    {
        get
        {
            lock (_lock)
                return _epoch;
        }
    }

    /// <summary>
    /// Where the loader stands: the epoch, the batches of it that the caller has got, and the random numbers. To be saved with a model; a loader
    /// that loads it goes on with the next batch, exactly as this one would have.
    /// </summary>
    /// <returns>Integers by name.</returns>
    public IReadOnlyDictionary<string, Tensor> State()
    {
        lock (_lock)
        {
            return new OrderedDictionary<string, Tensor>
            {
                ["epoch"] = Tensor.From(_epoch),
                ["batch"] = Tensor.From((long)_batch),
                ["batch_size"] = Tensor.From((long)_batchSize),
                ["samples"] = Tensor.From((long)_sampler.Count),
                ["generator"] = Tensor.From(MemoryMarshal.Cast<byte, long>(_epochStart.ToBytes())),
            };
        }
    }

    /// <summary>
    /// Goes to where another loader stood: the next enumeration begins with the batch after the last one that its caller got. If that was the last
    /// of an epoch, and its enumeration had not ended, the rest of the epoch is empty.
    /// </summary>
    /// <param name="state">What <see cref="State"/> returned.</param>
    /// <exception cref="ArgumentException">The state is of a loader with other batches, or no loader's.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (epoch, batch) = (Number("epoch"), Number("batch"));
        Require("batch_size", _batchSize);
        Require("samples", _sampler.Count);
        if (epoch < 0 || batch < 0 || batch > Count)
            throw Mistaken($"epoch {epoch}, batch {batch} does not exist; an epoch has {Count} batches");
        GeneratorState start;
        try
        {
            start = GeneratorState.FromBytes(MemoryMarshal.AsBytes<long>(Part("generator").ToArray<long>()));
        }
        catch (FormatException exception)
        {
            throw Mistaken(exception.Message);
        }
        lock (_lock)
        {
            (_epoch, _batch, _epochStart, _isOpen) = (epoch, (int)batch, start, true);
            _generator.State = start;
        }

        void Require(string name, long own)
        {
            if (Number(name) is var theirs && theirs != own)
                throw Mistaken($"'{name}' is {theirs}, this loader's is {own}; the batches would not be the same");
        }

        long Number(string name) => Part(name) is { Count: 1 } part ? part.Item<long>() : throw Mistaken($"'{name}' is not a single number");

        Tensor Part(string name) => state.TryGetValue(name, out var part) && part.DType == DType.Int64
            ? part
            : throw Mistaken($"'{name}' is missing, or not of type Int64");

        static ArgumentException Mistaken(string reason) => new($"DataLoader.LoadState: {reason.TrimEnd('.')}. Give what State() of a loader over the same data returned.", nameof(state));
    }

    private (long Epoch, int First, int[] Order) Begin()
    {
        lock (_lock)
        {
            if (_isOpen)
                _generator.State = _epochStart;
            else
                Advance();
            _isOpen = false;
            return (_epoch, _batch, _sampler.Draw(_generator));
        }
    }

    private void Delivered(long epoch, int batch)
    {
        lock (_lock)
        {
            if (epoch == _epoch)
                _batch = batch + 1;
        }
    }

    private void End(long epoch)
    {
        lock (_lock)
        {
            if (epoch == _epoch && !_isOpen)
            {
                Advance();
                _isOpen = true;
            }
        }
    }

    private void Advance()
    {
        _epoch++;
        _batch = 0;
        _epochStart = _generator.State;
    }
}
