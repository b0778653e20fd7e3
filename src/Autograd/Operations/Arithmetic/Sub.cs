using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Difference, left − right, element by element, broadcast.</summary>
    /// <returns>A tensor of the broadcast shape and the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">One of them is Bool; use <see cref="Xor"/> or <see cref="Not"/>, as in PyTorch.</exception>
    public Tensor Sub(Tensor other)
    {
        if (DType == DType.Bool || NotNull(other).DType == DType.Bool)
        {
            throw new TypeException(
                $"Sub: {DType} − {NotNull(other).DType}: booleans have no difference; use Xor or Not, or convert with Cast(DType.Int64) first.");
        }
        return Operation.Run(new Sub(this, other));
    }

    /// <inheritdoc cref="Sub(Tensor)"/>
    public static Tensor operator -(Tensor left, Tensor right) => NotNull(left).Sub(right);
}

/// <summary>Difference of two tensors, element by element, broadcast.</summary>
[Torch("sub")]
[Formula("left − right", "g", "−g")]
public sealed class Sub(Tensor left, Tensor right) : ElementwiseBinary<Sub.Kernel>(left, right, nameof(Sub))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient;

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => -gradient;

    /// <summary>left − right.</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left - right;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left - right;

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left - right;
    }
}
