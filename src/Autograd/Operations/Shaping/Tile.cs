namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The whole tensor repeated along its axes, the counts aligned at the innermost axis: missing counts are 1, and counts beyond the
    /// rank make new outer axes. PyTorch's <c>tile</c>.
    /// </summary>
    /// <returns>A tensor whose axis i has the size times its count.</returns>
    /// <exception cref="ShapeException">A count is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> counts)
    {
        var rank = Math.Max(Rank, counts.Length);
        // Each axis as a pair [count, size]: repeated as a view, copied once, when the pairs are joined.
        int[] apart = new int[2 * rank], repeated = new int[2 * rank];
        var result = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var size = axis < rank - Rank ? 1 : Shape[axis - (rank - Rank)];
            var count = axis < rank - counts.Length ? 1 : counts[axis - (rank - counts.Length)];
            if (count < 0)
                throw new ShapeException($"Tile: counts [{string.Join(", ", counts.ToArray())}] contain a negative one; every count must be 0 or more.");
            (apart[2 * axis], apart[2 * axis + 1]) = (1, size);
            (repeated[2 * axis], repeated[2 * axis + 1]) = (count, size);
            result[axis] = (int)Math.Min((long)count * size, int.MaxValue);
        }
        return Reshape(Autograd.Shape.Create(apart)).Expand(Autograd.Shape.Create(repeated)).Reshape(Autograd.Shape.Create(result));
    }
}
