using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Negative, −x, element by element.</summary>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="TypeException">The tensor is Bool; use <see cref="Not"/>.</exception>
    public Tensor Neg() => Operation.Run(new Neg(this));

    /// <inheritdoc cref="Neg"/>
    public static Tensor operator -(Tensor x) => NotNull(x).Neg();
}

/// <summary>Negative of each element.</summary>
[Torch("neg")]
[Formula("−x", "−g")]
public sealed class Neg(Tensor x) : ElementwiseUnary<Neg.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => -gradient;

    /// <summary>−x.</summary>
    public readonly struct Kernel : IUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => -x;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => -x;
    }
}
