namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Squared distance to a target, (x − target)², averaged over all elements. PyTorch's <c>nn.functional.mse_loss</c>.</summary>
    /// <param name="target">What this tensor should be, of its shape.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor MeanSquaredError(Tensor target, LossReduction reduction = LossReduction.Mean) =>
        Sub(RequireShapeOf(target, nameof(MeanSquaredError))).Square().Reduce(reduction);
}
