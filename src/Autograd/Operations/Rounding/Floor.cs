using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The greatest whole number that is not above x, ⌊x⌋, element by element.
    /// The gradient is 0: the function is constant almost everywhere. PyTorch's <c>floor</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; integers are returned as they are.</returns>
    public Tensor Floor() => DType.IsInteger ? this : Operation.Run(new Floor(this));
}

/// <summary>Each element rounded down.</summary>
[Torch("floor")]
[Formula("⌊x⌋", "0")]
public sealed class Floor(Tensor x) : RealUnary<Floor.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Zeros(Shape, DType);

    /// <summary>⌊x⌋.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Floor(x);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => typeof(T) == typeof(float)
            ? Vector.Floor(x.As<T, float>()).As<float, T>()
            : Vector.Floor(x.As<T, double>()).As<double, T>();
    }
}
