using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Cross entropy between targets from 0 to 1 and the probabilities σ(x) of these logits, averaged over all elements:
    /// −target·ln σ(x) − (1 − target)·ln(1 − σ(x)), computed without σ, so that nothing overflows or is rounded to 0.
    /// PyTorch's <c>nn.functional.binary_cross_entropy_with_logits</c>.
    /// </summary>
    /// <param name="target">The probability of true for each element, of this tensor's shape.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <param name="weight">A factor of each element's loss; of a shape that broadcasts to this one's.</param>
    /// <param name="positiveWeight">A factor of the first term, for the rarer outcome to count more; of a shape that broadcasts to this one's.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor BinaryCrossEntropyWithLogits(
        Tensor target, LossReduction reduction = LossReduction.Mean, Tensor? weight = null, Tensor? positiveWeight = null)
    {
        RequireShapeOf(target, nameof(BinaryCrossEntropyWithLogits));
        var losses = positiveWeight is null
            ? Operation.Run(new BinaryCrossEntropyWithLogits(this, target))
            : (1 - target) * this + (1 + (positiveWeight - 1) * target) * (-this).Softplus(threshold: double.PositiveInfinity);
        return Weighted(losses, weight, nameof(BinaryCrossEntropyWithLogits)).Reduce(reduction);
    }
}

/// <summary>Cross entropy of each element between a target from 0 to 1 and the probability that a logit stands for.</summary>
[Torch("nn.functional.binary_cross_entropy_with_logits")]
[Formula("(1 − right) · left + ln(1 + e^(−left))", "g · (σ(left) − right)", "−g · left", Shapes = "same")]
public sealed class BinaryCrossEntropyWithLogits(Tensor logits, Tensor target)
    : RealBinary<BinaryCrossEntropyWithLogits.Kernel>(logits, target, nameof(BinaryCrossEntropyWithLogits))
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Loss;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient * (Left.Sigmoid() - Right);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => -gradient * Left;

    /// <summary>(1 − target) · logit + softplus(−logit).</summary>
    public readonly struct Kernel : IRealBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            (Vector<T>.One - right) * left + VectorMath.Softplus(-left);
    }
}
