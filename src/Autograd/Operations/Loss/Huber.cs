using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Huber's loss, averaged over all elements: with d = x − target, d²/2 up to a distance of delta and delta·(|d| − delta/2) beyond, so that
    /// outliers pull no harder than delta. PyTorch's <c>nn.functional.huber_loss</c>.
    /// </summary>
    /// <param name="target">What this tensor should be, of its shape.</param>
    /// <param name="delta">The distance from which the loss grows in a straight line; greater than 0.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">delta is not greater than 0.</exception>
    public Tensor Huber(Tensor target, double delta = 1, LossReduction reduction = LossReduction.Mean)
    {
        if (!(delta > 0))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, $"Huber: delta is {delta}; it is a distance, greater than 0.");
        return Operation.Run(new Huber(Sub(RequireShapeOf(target, nameof(Huber))), delta)).Reduce(reduction);
    }
}

/// <summary>Huber's loss of a distance: square near 0, straight beyond delta.</summary>
[Torch("nn.functional.huber_loss")]
[Formula("x²/2 where |x| < δ, else δ · (|x| − δ/2)", "g · clamp(x, −δ, δ)")]
public sealed class Huber(Tensor x, double delta) : RealUnary<Huber.Kernel>(x, new Kernel(delta))
{
    /// <summary>The distance from which the loss grows in a straight line.</summary>
    public double Delta { get; } = delta;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("δ", Delta)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Loss;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * X.Clamp(-Delta, Delta);

    /// <summary>With c = min(|x|, δ): c · (|x| − c/2), which is both branches at once.</summary>
    public readonly struct Kernel(double delta) : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var distance = Vector.Abs(x);
            var near = Vector.Min(distance, Lanes.Of<T>(delta));
            return near * (distance - near * Lanes.Of<T>(0.5));
        }
    }
}
