using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The least whole number that is not below x, ⌈x⌉, element by element.
    /// The gradient is 0: the function is constant almost everywhere. PyTorch's <c>ceil</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; integers are returned as they are.</returns>
    public Tensor Ceiling() => DType.IsInteger ? this : Operation.Run(new Ceiling(this));
}

/// <summary>Each element rounded up.</summary>
[Torch("ceil")]
[Formula("⌈x⌉", "0")]
public sealed class Ceiling(Tensor x) : RealUnary<Ceiling.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Zeros(Shape, DType);

    /// <summary>⌈x⌉.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Ceiling(x);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => typeof(T) == typeof(float)
            ? Vector.Ceiling(x.As<T, float>()).As<float, T>()
            : Vector.Ceiling(x.As<T, double>()).As<double, T>();
    }
}
