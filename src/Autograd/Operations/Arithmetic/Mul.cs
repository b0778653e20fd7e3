using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Product, left · right, element by element, broadcast. Of booleans it is the logical and, as in PyTorch.</summary>
    /// <returns>A tensor of the broadcast shape and the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Mul(Tensor other) => BothBool(other) ? And(other) : Operation.Run(new Mul(this, other));

    /// <inheritdoc cref="Mul(Tensor)"/>
    public static Tensor operator *(Tensor left, Tensor right) => NotNull(left).Mul(right);
}

/// <summary>Product of two tensors, element by element, broadcast.</summary>
[Torch("mul")]
[Formula("left · right", "g · right", "g · left")]
public sealed class Mul(Tensor left, Tensor right) : ElementwiseBinary<Mul.Kernel>(left, right, nameof(Mul))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient * Right;

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => gradient * Left;

    /// <summary>left · right.</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left * right;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left * right;

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left * right;
    }
}
