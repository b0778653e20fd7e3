namespace Autograd;

/// <summary>Which samples an epoch has, and in which order. PyTorch's <c>Sampler</c>.</summary>
public abstract class Sampler
{
    /// <summary>The number of samples that an epoch has.</summary>
    public abstract int Count { get; }

    /// <summary>The order of an epoch. It must depend on nothing but the generator, or runs could not be resumed.</summary>
    /// <returns>Indices of samples, <see cref="Count"/> of them.</returns>
    public abstract int[] Draw(Generator generator);

    /// <summary>Each of so many samples once, in their order.</summary>
    public static Sampler InOrder(int count) => new Ordered(count);

    /// <summary>Each of so many samples once, in an order that is <c>torch.randperm</c>'s for the same generator.</summary>
    public static Sampler Shuffled(int count) => new Permuted(count);

    /// <summary>Samples drawn with probabilities in proportion to weights. PyTorch's <c>WeightedRandomSampler</c>.</summary>
    /// <param name="weights">A weight for each sample: finite, not negative, and not all 0.</param>
    /// <param name="count">How many are drawn for an epoch; as many as there are weights if not given.</param>
    /// <param name="isReplacing">Whether a sample can be drawn again; else each is drawn once at most.</param>
    /// <exception cref="ArgumentException">The weights are no weights, or without replacement fewer of them than <paramref name="count"/> are above 0.</exception>
    public static Sampler Weighted(ReadOnlySpan<double> weights, int? count = null, bool isReplacing = true)
    {
        var sum = 0.0;
        var positive = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentException(FormattableString.Invariant($"Weighted: weight {i} is {weights[i]}; weights are finite and not negative."), nameof(weights));
            sum += weights[i];
            positive += weights[i] > 0 ? 1 : 0;
        }
        var draws = count ?? weights.Length;
        ArgumentOutOfRangeException.ThrowIfNegative(draws, nameof(count));
        if (positive == 0 || !double.IsFinite(sum))
            throw new ArgumentException(FormattableString.Invariant($"Weighted: the {weights.Length} weights add up to {sum}; their sum must be finite and above 0."), nameof(weights));
        if (!isReplacing && draws > positive)
            throw new ArgumentException($"Weighted: {draws} different samples cannot be drawn, only {positive} have a weight above 0; draw fewer, or with replacement.", nameof(count));
        return isReplacing ? new Replacing(weights.ToArray(), draws) : new NotReplacing(weights.ToArray(), draws);
    }

    private sealed class Ordered(int count) : Sampler
    {
        public override int Count => count;

        public override int[] Draw(Generator generator) => [.. Enumerable.Range(0, count)];
    }

    private sealed class Permuted(int count) : Sampler
    {
        public override int Count => count;

        public override int[] Draw(Generator generator)
        {
            var order = new long[count];
            generator.Permutation(order);
            return Array.ConvertAll(order, index => (int)index);
        }
    }

    /// <summary>A uniform number falls into a sample's stretch of the sums of weights.</summary>
    private sealed class Replacing : Sampler
    {
        private readonly double[] _sums;

        public Replacing(double[] weights, int count)
        {
            (_sums, Count) = (weights, count);
            for (var i = 1; i < _sums.Length; i++)
                _sums[i] += _sums[i - 1];
        }

        public override int Count { get; }

        public override int[] Draw(Generator generator)
        {
            var places = new double[Count];
            generator.Uniform(places);
            return Array.ConvertAll(places, place => FirstAbove(place * _sums[^1]));
        }

        /// <summary>The first sample whose sum is above: never one of weight 0.</summary>
        private int FirstAbove(double place)
        {
            var (low, high) = (0, _sums.Length - 1);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                (low, high) = _sums[middle] > place ? (low, middle) : (middle + 1, high);
            }
            return low;
        }
    }

    /// <summary>
    /// Every sample waits for an exponentially distributed time whose rate is its weight; those come first that waited least. Efraimidis and
    /// Spirakis, "Weighted random sampling with a reservoir", Information Processing Letters 97 (2006).
    /// </summary>
    private sealed class NotReplacing(double[] weights, int count) : Sampler
    {
        public override int Count => count;

        public override int[] Draw(Generator generator)
        {
            var times = new double[weights.Length];
            generator.Uniform(times);
            for (var i = 0; i < times.Length; i++)
                times[i] = weights[i] > 0 ? -Math.Log(1 - times[i]) / weights[i] : double.PositiveInfinity;
            var order = Enumerable.Range(0, times.Length).ToArray();
            Array.Sort(times, order);
            return order[..count];
        }
    }
}
