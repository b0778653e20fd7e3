using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Inverse cosine in radians, from 0 to π, element by element. NaN outside [−1, 1]; at ±1 the gradient is infinite. PyTorch's
    /// <c>acos</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Acos() => Operation.Run(new Acos(this));
}

/// <summary>Inverse cosine of each element.</summary>
/// <remarks>In single precision the greatest error is 0.9 units in the last place.</remarks>
[Torch("acos")]
[Formula("arccos x", "−g / √(1 − x²)", Domain = "−1 ≤ x ≤ 1")]
public sealed class Acos(Tensor x) : RealUnary<Acos.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => -gradient * (1 - X.Square()).Rsqrt();

    /// <summary>arccos x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Acos(x);
    }
}
