using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Leaky rectified linear unit, element by element: x above 0, slope · x else. At 0 the gradient is the slope. PyTorch's
    /// <c>nn.functional.leaky_relu</c>.
    /// </summary>
    /// <param name="slope">The factor below 0.</param>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    public Tensor LeakyRelu(double slope = 0.01) => Operation.Run(new LeakyRelu(this, slope));
}

/// <summary>Leaky rectified linear unit.</summary>
[Torch("nn.functional.leaky_relu")]
[Formula("x where x > 0, else slope · x", "g where x > 0, else slope · g")]
public sealed class LeakyRelu(Tensor x, double slope) : RealUnary<LeakyRelu.Kernel>(x, new Kernel(slope))
{
    /// <summary>The factor below 0.</summary>
    public double Slope { get; } = slope;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("slope", Slope)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new LeakyReluGradient(X, gradient, Slope));

    /// <summary>x where x > 0, else slope · x.</summary>
    public readonly struct Kernel(double slope) : IRealUnaryKernel
    {
        private readonly Parameter _slope = new(slope);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, x * _slope.Lanes<T>());
    }
}

/// <summary>The gradient of a leaky rectified linear unit. Linear in the gradient; constant in x.</summary>
[Torch("leaky_relu_backward")]
[Formula("right where left > 0, else slope · right", "0", "g where left > 0, else slope · g")]
public sealed class LeakyReluGradient(Tensor x, Tensor gradient, double slope)
    : RealBinary<LeakyReluGradient.Kernel>(x, gradient, nameof(LeakyReluGradient), new Kernel(slope))
{
    private readonly double _slope = slope;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("slope", _slope)];

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Zeros(Shape, DType);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new LeakyReluGradient(Left, gradient, _slope));

    /// <summary>right where left > 0, else slope · right.</summary>
    public readonly struct Kernel(double slope) : IRealBinaryKernel
    {
        private readonly Parameter _slope = new(slope);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Vector.ConditionalSelect(Vector.GreaterThan(left, Vector<T>.Zero), right, right * _slope.Lanes<T>());
    }
}
