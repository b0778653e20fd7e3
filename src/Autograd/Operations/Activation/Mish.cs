using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Mish, x · tanh(ln(1 + eˣ)), element by element. PyTorch's <c>nn.functional.mish</c>.</summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Mish() => Operation.Run(new Mish(this));
}

/// <summary>Mish of each element.</summary>
/// <remarks>In single precision the greatest error is 4.19 units in the last place.</remarks>
[Torch("nn.functional.mish")]
[Formula("x · t, t = tanh(ln(1 + e^x))", "g · (t + x · σ(x) · (1 − t²))")]
public sealed class Mish(Tensor x) : RealUnary<Mish.Kernel>(x)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new MishGradient(X, gradient));

    /// <summary>x · tanh(ln(1 + eˣ)).</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            // Far below 0 the factor is eˣ.
            var result = x * TanhOfSoftplus(x, out _);
            return VectorMath.IsAnyDeep(x, out var deep) ? Vector.ConditionalSelect(deep, VectorMath.TimesDecay(x, x, Vector<T>.Zero), result) : result;
        }

        /// <summary>tanh(ln(1 + eˣ)) and σ(x), both from one exponential, which never overflows.</summary>
        internal static Vector<T> TanhOfSoftplus<T>(Vector<T> x, out Vector<T> sigmoid) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            // With w = e^−|x|: n / (n + 2), n = (1 + eˣ)² − 1, is (1 + 2w) / (1 + 2w + 2w²) for x ≥ 0 and (w² + 2w) / (w² + 2w + 2) below.
            var w = VectorMath.Exp(-Vector.Abs(x));
            var isNegative = Vector.LessThan(x, Vector<T>.Zero);
            sigmoid = Vector.ConditionalSelect(isNegative, w, Vector<T>.One) / (Vector<T>.One + w);
            var numerator = Vector.ConditionalSelect(isNegative, w * w, Vector<T>.One) + w + w;
            return numerator / (numerator + Vector.ConditionalSelect(isNegative, Vector<T>.One, w * w) * Lanes.Of<T>(2));
        }
    }
}

/// <summary>The gradient of a mish.</summary>
[Torch("mish_backward")]
[Formula(
    "right · (t + left · σ(left) · (1 − t²))",
    "g · right · σ · (1 − t²) · (2 + left · (1 − σ − 2 · t · σ)), σ of left",
    "g · (t + left · σ(left) · (1 − t²))")]
public sealed class MishGradient(Tensor x, Tensor gradient) : RealBinary<MishGradient.Kernel>(x, gradient, nameof(MishGradient))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient)
    {
        var (sigmoid, tanh) = (Left.Sigmoid(), Left.Softplus().Tanh());
        return Operation.Run(new TanhGradient(tanh, gradient * Right * sigmoid)) * (Left * (1 - sigmoid - tanh * sigmoid * 2) + 2);
    }

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new MishGradient(Left, gradient));

    /// <summary>right · (t + left · σ(left) · (1 − t²)).</summary>
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
            var tanh = Autograd.Mish.Kernel.TanhOfSoftplus(left, out var sigmoid);
            return right * (tanh + left * sigmoid * (Vector<T>.One - tanh * tanh));
        }
    }
}
