using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The lesser of two numbers, element by element, broadcast; NaN if one of them is. Where they are equal, each gets half the gradient.
    /// Of booleans it is the logical and. PyTorch's <c>minimum</c>.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the promoted type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Minimum(Tensor other) => BothBool(other) ? And(other) : Operation.Run(new Minimum(this, other));
}

/// <summary>The lesser of two tensors, element by element, broadcast.</summary>
[Torch("minimum")]
[Formula("min(left, right)", "g where left < right, g / 2 where equal, else 0", "g where right < left, g / 2 where equal, else 0")]
public sealed class Minimum(Tensor left, Tensor right) : ElementwiseBinary<Minimum.Kernel>(left, right, nameof(Minimum))
{
    // Asked the other way round, so that NaN passes the gradient on to both.
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Where(Left > Right, 0, Where(Left.Equal(Right), gradient / 2, gradient));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Where(Right > Left, 0, Where(Left.Equal(Right), gradient / 2, gradient));

    /// <summary>min(left, right).</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.Min(left, right);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector.Min(left, right);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector512.Min(left, right);
    }
}
