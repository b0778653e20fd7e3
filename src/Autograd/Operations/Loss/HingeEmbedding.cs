namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Loss of these distances of pairs: x itself for pairs that belong together (target 1), max(0, margin − x) for pairs that do not (target −1), averaged
    /// over all elements. PyTorch's <c>nn.functional.hinge_embedding_loss</c>.
    /// </summary>
    /// <param name="target">1 or −1 for each element, of this tensor's shape.</param>
    /// <param name="margin">The distance that is far enough.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor HingeEmbedding(Tensor target, double margin = 1, LossReduction reduction = LossReduction.Mean)
    {
        RequireShapeOf(target, nameof(HingeEmbedding));
        var (together, apart) = (Where(target.NotEqual(-1), this, 0), Where(target.NotEqual(1), (margin - this).Clamp(min: 0.0), 0));
        return (together + apart).Reduce(reduction);
    }
}
