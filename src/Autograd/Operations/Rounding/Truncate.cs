using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The whole part, x without its fraction, element by element: rounded towards 0.
    /// The gradient is 0: the function is constant almost everywhere. PyTorch's <c>trunc</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; integers are returned as they are.</returns>
    public Tensor Truncate() => DType.IsInteger ? this : Operation.Run(new Truncate(this));
}

/// <summary>Each element rounded towards 0.</summary>
[Torch("trunc")]
[Formula("x without its fraction", "0")]
public sealed class Truncate(Tensor x) : RealUnary<Truncate.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Zeros(Shape, DType);

    /// <summary>x without its fraction.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Truncate(x);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => typeof(T) == typeof(float)
            ? Vector.Truncate(x.As<T, float>()).As<float, T>()
            : Vector.Truncate(x.As<T, double>()).As<double, T>();
    }
}
