using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Cross entropy between targets from 0 to 1 and these probabilities, averaged over all elements: −target·ln x − (1 − target)·ln(1 − x), where no
    /// logarithm is below −100. <see cref="BinaryCrossEntropyWithLogits"/> computes the same from what goes into the sigmoid, and keeps its digits.
    /// PyTorch's <c>nn.functional.binary_cross_entropy</c>.
    /// </summary>
    /// <param name="target">The probability of true for each element, of this tensor's shape.</param>
    /// <param name="weight">A factor of each element's loss; of a shape that broadcasts to this one's.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">An element is no probability.</exception>
    public Tensor BinaryCrossEntropy(Tensor target, Tensor? weight = null, LossReduction reduction = LossReduction.Mean)
    {
        RequireShapeOf(target, nameof(BinaryCrossEntropy));
        RequireProbabilities();
        return Weighted(Operation.Run(new BinaryCrossEntropy(this, target)), weight, nameof(BinaryCrossEntropy)).Reduce(reduction);
    }

    private void RequireProbabilities()
    {
        if (Count == 0 || !DType.IsFloatingPoint)
            return;
        using var _ = NoGradient();
        var (least, greatest) = ((double)Min(), (double)Max());
        if (least < 0 || greatest > 1)
        {
            throw new ArgumentException(
                $"BinaryCrossEntropy: takes probabilities from 0 to 1, got {(least < 0 ? least : greatest)}; of logits take BinaryCrossEntropyWithLogits.");
        }
    }

    /// <summary>The losses of single elements, times their weights if there are any.</summary>
    private static Tensor Weighted(Tensor losses, Tensor? weight, string operation)
    {
        if (weight is null)
            return losses;
        var weighted = losses * weight;
        return weighted.Shape == losses.Shape
            ? weighted
            : throw new ShapeException($"{operation}: weights {weight.Shape} do not broadcast to the losses {losses.Shape}.");
    }
}

/// <summary>Cross entropy of each element between a target from 0 to 1 and a probability. Logarithms end at −100, so that certainty that is wrong is finite.</summary>
[Torch("nn.functional.binary_cross_entropy")]
[Formula(
    "−right · max(ln left, −100) − (1 − right) · max(ln(1 − left), −100)", "g · (left − right) / max(left · (1 − left), 1e−12)",
    "g · (ln(1 − left) − ln left)", Shapes = "same")]
public sealed class BinaryCrossEntropy(Tensor probability, Tensor target)
    : RealBinary<BinaryCrossEntropy.Kernel>(probability, target, nameof(BinaryCrossEntropy))
{
    // The divisor is PyTorch's, a number of single precision for all types.
    private const double LeastLog = -100, LeastDivisor = 1e-12f;

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Loss;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient * (Left - Right) / (Left * (1 - Left)).Clamp(min: LeastDivisor);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => gradient * ((-Left).Log1p() - Left.Log());

    /// <summary>−target · max(ln p, −100) − (1 − target) · max(ln(1 − p), −100).</summary>
    public readonly struct Kernel : IRealBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var least = Lanes.Of<T>(LeastLog);
            return (right - Vector<T>.One) * Vector.Max(VectorMath.Log1p(-left), least) - right * Vector.Max(VectorMath.Log(left), least);
        }
    }
}
