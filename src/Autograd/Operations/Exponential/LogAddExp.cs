using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// ln(eˡᵉᶠᵗ + eʳⁱᵍʰᵗ), element by element, broadcast: the sum of two probabilities given by their logarithms. It does not overflow
    /// where the exponentials would. PyTorch's <c>logaddexp</c>.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the promoted floating-point type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LogAddExp(Tensor other) => Operation.Run(new LogAddExp(this, other));
}

/// <summary>Logarithm of the sum of two exponentials, element by element, broadcast.</summary>
[Torch("logaddexp")]
[Formula("ln(e^left + e^right)", "g · σ(left − right)", "g · σ(right − left)")]
public sealed class LogAddExp(Tensor left, Tensor right) : RealBinary<LogAddExp.Kernel>(left, right, nameof(LogAddExp))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient * (Left - Right).Sigmoid();

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => gradient * (Right - Left).Sigmoid();

    /// <summary>max(left, right) + ln(1 + e^−|left − right|).</summary>
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
            // Equal infinities have no difference.
            var difference = Vector.ConditionalSelect(Vector.Equals(left, right), Vector<T>.Zero, left - right);
            return Vector.Max(left, right) + VectorMath.Log1p(VectorMath.Exp(-Vector.Abs(difference)));
        }
    }
}
