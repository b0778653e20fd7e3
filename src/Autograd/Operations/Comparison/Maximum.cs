using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The greater of two numbers, element by element, broadcast; NaN if one of them is. Where they are equal, each gets half the gradient.
    /// Of booleans it is the logical or. PyTorch's <c>maximum</c>.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Maximum(Tensor other) => BothBool(other) ? Or(other) : Operation.Run(new Maximum(this, other));
}

/// <summary>The greater of two tensors, element by element, broadcast.</summary>
[Torch("maximum")]
[Formula("max(left, right)", "g where left > right, g / 2 where equal, else 0", "g where right > left, g / 2 where equal, else 0")]
public sealed class Maximum(Tensor left, Tensor right) : ElementwiseBinary<Maximum.Kernel>(left, right, nameof(Maximum))
{
    // Asked the other way round, so that NaN passes the gradient on to both.
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Where(Left < Right, 0, Where(Left.Equal(Right), gradient / 2, gradient));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Where(Right < Left, 0, Where(Left.Equal(Right), gradient / 2, gradient));

    /// <summary>max(left, right).</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Max(left, right);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector.Max(left, right);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector512.Max(left, right);
    }
}
