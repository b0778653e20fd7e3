using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Exponential, eˣ, element by element. ∞ where the result is too large for the type. PyTorch's <c>exp</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Exp() => Operation.Run(new Exp(this));
}

/// <summary>Exponential of each element.</summary>
/// <remarks>In single precision the greatest error is 0.9 units in the last place.</remarks>
[Torch("exp")]
[Formula("e^x", "g · y")]
public sealed class Exp(Tensor x) : RealUnary<Exp.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * this;

    /// <summary>eˣ.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Exp(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Exp(x);
    }
}
