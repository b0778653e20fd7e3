using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Reciprocal of the square root, 1 / √x, element by element; ∞ at 0, NaN below. PyTorch's <c>rsqrt</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Rsqrt() => Operation.Run(new Rsqrt(this));
}

/// <summary>Reciprocal of the square root of each element.</summary>
/// <remarks>In single precision the greatest error is 1.49 units in the last place.</remarks>
[Torch("rsqrt")]
[Formula("1 / √x", "−½ · g · y³", Domain = "x > 0")]
public sealed class Rsqrt(Tensor x) : RealUnary<Rsqrt.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * (Pow(3) * -0.5);

    /// <summary>1 / √x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.One / T.Sqrt(x);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Vector<T>.One / Vector.SquareRoot(x);
    }
}
