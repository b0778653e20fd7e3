using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Hyperbolic tangent, (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), element by element; ±1 at ±∞. PyTorch's <c>tanh</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Tanh() => Operation.Run(new Tanh(this));
}

/// <summary>Hyperbolic tangent of each element.</summary>
/// <remarks>In single precision the greatest error is 1.59 units in the last place.</remarks>
[Torch("tanh")]
[Formula("tanh x", "g · (1 − y²)")]
public sealed class Tanh(Tensor x) : RealUnary<Tanh.Kernel>(x)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new TanhGradient(this, gradient));

    /// <summary>tanh x.</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Tanh(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Tanh(x);
    }
}

/// <summary>The gradient of a hyperbolic tangent, from its result.</summary>
[Torch("tanh_backward")]
[Formula("right · (1 − left²)", "−2 · g · left · right", "g · (1 − left²)")]
public sealed class TanhGradient(Tensor result, Tensor gradient) : RealBinary<TanhGradient.Kernel>(result, gradient, nameof(TanhGradient))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient * Left * Right * -2;

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new TanhGradient(Left, gradient));

    /// <summary>right · (1 − left²).</summary>
    public readonly struct Kernel : IRealBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            right * (Vector<T>.One - left * left);
    }
}
