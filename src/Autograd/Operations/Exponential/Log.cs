using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Natural logarithm, ln x, element by element. −∞ at 0, NaN below. PyTorch's <c>log</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Log() => Operation.Run(new Log(this));
}

/// <summary>Natural logarithm of each element.</summary>
/// <remarks>In single precision the greatest error is 0.85 units in the last place.</remarks>
[Torch("log")]
[Formula("ln x", "g / x", Domain = "x > 0")]
public sealed class Log(Tensor x) : RealUnary<Log.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient / X;

    /// <summary>ln x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Log(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Log(x);
    }
}
