using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Hyperbolic sine, (eˣ − e⁻ˣ) / 2, element by element. PyTorch's <c>sinh</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Sinh() => Operation.Run(new Sinh(this));
}

/// <summary>Hyperbolic sine of each element.</summary>
/// <remarks>In single precision the greatest error is 1.89 units in the last place.</remarks>
[Torch("sinh")]
[Formula("sinh x", "g · cosh x")]
public sealed class Sinh(Tensor x) : RealUnary<Sinh.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * X.Cosh();

    /// <summary>sinh x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Sinh(x);
    }
}
