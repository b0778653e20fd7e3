namespace Autograd;

public abstract partial class Tensor
{
    // PyTorch's, a number of single precision for all types.
    private const double LeastSquare = 1e-12f;

    /// <summary>
    /// Loss of the angle between pairs of vectors: 1 − cos for pairs that belong together (target 1), max(0, cos − margin) for pairs that do not (target
    /// −1), averaged over all pairs. PyTorch's <c>nn.functional.cosine_embedding_loss</c>.
    /// </summary>
    /// <param name="other">The other vectors, of this tensor's shape: [n, size], or [size] for one pair.</param>
    /// <param name="target">1 or −1 for each pair, [n], or one number.</param>
    /// <param name="margin">The cosine, from −1 to 1, that is small enough.</param>
    /// <param name="reduction">The mean, the sum, or each pair's loss.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor CosineEmbedding(Tensor other, Tensor target, double margin = 0, LossReduction reduction = LossReduction.Mean)
    {
        RequireShapeOf(other, nameof(CosineEmbedding));
        ArgumentNullException.ThrowIfNull(target);
        if (Rank is not (1 or 2) || target.Shape != Shape.Without(Rank - 1))
        {
            throw new ShapeException(
                $"CosineEmbedding: vectors have shape {Shape}, the target {target.Shape}; they must be [n, size] and [n], or [size] and a single number.");
        }
        var cosine = (this * other).Sum(-1) / ((Square().Sum(-1) + LeastSquare) * (other.Square().Sum(-1) + LeastSquare)).Sqrt();
        var (together, apart) = (Where(target.Equal(1), 1 - cosine, 0), Where(target.Equal(-1), (cosine - margin).Clamp(min: 0.0), 0));
        return (together + apart).Reduce(reduction);
    }
}
