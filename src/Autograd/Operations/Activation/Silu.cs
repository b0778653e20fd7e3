using System.Numerics;
using System.Runtime.Intrinsics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Sigmoid linear unit (swish), x · σ(x), element by element. PyTorch's <c>nn.functional.silu</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Silu() => Operation.Run(new Silu(this));
}

/// <summary>Sigmoid linear unit.</summary>
/// <remarks>In single precision the greatest error is 2.4 units in the last place, and 52 below −87, where σ is subnormal.</remarks>
[Torch("nn.functional.silu")]
[Formula("x · σ(x)", "g · σ(x) · (1 + x · (1 − σ(x)))")]
public sealed class Silu(Tensor x) : RealUnary<Silu.Kernel>(x)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new SiluGradient(X, gradient));

    /// <summary>x · σ(x).</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => x * VectorMath.Sigmoid(x);

        /// <inheritdoc/>
        public static bool IsWide => true;

        /// <inheritdoc/>
        public Vector512<float> Invoke(Vector512<float> x) => x * VectorMath.Sigmoid(x);
    }
}

/// <summary>The gradient of a sigmoid linear unit.</summary>
[Torch("silu_backward")]
[Formula(
    "right · σ(left) · (1 + left · (1 − σ(left)))",
    "g · right · σ · (1 − σ) · (2 + left · (1 − 2σ)), σ of left",
    "g · σ(left) · (1 + left · (1 − σ(left)))")]
public sealed class SiluGradient(Tensor x, Tensor gradient) : RealBinary<SiluGradient.Kernel>(x, gradient, nameof(SiluGradient))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient)
    {
        var sigmoid = Left.Sigmoid();
        return Operation.Run(new SigmoidGradient(sigmoid, gradient * Right)) * (Left * (1 - sigmoid * 2) + 2);
    }

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new SiluGradient(Left, gradient));

    /// <summary>right · σ(left) · (1 + left · (1 − σ(left))).</summary>
    public readonly struct Kernel : IRealBinaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var sigmoid = VectorMath.Sigmoid(left);
            return right * sigmoid * (Vector<T>.One + left * (Vector<T>.One - sigmoid));
        }
    }
}
