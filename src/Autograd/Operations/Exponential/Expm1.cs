using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// eˣ − 1, element by element, without the loss of digits that subtracting from <see cref="Exp"/> has near 0. PyTorch's <c>expm1</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Expm1() => Operation.Run(new Expm1(this));
}

/// <summary>Exponential of each element, less 1.</summary>
/// <remarks>In single precision the greatest error is 1.25 units in the last place.</remarks>
[Torch("expm1")]
[Formula("e^x − 1", "g · (y + 1)")]
public sealed class Expm1(Tensor x) : RealUnary<Expm1.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * (this + 1);

    /// <summary>eˣ − 1.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Expm1(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Expm1(x);
    }
}
