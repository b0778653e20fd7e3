using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Logarithm to the base 10, element by element. −∞ at 0, NaN below. PyTorch's <c>log10</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Log10() => Operation.Run(new Log10(this));
}

/// <summary>Logarithm of each element to the base 10.</summary>
/// <remarks>In single precision the greatest error is 0.5 units in the last place.</remarks>
[Torch("log10")]
[Formula("log₁₀ x", "g / (x · ln 10)", Domain = "x > 0")]
public sealed class Log10(Tensor x) : RealUnary<Log10.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient / (X * Math.Log(10));

    /// <summary>log₁₀ x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            // That of single precision errs by two units in the last place.
            T.CreateTruncating(double.Log10(double.CreateTruncating(x)));
    }
}
