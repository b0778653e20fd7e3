using System.Globalization;

namespace Autograd;

public abstract partial class Dataset
{
    /// <summary>
    /// Divides the samples at random into two parts: <c>var (train, test) = dataset.Split(0.8);</c>. Every sample is in exactly one of them.
    /// </summary>
    /// <param name="fraction">The first part's share, from 0 to 1.</param>
    /// <param name="generator">Where the random order comes from; <see cref="Randomness.Default"/> if none is given.</param>
    /// <param name="stratifyBy">A vector with a label for each sample, of integers: both parts get the same share of each label, to within one sample.</param>
    /// <exception cref="ArgumentException">The fraction is not between 0 and 1, or the labels are not one for each sample.</exception>
    public (Dataset First, Dataset Second) Split(double fraction, Generator? generator = null, Tensor? stratifyBy = null)
    {
        var parts = Split([fraction, 1 - fraction], generator, stratifyBy);
        return (parts[0], parts[1]);
    }

    /// <summary>
    /// Divides the samples at random by shares. Each part gets its share rounded down, and the first ones another sample each until all are
    /// given out. PyTorch's <c>random_split</c>: without labels it divides the same way for equal seeds.
    /// </summary>
    /// <param name="fractions">The share of each part; together 1.</param>
    /// <param name="generator">Where the random order comes from; <see cref="Randomness.Default"/> if none is given.</param>
    /// <param name="stratifyBy">A vector with a label for each sample, of integers: every part gets its share of each label, to within the rounding.</param>
    /// <exception cref="ArgumentException">The fractions do not make a whole, or the labels are not one for each sample.</exception>
    public Dataset[] Split(ReadOnlySpan<double> fractions, Generator? generator = null, Tensor? stratifyBy = null)
    {
        var counts = new int[fractions.Length];
        var total = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (!(fractions[i] is >= 0 and <= 1))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Split: {fractions[i]} is not a share; use numbers from 0 to 1, or whole numbers for counts."), nameof(fractions));
            total += fractions[i];
            // 0.2 · 10 must be 2, also where 0.2 came from 1 − 0.8.
            counts[i] = (int)(fractions[i] * Count + 1e-9);
        }
        if (!(Math.Abs(total - 1) < 1e-9))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Split: the shares add up to {total}; they must make 1, so that every sample is in one part."), nameof(fractions));
        for (int i = 0, rest = Count - counts.Sum(); i < rest; i++)
            counts[i % counts.Length]++;
        return Split(counts, generator, stratifyBy);
    }

    /// <summary>Divides the samples at random by numbers of samples. PyTorch's <c>random_split</c>: without labels it divides the same way for equal seeds.</summary>
    /// <param name="counts">How many samples each part gets; together all.</param>
    /// <param name="generator">Where the random order comes from; <see cref="Randomness.Default"/> if none is given.</param>
    /// <param name="stratifyBy">A vector with a label for each sample, of integers: every part gets its share of each label, to within the rounding.</param>
    /// <exception cref="ArgumentException">A count is negative, they are not all samples, or the labels are not one for each sample.</exception>
    public Dataset[] Split(ReadOnlySpan<int> counts, Generator? generator = null, Tensor? stratifyBy = null)
    {
        var sizes = counts.ToArray();
        if (sizes.Any(size => size < 0) || sizes.Sum(size => (long)size) != Count)
        {
            throw new ArgumentException(
                $"Split: [{string.Join(", ", sizes)}] does not divide {Count} samples; the counts must not be negative and add up to {Count}.", nameof(counts));
        }
        var labels = stratifyBy is null ? null : Labels(stratifyBy);
        var order = new long[Count];
        (generator ?? Randomness.Default).Permutation(order);

        var parts = new Dataset[sizes.Length];
        var placeOf = labels is null ? null : StratifiedParts(sizes, order, labels);
        for (int part = 0, start = 0; part < parts.Length; start += sizes[part++])
        {
            parts[part] = new SubsetDataset(this, placeOf is null
                ? [.. order.Skip(start).Take(sizes[part]).Select(index => (int)index)]
                : [.. order.Where(index => placeOf[index] == part).Select(index => (int)index)]);
        }
        return parts;
    }

    /// <summary>
    /// The part that each sample belongs to. The samples lie in a row, label by label; the first part takes its number at equal distances, so that
    /// from any stretch of the row it takes its share to within one; the second part likewise from what is left, and so on.
    /// </summary>
    private static int[] StratifiedParts(int[] sizes, long[] order, long[] labels)
    {
        var row = order.OrderBy(index => labels[index]).ToArray();
        var partOf = new int[row.Length];
        for (var part = 0; part < sizes.Length; part++)
        {
            var (taken, left) = (0L, new List<long>());
            for (var i = 0; i < row.Length; i++)
            {
                var due = (i + 1L) * sizes[part] / row.Length;
                if (due > taken)
                    partOf[row[i]] = part;
                else
                    left.Add(row[i]);
                taken = due;
            }
            row = [.. left];
        }
        return partOf;
    }

    private long[] Labels(Tensor labels)
    {
        if (labels.DType.IsFloatingPoint || labels.Rank != 1 || labels.Count != Count)
        {
            throw new ArgumentException(
                $"Split: the labels are {labels.DType} {labels.Shape}; give a vector of integers with one label for each of the {Count} samples.", nameof(labels));
        }
        return labels.Cast(DType.Int64).ToArray<long>();
    }
}
