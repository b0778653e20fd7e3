namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Hinge loss of scores of classes: every other class c that comes within a margin of the right one costs, Σ max(0, margin − x[target] + x[c])ᵖ / classes,
    /// averaged over all rows. PyTorch's <c>nn.functional.multi_margin_loss</c>; Crammer and Singer 2001 for p = 1.
    /// </summary>
    /// <param name="target">The class of each row: [n] for [n, classes], one number for [classes].</param>
    /// <param name="p">The power, 1 or 2.</param>
    /// <param name="margin">How far ahead the right class has to be.</param>
    /// <param name="weight">How much each class counts, [classes]; all alike if left out.</param>
    /// <param name="reduction">The mean over rows, the sum, or each row's loss.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is neither 1 nor 2.</exception>
    public Tensor MultiMargin(Tensor target, int p = 1, double margin = 1, Tensor? weight = null, LossReduction reduction = LossReduction.Mean)
    {
        if (p is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(p), p, $"MultiMargin: p is {p}; it must be 1 or 2.");
        if (Rank is not (1 or 2))
            throw new ShapeException($"MultiMargin: scores have shape {Shape}; they must be [n, classes] or [classes].");
        var targets = new ClassTargets(this, target, weight, ignoreIndex: null, nameof(MultiMargin));
        var right = targets.Indices.Unsqueeze(targets.Axis);
        var classes = Arange(Shape[targets.Axis]);
        var behind = (margin - Gather(targets.Axis, right) + this).Relu();
        var others = Where(classes.Equal(right), 0, p == 2 ? behind.Square() : behind);
        return (others.Sum(targets.Axis) * targets.Weights / Shape[targets.Axis]).Reduce(reduction);
    }
}
