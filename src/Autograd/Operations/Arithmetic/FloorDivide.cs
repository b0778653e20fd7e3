using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Whole quotient, ⌊left / right⌋, element by element, broadcast; rounded down also for negative numbers, as in PyTorch.
    /// The gradient is 0: the function is constant almost everywhere.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the promoted type; integers stay integers.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="DivideByZeroException">An integer is divided by 0.</exception>
    public Tensor FloorDivide(Tensor other) => Operation.Run(new FloorDivide(this, other));
}

/// <summary>Whole quotient of two tensors, element by element, broadcast.</summary>
[Torch("floor_divide")]
[Formula("⌊left / right⌋", "0", "0", Domain = "right ≠ 0")]
public sealed class FloorDivide(Tensor left, Tensor right) : ElementwiseBinary<FloorDivide.Kernel>(left, right, nameof(FloorDivide))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Zeros(Shape, DType);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Zeros(Shape, DType);

    /// <summary>⌊left / right⌋.</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            if (typeof(T) == typeof(float))
                return (T)(object)(float)Floored((float)(object)left, (float)(object)right);
            if (typeof(T) == typeof(double))
                return (T)(object)Floored((double)(object)left, (double)(object)right);
            // The processor cannot divide the least integer by −1; its negative wraps to itself.
            if (right == -T.One)
                return -left;
            var quotient = left / right;
            return (left % right != T.Zero && T.IsNegative(left) != T.IsNegative(right)) ? quotient - T.One : quotient;
        }

        // From the remainder, so that the quotient is exact: 1 / 0.1 holds nine whole tenths and a bit, not ten.
        private static T Floored<T>(T left, T right) where T : IFloatingPointIeee754<T>
        {
            if (T.IsZero(right))
                return left / right;
            var remainder = left % right;
            var quotient = (left - remainder) / right;
            if (!T.IsZero(remainder) && T.IsNegative(right) != T.IsNegative(remainder))
                quotient -= T.One;
            return T.IsZero(quotient) ? T.CopySign(T.Zero, left / right) : T.Round(quotient);
        }
    }
}
