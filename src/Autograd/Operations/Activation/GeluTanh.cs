using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>Gaussian error linear unit as <see cref="GeluApproximation.Tanh"/> has it.</summary>
/// <remarks>In single precision the greatest error is 2.89 units in the last place.</remarks>
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
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            // Down to −84 is 2u, whose every rounding error would be one of the result, 84 times as large: it is computed with what rounding
            // takes away beside it. Beyond ±32 σ is 0 or 1.
            var t = Vector.MinNative(Lanes.Of<T>(32), Vector.MaxNative(Lanes.Of<T>(-32), x));
            var square = t * t;
            var squareRest = MatrixTile.MultiplyAdd(t, t, -square);
            var cubic = square * CubicHigh<T>();
            var cubicRest = MatrixTile.MultiplyAdd(square, CubicHigh<T>(), -cubic) + square * CubicLow<T>() + squareRest * CubicHigh<T>();
            var slope = cubic + ScaleHigh<T>();
            var added = slope - cubic;
            var slopeRest = cubic - (slope - added) + (ScaleHigh<T>() - added) + (cubicRest + ScaleLow<T>());
            var twiceU = t * slope;
            return VectorMath.TimesSigmoid(x, twiceU, MatrixTile.MultiplyAdd(t, slope, -twiceU) + t * slopeRest);
        }

        // 2·√(2/π) and 2·√(2/π)·0.044715, each as a number of the type and what is missing.
        private static Vector<T> ScaleHigh<T>() where T : unmanaged => Lanes.Of<T>(2 * Scale);

        private static Vector<T> ScaleLow<T>() where T : unmanaged => Lanes.Of<T>(typeof(T) == typeof(float) ? 2 * Scale - (float)(2 * Scale) : -9.96930880911092e-17);

        private static Vector<T> CubicHigh<T>() where T : unmanaged => Lanes.Of<T>(0.07135481627260025);

        private static Vector<T> CubicLow<T>() where T : unmanaged =>
            Lanes.Of<T>(typeof(T) == typeof(float) ? 0.07135481627260025 - (float)0.07135481627260025 : -6.175149918155315e-19);
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
