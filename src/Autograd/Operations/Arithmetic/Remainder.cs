using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Remainder, left − ⌊left / right⌋ · right, element by element, broadcast. It has the sign of the right, as in PyTorch and Python;
    /// C#'s own % on numbers has that of the left. Of floating-point numbers by 0 it is NaN. PyTorch's <c>remainder</c>.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the promoted type; integers stay integers.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">Both are Bool.</exception>
    /// <exception cref="DivideByZeroException">An integer is divided by 0.</exception>
    public Tensor Remainder(Tensor other) => Operation.Run(new Remainder(this, other));

    /// <inheritdoc cref="Remainder(Tensor)"/>
    public static Tensor operator %(Tensor left, Tensor right) => NotNull(left).Remainder(right);
}

/// <summary>Remainder of a division rounded down, element by element, broadcast.</summary>
[Torch("remainder")]
[Formula("left − ⌊left / right⌋ · right", "g", "−g · ⌊left / right⌋", Domain = "right ≠ 0")]
public sealed class Remainder(Tensor left, Tensor right) : ElementwiseBinary<Remainder.Kernel>(left, right, nameof(Remainder))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient;

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => -gradient * Left.FloorDivide(Right);

    /// <summary>left − ⌊left / right⌋ · right.</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            // The processor cannot divide the least integer by −1; the remainder is 0 for all.
            if ((typeof(T) == typeof(int) || typeof(T) == typeof(long)) && right == -T.One)
                return T.Zero;
            var remainder = left % right;
            return remainder != T.Zero && (remainder < T.Zero) != (right < T.Zero) ? remainder + right : remainder;
        }
    }
}
