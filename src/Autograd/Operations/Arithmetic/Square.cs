using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Square, x², element by element. PyTorch's <c>square</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Int64 for booleans.</returns>
    public Tensor Square() => Operation.Run(new Square(DType == DType.Bool ? Cast(DType.Int64) : this));
}

/// <summary>Square of each element.</summary>
[Torch("square")]
[Formula("x²", "2 · g · x")]
public sealed class Square(Tensor x) : ElementwiseUnary<Square.Kernel>(x)
{
    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient * (X * 2);

    /// <summary>x².</summary>
    public readonly struct Kernel : IUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => x * x;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => x * x;
    }
}
