using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Square root, √x, element by element. NaN below 0; at 0 the gradient is infinite.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Sqrt() => Operation.Run(new Sqrt(this));
}

/// <summary>Square root of each element.</summary>
/// <remarks>In single precision the greatest error is 0.5 units in the last place.</remarks>
[Torch("sqrt")]
[Formula("√x", "g / (2·y)", Domain = "x ≥ 0")]
public sealed class Sqrt(Tensor x) : RealUnary<Sqrt.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient / (this * 2);

    /// <summary>√x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Sqrt(x);

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Vector.SquareRoot(x);
    }
}
