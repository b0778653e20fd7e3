namespace Autograd;

/// <summary>
/// Samples by index. A dataset of your own says how many there are and how one is read; batches, threads, order and random numbers are the
/// <see cref="DataLoader"/>'s business. PyTorch's map-style <c>Dataset</c>.
/// </summary>
/// <example><code>
/// sealed class Squares : Dataset
/// {
///     public override int Count => 100;
///     public override Sample Read(int index, Generator generator) => (Tensor.From((float)index), Tensor.From((float)index * index));
/// }
/// </code></example>
public abstract partial class Dataset
{
    /// <summary>The number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>One sample. What is random in it is drawn from <see cref="Generator.DefaultSeed"/> and the index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public Sample this[int index]
    {
        get
        {
            RequireIndex(index);
            return Read(index, new Generator(new SampleSeeds(Generator.DefaultSeed)[index]));
        }
    }

    /// <summary>Reads one sample. Several threads may do so at once.</summary>
    /// <param name="index">Which one, from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="generator">Where random numbers come from: it belongs to this sample alone.</param>
    /// <returns>As many parts as every sample has, each of the same shape and type as theirs if they are to be batched.</returns>
    public abstract Sample Read(int index, Generator generator);

    /// <summary>
    /// Reads samples side by side: each part gets a new first axis. One after another by <see cref="Read"/>, unless a dataset knows a better way.
    /// </summary>
    /// <param name="indices">Which ones, in this order.</param>
    /// <param name="seeds">The seeds of their random numbers.</param>
    /// <param name="cancellation">Stops the reading between two samples.</param>
    /// <exception cref="ArgumentException">There are no indices.</exception>
    /// <exception cref="SampleException">A sample could not be read, or does not fit the first one.</exception>
    /// <exception cref="OperationCanceledException">The reading was stopped.</exception>
    public virtual Sample ReadBatch(ReadOnlySpan<int> indices, SampleSeeds seeds, CancellationToken cancellation = default)
    {
        if (indices.Length == 0)
            throw new ArgumentException("ReadBatch: there are no samples to read; give at least one index.", nameof(indices));
        var samples = new Sample[indices.Length];
        var generator = new Generator();
        for (var i = 0; i < samples.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            generator.Seed(seeds[i]);
            try
            {
                RequireIndex(indices[i]);
                samples[i] = Read(indices[i], generator);
                RequireAlike(samples[i], samples[0], indices[0]);
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                throw new SampleException(indices[i], exception);
            }
        }
        return new Sample([.. Enumerable.Range(0, samples[0].Parts.Count).Select(part => Tensor.Stack([.. samples.Select(sample => sample.Parts[part])]))]);
    }

    /// <summary>Reads all samples once, and keeps them in memory.</summary>
    /// <exception cref="SampleException">A sample could not be read, or does not fit the first one.</exception>
    public TensorDataset ToMemory() =>
        new([.. ReadBatch([.. Enumerable.Range(0, Count)], new SampleSeeds(Generator.DefaultSeed)).Parts]);

    private protected void RequireIndex(int index)
    {
        if (index < 0 || index >= Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"{GetType().Name}: there is no sample {index}; there are {Count}, counted from 0.");
    }

    private static void RequireAlike(Sample sample, Sample first, int firstIndex)
    {
        if (sample.Parts.Count != first.Parts.Count)
            throw new ShapeException($"ReadBatch: it is {sample}, but sample {firstIndex} is {first}; all samples of a batch have the same number of parts.");
        for (var i = 0; i < sample.Parts.Count; i++)
        {
            if (sample.Parts[i].Shape != first.Parts[i].Shape)
                throw new ShapeException($"ReadBatch: it is {sample}, but sample {firstIndex} is {first}; part {i} must have the same shape in all samples of a batch.");
            if (sample.Parts[i].DType != first.Parts[i].DType)
                throw new TypeException($"ReadBatch: it is {sample}, but sample {firstIndex} is {first}; part {i} must have the same type in all samples of a batch.");
        }
    }
}
