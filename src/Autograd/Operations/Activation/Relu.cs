using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Rectified linear unit, max(x, 0), element by element. At 0 the gradient is 0; NaN stays NaN.</summary>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    public Tensor Relu() => Operation.Run(new Relu(this));
}

/// <summary>Rectified linear unit.</summary>
[Torch("relu")]
[Formula("max(x, 0)", "0 where y ≤ 0, else g")]
public sealed class Relu(Tensor x) : ElementwiseUnary<Relu.Kernel>(x)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new ReluGradient(this, gradient));

    /// <summary>max(x, 0).</summary>
    public readonly struct Kernel : IUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => x < T.Zero ? T.Zero : x;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), Vector<T>.Zero, x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), Vector512<T>.Zero, x);
    }
}

/// <summary>The gradient where a rectified linear unit is open, else 0. Linear in the gradient; constant in the unit's result.</summary>
[Torch("threshold_backward")]
[Formula("0 where left ≤ 0, else right", "0", "0 where left ≤ 0, else g")]
public sealed class ReluGradient(Tensor result, Tensor gradient) : ElementwiseBinary<ReluGradient.Kernel>(result, gradient, nameof(ReluGradient))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Zeros(Shape, DType);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new ReluGradient(Left, gradient));

    /// <summary>0 where the result is at most 0, else the gradient: where the result is NaN, it passes.</summary>
    public readonly struct Kernel : IBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => left <= T.Zero ? T.Zero : right;

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            Vector.ConditionalSelect(Vector.LessThanOrEqual(left, Vector<T>.Zero), Vector<T>.Zero, right);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            Vector512.ConditionalSelect(Vector512.LessThanOrEqual(left, Vector512<T>.Zero), Vector512<T>.Zero, right);
    }
}
