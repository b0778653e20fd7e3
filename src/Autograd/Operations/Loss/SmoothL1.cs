namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Distance to a target that is rounded at the tip, averaged over all elements: with d = x − target, d²/(2β) up to a distance of β and |d| − β/2
    /// beyond. <see cref="Huber"/>'s loss divided by β. PyTorch's <c>nn.functional.smooth_l1_loss</c>.
    /// </summary>
    /// <param name="target">What this tensor should be, of its shape.</param>
    /// <param name="beta">β, the distance from which the loss grows in a straight line; at 0 it is the distance itself.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">beta is negative or not a number.</exception>
    public Tensor SmoothL1(Tensor target, double beta = 1, LossReduction reduction = LossReduction.Mean)
    {
        if (!(beta >= 0))
            throw new ArgumentOutOfRangeException(nameof(beta), beta, $"SmoothL1: beta is {beta}; it is a distance, at least 0.");
        var distance = Sub(RequireShapeOf(target, nameof(SmoothL1)));
        return (beta == 0 ? distance.Abs() : Operation.Run(new Huber(distance, beta)) / beta).Reduce(reduction);
    }
}
