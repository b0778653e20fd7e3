namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Distance to a target, |x − target|, averaged over all elements. At distance 0 the gradient is 0. PyTorch's <c>nn.functional.l1_loss</c>.
    /// </summary>
    /// <param name="target">What this tensor should be, of its shape.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor MeanAbsoluteError(Tensor target, LossReduction reduction = LossReduction.Mean) =>
        Sub(RequireShapeOf(target, nameof(MeanAbsoluteError))).Abs().Reduce(reduction);
}
