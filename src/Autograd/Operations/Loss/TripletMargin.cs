namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Loss of anchors that ought to be nearer to vectors that belong to them than to others: max(0, margin + |x − positive| − |x − negative|), averaged
    /// over all triplets. PyTorch's <c>nn.functional.triplet_margin_loss</c>; Balntas et al. 2016.
    /// </summary>
    /// <param name="positive">What the anchors are to be near, of this tensor's shape, […, size].</param>
    /// <param name="negative">What the anchors are to be far from, of this tensor's shape.</param>
    /// <param name="margin">How much nearer.</param>
    /// <param name="p">The power of the distance, (Σ |d + ε|ᵖ)^(1/p).</param>
    /// <param name="epsilon">ε, which keeps the distance differentiable where vectors meet.</param>
    /// <param name="swap">Takes the distance of positive and negative where it is the smaller.</param>
    /// <param name="reduction">The mean, the sum, or each triplet's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor TripletMargin(
        Tensor positive, Tensor negative, double margin = 1, double p = 2, double epsilon = 1e-6, bool swap = false, LossReduction reduction = LossReduction.Mean)
    {
        RequireShapeOf(positive, nameof(TripletMargin));
        RequireShapeOf(negative, nameof(TripletMargin));
        var away = Distance(this, negative);
        if (swap)
            away = away.Minimum(Distance(positive, negative));
        return (margin + Distance(this, positive) - away).Clamp(min: 0.0).Reduce(reduction);

        Tensor Distance(Tensor from, Tensor to) => (from - to + epsilon).Norm(-1, p);
    }
}
