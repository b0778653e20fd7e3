using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Sign, element by element: 1 above 0, −1 below, 0 at ±0 and NaN. The gradient is 0: the function is constant almost everywhere.
    /// PyTorch's <c>sign</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="TypeException">The tensor is Bool.</exception>
    public Tensor Sign() => Operation.Run(new Sign(this));
}

/// <summary>Sign of each element.</summary>
[Torch("sign")]
[Formula("sign x", "0")]
public sealed class Sign(Tensor x) : ElementwiseUnary<Sign.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Zeros(Shape, DType);

    /// <summary>sign x.</summary>
    public readonly struct Kernel : IUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => x > T.Zero ? T.One : x < T.Zero ? -T.One : T.Zero;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            (Vector.GreaterThan(x, Vector<T>.Zero) & Vector<T>.One) - (Vector.LessThan(x, Vector<T>.Zero) & Vector<T>.One);
    }
}
