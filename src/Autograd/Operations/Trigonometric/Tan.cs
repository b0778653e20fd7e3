using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Tangent, element by element, of angles in radians. NaN at ±∞. PyTorch's <c>tan</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Tan() => Operation.Run(new Tan(this));
}

/// <summary>Tangent of each element.</summary>
/// <remarks>In single precision the greatest error is 1.48 units in the last place.</remarks>
[Torch("tan")]
[Formula("tan x", "g · (1 + y²)", Domain = "x ≠ π/2 + kπ")]
public sealed class Tan(Tensor x) : RealUnary<Tan.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * (Square() + 1);

    /// <summary>tan x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Tan(x);
    }
}
