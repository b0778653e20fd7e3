using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The nearest whole number, element by element; halves go to the even neighbour: 0.5 to 0, 1.5 and 2.5 to 2.
    /// The gradient is 0: the function is constant almost everywhere. PyTorch's <c>round</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; integers are returned as they are.</returns>
    public Tensor Round() => DType.IsInteger ? this : Operation.Run(new Round(this));
}

/// <summary>Each element rounded to the nearest whole number.</summary>
[Torch("round")]
[Formula("the nearest whole number, the even one of two", "0")]
public sealed class Round(Tensor x) : RealUnary<Round.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Zeros(Shape, DType);

    /// <summary>the nearest whole number, the even one of two.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Round(x);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => typeof(T) == typeof(float)
            ? Vector.Round(x.As<T, float>()).As<float, T>()
            : Vector.Round(x.As<T, double>()).As<double, T>();
    }
}
