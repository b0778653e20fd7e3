using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Logistic function, 1 / (1 + e⁻ˣ), element by element; it neither overflows nor loses digits for large |x|. PyTorch's <c>sigmoid</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Sigmoid() => Operation.Run(new Sigmoid(this));
}

/// <summary>Logistic function of each element.</summary>
/// <remarks>In single precision the greatest error is 2 units in the last place.</remarks>
[Torch("sigmoid")]
[Formula("1 / (1 + e^(−x))", "g · y · (1 − y)")]
public sealed class Sigmoid(Tensor x) : RealUnary<Sigmoid.Kernel>(x)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new SigmoidGradient(this, gradient));

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => VectorMath.Sigmoid(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => VectorMath.Sigmoid(x);
    }
}

/// <summary>The gradient of a logistic function, from its result.</summary>
[Torch("sigmoid_backward")]
[Formula("right · left · (1 − left)", "g · right · (1 − 2 · left)", "g · left · (1 − left)")]
public sealed class SigmoidGradient(Tensor result, Tensor gradient) : RealBinary<SigmoidGradient.Kernel>(result, gradient, nameof(SigmoidGradient))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient * Right * (1 - Left * 2);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new SigmoidGradient(Left, gradient));

    /// <summary>right · left · (1 − left).</summary>
    public readonly struct Kernel : IRealBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            right * left * (Vector<T>.One - left);
    }
}
