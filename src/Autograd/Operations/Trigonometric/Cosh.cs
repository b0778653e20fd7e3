using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Hyperbolic cosine, (eˣ + e⁻ˣ) / 2, element by element. PyTorch's <c>cosh</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Cosh() => Operation.Run(new Cosh(this));
}

/// <summary>Hyperbolic cosine of each element.</summary>
[Torch("cosh")]
[Formula("cosh x", "g · sinh x")]
public sealed class Cosh(Tensor x) : RealUnary<Cosh.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * X.Sinh();

    /// <summary>cosh x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.Cosh(x);
    }
}
