using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Quotient, left / right, element by element, broadcast. Division by 0 gives ±∞, and 0 / 0 NaN. Integers are converted to Float32
    /// first: 1 / 2 is 0.5, as in PyTorch; see <see cref="FloorDivide"/> for whole quotients.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the promoted floating-point type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Div(Tensor other) => Operation.Run(new Div(this, other));

    /// <inheritdoc cref="Div(Tensor)"/>
    public static Tensor operator /(Tensor left, Tensor right) => NotNull(left).Div(right);
}

/// <summary>Quotient of two tensors, element by element, broadcast.</summary>
[Torch("div")]
[Formula("left / right", "g / right", "−g · y / right", Domain = "right ≠ 0")]
public sealed class Div(Tensor left, Tensor right) : RealBinary<Div.Kernel>(left, right, nameof(Div))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient / Right;

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => -gradient * (this / Right);

    /// <summary>left / right.</summary>
    public readonly struct Kernel : IRealBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => left / right;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => left / right;

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => left / right;
    }
}
