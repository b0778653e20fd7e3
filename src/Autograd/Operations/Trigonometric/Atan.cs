using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Inverse tangent in radians, from −π/2 to π/2, element by element; ±π/2 at ±∞. PyTorch's <c>atan</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Atan() => Operation.Run(new Atan(this));
}

/// <summary>Inverse tangent of each element.</summary>
/// <remarks>In single precision the greatest error is 0.85 units in the last place.</remarks>
[Torch("atan")]
[Formula("arctan x", "g / (1 + x²)")]
public sealed class Atan(Tensor x) : RealUnary<Atan.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient / (X.Square() + 1);

    /// <summary>arctan x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Atan(x);
    }
}
