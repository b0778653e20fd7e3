namespace Autograd;

public abstract partial class Dataset
{
    /// <summary>Some of the samples, in this order; what is read is read when it is asked for. PyTorch's <c>Subset</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public Dataset Subset(params ReadOnlySpan<int> indices)
    {
        foreach (var index in indices)
            RequireIndex(index);
        return new SubsetDataset(this, indices.ToArray());
    }

    /// <summary>Samples that lie one after another: <c>dataset[..100]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie within the dataset.</exception>
    public Dataset this[Range range]
    {
        get
        {
            var (start, length) = range.GetOffsetAndLength(Count);
            return new SubsetDataset(this, [.. Enumerable.Range(start, length)]);
        }
    }

    /// <summary>The samples of several datasets one after another. PyTorch's <c>ConcatDataset</c>.</summary>
    /// <exception cref="ArgumentException">There is no dataset.</exception>
    public static Dataset Concatenate(params ReadOnlySpan<Dataset> datasets) => datasets.Length > 0
        ? new ConcatenatedDataset(datasets.ToArray())
        : throw new ArgumentException("Concatenate: there is nothing to join; give at least one dataset.", nameof(datasets));

    /// <summary>The samples changed, each when it is read.</summary>
    /// <param name="transform">Makes a sample of a sample. Several threads may call it at once.</param>
    public Dataset Map(Func<Sample, Sample> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new MappedDataset(this, (sample, _) => transform(sample));
    }

    /// <summary>The samples changed at random, each when it is read: differently in every epoch, but the same for equal seeds.</summary>
    /// <param name="transform">
    /// Makes a sample of a sample, and draws from the generator, which belongs to this sample alone. Several threads may call it at once.
    /// </param>
    public Dataset Map(Func<Sample, Generator, Sample> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new MappedDataset(this, transform);
    }

    /// <summary>The samples with their input changed by one transform after another, each when it is read.</summary>
    public Dataset MapInput(params ReadOnlySpan<Transform> transforms)
    {
        var all = transforms.ToArray();
        return Map((sample, generator) =>
        {
            var input = all.Aggregate(sample.Input, (x, transform) => transform.Apply(x, generator));
            return new Sample([input, .. sample.Parts.Skip(1)]);
        });
    }

    private sealed class SubsetDataset(Dataset all, int[] chosen) : Dataset
    {
        public override int Count => chosen.Length;

        public override Sample Read(int index, Generator generator)
        {
            RequireIndex(index);
            return all.Read(chosen[index], generator);
        }

        public override Sample ReadBatch(ReadOnlySpan<int> indices, SampleSeeds seeds, CancellationToken cancellation)
        {
            var theirs = new int[indices.Length];
            for (var i = 0; i < theirs.Length; i++)
            {
                RequireIndex(indices[i]);
                theirs[i] = chosen[indices[i]];
            }
            try
            {
                return all.ReadBatch(theirs, seeds, cancellation);
            }
            catch (SampleException exception)
            {
                // Whoever reads this dataset knows its indices, not those of the one beneath.
                throw new SampleException(indices[Array.IndexOf(theirs, exception.Index)], exception.InnerException!);
            }
        }
    }

    private sealed class ConcatenatedDataset(Dataset[] datasets) : Dataset
    {
        public override int Count => datasets.Sum(dataset => dataset.Count);

        public override Sample Read(int index, Generator generator)
        {
            RequireIndex(index);
            var dataset = 0;
            for (; index >= datasets[dataset].Count; dataset++)
                index -= datasets[dataset].Count;
            return datasets[dataset].Read(index, generator);
        }
    }

    private sealed class MappedDataset(Dataset source, Func<Sample, Generator, Sample> transform) : Dataset
    {
        public override int Count => source.Count;

        public override Sample Read(int index, Generator generator) => transform(source.Read(index, generator), generator);
    }
}
