using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Softplus, ln(1 + e^(βx)) / β, element by element: a smooth rectified linear unit. PyTorch's <c>nn.functional.softplus</c>.</summary>
    /// <param name="beta">β: the larger, the sharper the bend at 0.</param>
    /// <param name="threshold">Where β·x is above it, the result is x itself.</param>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor Softplus(double beta = 1, double threshold = 20) =>
        Operation.Run(new Softplus(this, beta, threshold));
}

/// <summary>Softplus of each element.</summary>
/// <remarks>In single precision the greatest error is 1.78 units in the last place.</remarks>
[Torch("nn.functional.softplus")]
[Formula("ln(1 + e^(β·x)) / β; x where β·x > threshold", "g · σ(β·x); g where β·x > threshold")]
public sealed class Softplus(Tensor x, double beta, double threshold) : RealUnary<Softplus.Kernel>(x, new Kernel(beta, threshold))
{
    /// <summary>β: the larger, the sharper the bend at 0.</summary>
    public double Beta { get; } = beta;

    /// <summary>Where β·x is above it, the result is x itself.</summary>
    public double Threshold { get; } = threshold;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("β", Beta), new("threshold", Threshold)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new SoftplusGradient(X, gradient, Beta, Threshold));

    /// <summary>ln(1 + e^(βx)) / β; x where βx > threshold.</summary>
    public readonly struct Kernel(double beta, double threshold) : IRealUnaryKernel
    {
        private readonly Parameter _beta = new(beta), _threshold = new(threshold);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var scaled = x * _beta.Lanes<T>();
            return Vector.ConditionalSelect(
                Vector.GreaterThan(scaled, _threshold.Lanes<T>()), x, VectorMath.Softplus(scaled) / _beta.Lanes<T>());
        }
    }
}

/// <summary>The gradient of a softplus.</summary>
[Torch("softplus_backward")]
[Formula(
    "right · σ(β·left); right where β·left > threshold",
    "g · right · β · σ(β·left) · (1 − σ(β·left)); 0 where β·left > threshold",
    "g · σ(β·left); g where β·left > threshold")]
public sealed class SoftplusGradient(Tensor x, Tensor gradient, double beta, double threshold)
    : RealBinary<SoftplusGradient.Kernel>(x, gradient, nameof(SoftplusGradient), new Kernel(beta, threshold))
{
    private readonly double _beta = beta, _threshold = threshold;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("β", _beta), new("threshold", _threshold)];

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient)
    {
        var scaled = Left * _beta;
        var bend = Operation.Run(new SigmoidGradient(scaled.Sigmoid(), gradient * Right * _beta));
        return Where(scaled > _threshold, 0, bend);
    }

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new SoftplusGradient(Left, gradient, _beta, _threshold));

    /// <summary>right · σ(β·left); right where β·left > threshold.</summary>
    public readonly struct Kernel(double beta, double threshold) : IRealBinaryKernel
    {
        private readonly Parameter _beta = new(beta), _threshold = new(threshold);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var scaled = left * _beta.Lanes<T>();
            return right * Vector.ConditionalSelect(Vector.GreaterThan(scaled, _threshold.Lanes<T>()), Vector<T>.One, VectorMath.Sigmoid(scaled));
        }
    }
}
