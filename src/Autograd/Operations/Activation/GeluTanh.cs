using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Gaussian error linear unit as <see cref="GeluApproximation.Tanh"/> has it.</summary>
[Torch("nn.functional.gelu")]
[Formula("x · (1 + tanh u) / 2, u = √(2/π) · (x + 0.044715 · x³)", "g · ((1 + t) + x · (1 − t²) · u′) / 2, t = tanh u")]
public sealed class GeluTanh(Tensor x) : RealUnary<GeluTanh.Kernel>(x)
{
    internal const double Scale = 0.79788456080286535588;        // √(2/π)
    internal const double Cubic = 0.044715;

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new GeluTanhGradient(X, gradient));

    /// <summary>x · (1 + tanh u) / 2, which is x · σ(2u).</summary>
    public readonly struct Kernel : IRealUnaryKernel
    {
        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            x * VectorMath.Sigmoid(x * (Lanes.Of<T>(2 * Scale) + x * x * Lanes.Of<T>(2 * Scale * Cubic)));
    }
}

/// <summary>The gradient of the approximated Gaussian error linear unit.</summary>
[Torch("gelu_backward")]
[Formula(
    "right · ((1 + t) + left · (1 − t²) · u′) / 2",
    "g · right · (1 − t²) · (u′ · (1 − left · t · u′) + left · u″ / 2)",
    "g · ((1 + t) + left · (1 − t²) · u′) / 2")]
public sealed class GeluTanhGradient(Tensor x, Tensor gradient) : RealBinary<GeluTanhGradient.Kernel>(x, gradient, nameof(GeluTanhGradient))
{
    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient)
    {
        var square = Left.Square();
        var cubic = square * (3 * GeluTanh.Cubic * GeluTanh.Scale);         // left · u″ / 2
        var slope = cubic + GeluTanh.Scale;                                 // u′
        var tanh = ((square * GeluTanh.Cubic + 1) * Left * GeluTanh.Scale).Tanh();
        var bend = slope * (1 - Left * tanh * slope) + cubic;
        return Operation.Run(new TanhGradient(tanh, gradient * Right)) * bend;
    }

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new GeluTanhGradient(Left, gradient));

    /// <summary>right · ((1 + t) + left · (1 − t²) · u′) / 2, with σ(2u) = (1 + t) / 2.</summary>
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
            var square = left * left;
            var twiceU = left * (Lanes.Of<T>(2 * GeluTanh.Scale) + square * Lanes.Of<T>(2 * GeluTanh.Scale * GeluTanh.Cubic));
            var twiceSlope = Lanes.Of<T>(2 * GeluTanh.Scale) + square * Lanes.Of<T>(6 * GeluTanh.Scale * GeluTanh.Cubic);
            var sigmoid = VectorMath.Sigmoid(twiceU);
            return right * (sigmoid + left * sigmoid * (Vector<T>.One - sigmoid) * twiceSlope);
        }
    }
}
