using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Absolute value, |x|, element by element. At 0 the gradient is 0. PyTorch's <c>abs</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="TypeException">The tensor is Bool.</exception>
    public Tensor Abs() => Operation.Run(new Abs(this));
}

/// <summary>Absolute value of each element.</summary>
[Torch("abs")]
[Formula("max(x, −x)", "g · sign x")]
public sealed class Abs(Tensor x) : ElementwiseUnary<Abs.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * X.Sign();

    /// <summary>|x|.</summary>
    public readonly struct Kernel : IUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        // T.Abs would throw at the least integer, whose negative wraps to itself.
        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.IsNegative(x) ? -x : x;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector.Abs(x);
    }
}
