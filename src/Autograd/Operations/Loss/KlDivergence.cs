namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Divergence of Kullback and Leibler of these logarithms of probabilities from a target distribution, target·(ln target − x), averaged over all
    /// elements; <see cref="LossReduction.BatchMean"/> gives the mean divergence of the rows. PyTorch's <c>nn.functional.kl_div</c>.
    /// </summary>
    /// <param name="target">The probabilities aimed at, or their logarithms, of this tensor's shape.</param>
    /// <param name="isLogTarget">Whether they are logarithms.</param>
    /// <param name="reduction">The mean, the sum, the sum by the size of the first axis, or each element's part.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor KlDivergence(Tensor target, bool isLogTarget = false, LossReduction reduction = LossReduction.Mean)
    {
        RequireShapeOf(target, nameof(KlDivergence));
        // What never happens adds nothing: 0 · ln 0 is 0 here.
        var losses = isLogTarget ? target.Exp() * (target - this) : target * (Where(target.Equal(0), 1, target).Log() - this);
        return losses.Reduce(reduction);
    }
}
