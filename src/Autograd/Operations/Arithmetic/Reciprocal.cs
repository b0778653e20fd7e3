using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Reciprocal, 1 / x, element by element; ±∞ at ±0. PyTorch's <c>reciprocal</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Reciprocal() => Operation.Run(new Reciprocal(this));
}

/// <summary>Reciprocal of each element.</summary>
/// <remarks>In single precision the greatest error is 0.5 units in the last place.</remarks>
[Torch("reciprocal")]
[Formula("1 / x", "−g · y²", Domain = "x ≠ 0")]
public sealed class Reciprocal(Tensor x) : RealUnary<Reciprocal.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => -gradient * Square();

    /// <summary>1 / x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => T.One / x;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Vector<T>.One / x;
    }
}
