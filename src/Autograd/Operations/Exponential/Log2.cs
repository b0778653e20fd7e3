using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Logarithm to the base 2, element by element. −∞ at 0, NaN below. PyTorch's <c>log2</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Log2() => Operation.Run(new Log2(this));
}

/// <summary>Logarithm of each element to the base 2.</summary>
/// <remarks>In single precision the greatest error is 0.75 units in the last place.</remarks>
[Torch("log2")]
[Formula("log₂ x", "g / (x · ln 2)", Domain = "x > 0")]
public sealed class Log2(Tensor x) : RealUnary<Log2.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient / (X * Math.Log(2));

    /// <summary>log₂ x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Log2(x);
    }
}
