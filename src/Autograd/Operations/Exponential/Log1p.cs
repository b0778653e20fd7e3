using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// ln(1 + x), element by element, without the loss of digits that adding 1 first has near 0. −∞ at −1, NaN below. PyTorch's
    /// <c>log1p</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Log1p() => Operation.Run(new Log1p(this));
}

/// <summary>Natural logarithm of 1 plus each element.</summary>
/// <remarks>In single precision the greatest error is 1.57 units in the last place.</remarks>
[Torch("log1p")]
[Formula("ln (1 + x)", "g / (1 + x)", Domain = "x > −1")]
public sealed class Log1p(Tensor x) : RealUnary<Log1p.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient / (X + 1);

    /// <summary>ln (1 + x).</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Log1p(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Log1p(x);
    }
}
