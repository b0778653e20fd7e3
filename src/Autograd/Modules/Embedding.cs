using System.Numerics;

namespace Autograd;

/// <summary>
/// A vector for each of so many things, named by their numbers: <see cref="Tensor.Embedding"/> with a table that is learned. Vectors start normally
/// distributed. PyTorch's <c>torch.nn.Embedding</c>.
/// </summary>
public sealed class Embedding : Module
{
    /// <summary>Creates a layer.</summary>
    /// <param name="count">How many things there are: indices go from 0 to below it.</param>
    /// <param name="size">The size of each vector.</param>
    /// <param name="paddingIndex">The index that sequences are filled up with: its vector starts as zeros and gets no gradient. Negative ones count from the end.</param>
    /// <param name="maxNorm">If given, each vector that is looked up and longer than that (in Euclidean length) is first made that long, for good.</param>
    /// <param name="type">The type of the vectors.</param>
    /// <param name="generator">Where the first vectors come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, there is no such index, or the greatest length is not above 0.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public Embedding(int count, int size, int? paddingIndex = null, double? maxNorm = null, DType type = DType.Float32, Generator? generator = null)
    {
        (Count, Size, MaxNorm) = (Positive(count), Positive(size), maxNorm);
        if (paddingIndex is { } index && (index < -count || index >= count))
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), index, $"Embedding: paddingIndex is {index}; it must be between {-count} and {count - 1}.");
        if (maxNorm is { } length && !(length > 0))
            throw new ArgumentOutOfRangeException(nameof(maxNorm), length, $"Embedding: maxNorm is {length}; it must be above 0.");
        PaddingIndex = paddingIndex < 0 ? paddingIndex + count : paddingIndex;
        Weight = Initialization.Parameter("weight", [count, size], type);
        Initialization.Normal(Weight, generator: generator);
        if (PaddingIndex is { } padding)
            Weight.Assign(Tensor.Where(Tensor.Arange(count).Unsqueeze(1).Equal(padding), Tensor.Zeros([1, 1], type), Weight.Detach()));
    }

    /// <summary>The vectors, one a row: [count, size].</summary>
    public Variable Weight { get; }

    /// <summary>How many vectors there are.</summary>
    public int Count { get; }

    /// <summary>The size of each vector.</summary>
    public int Size { get; }

    /// <summary>The index whose vector gets no gradient, from 0 on, or null.</summary>
    public int? PaddingIndex { get; }

    /// <summary>How long a vector that is looked up may be, or null.</summary>
    public double? MaxNorm { get; }

    /// <inheritdoc/>
    protected internal override string Settings =>
        $"{Count} × {Size}{(PaddingIndex is null ? "" : $", padding {PaddingIndex}")}{(MaxNorm is { } length ? FormattableString.Invariant($", at most {length} long") : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (MaxNorm is { } length)
        {
            Positions.RequireIntegers(x, nameof(Embedding));
            var positions = Positions.Read(x, Count, countsFromEnd: false, index =>
                $"Embedding: index {index} is not one of the table's {Count} rows; indices go from 0 to {Count - 1}.");
            if (Weight.DType == DType.Float32)
                Shorten<float>(positions, length);
            else
                Shorten<double>(positions, length);
        }
        return x.Embedding(Weight, PaddingIndex);
    }

    /// <summary>Makes rows that are too long as long as they may be.</summary>
    private void Shorten<T>(int[] positions, double length) where T : unmanaged, INumber<T>
    {
        var values = Weight.Storage.Typed<T>().Span;
        foreach (var position in positions.Distinct())
        {
            var row = values.Slice(position * Size, Size);
            var squares = 0.0;
            foreach (var value in row)
                squares += double.CreateTruncating(value) * double.CreateTruncating(value);
            var norm = Math.Sqrt(squares);
            if (norm <= length)
                continue;
            // The same small number as in PyTorch keeps the result from being a rounding error too long.
            var factor = T.CreateTruncating(length / (norm + 1e-7));
            foreach (ref var value in row)
                value *= factor;
        }
        Weight.Storage.MarkChanged();
        GC.KeepAlive(Weight);
    }
}
