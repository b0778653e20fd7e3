using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Inverse sine in radians, from −π/2 to π/2, element by element. NaN outside [−1, 1]; at ±1 the gradient is infinite. PyTorch's
    /// <c>asin</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Asin() => Operation.Run(new Asin(this));
}

/// <summary>Inverse sine of each element.</summary>
/// <remarks>In single precision the greatest error is 0.9 units in the last place.</remarks>
[Torch("asin")]
[Formula("arcsin x", "g / √(1 − x²)", Domain = "−1 ≤ x ≤ 1")]
public sealed class Asin(Tensor x) : RealUnary<Asin.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * (1 - X.Square()).Rsqrt();

    /// <summary>arcsin x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Asin(x);
    }
}
