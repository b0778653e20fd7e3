using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Each element, or the bound that it lies beyond: <see cref="Clamp(double?, double?)"/> but for the gradient, which is 0 at the bounds
    /// too. PyTorch's <c>nn.functional.hardtanh</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    /// <exception cref="ArgumentException">The lower bound is above the upper.</exception>
    public Tensor Hardtanh(double min = -1, double max = 1) => min <= max
        ? Operation.Run(new Hardtanh(this, min, max))
        : throw new ArgumentException($"Hardtanh: min is {min} and max {max}; min must not be above max.", nameof(min));
}

/// <summary>Each element brought between two bounds; no gradient at the bounds.</summary>
[Torch("nn.functional.hardtanh")]
[Formula("min(max(x, low), high)", "g where low < x < high, else 0")]
public sealed class Hardtanh(Tensor x, double min, double max) : RealUnary<Clamp.Kernel>(x, new Clamp.Kernel(min, max))
{
    /// <summary>The lower bound.</summary>
    public double Low { get; } = min;

    /// <summary>The upper bound.</summary>
    public double High { get; } = max;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("low", Low), new("high", High)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Activation;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new HardtanhGradient(X, gradient, Low, High));
}

/// <summary>The gradient where x lies between two bounds, else 0. Linear in the gradient; constant in x.</summary>
[Torch("hardtanh_backward")]
[Formula("right where low < left < high, else 0", "0", "g where low < left < high, else 0")]
public sealed class HardtanhGradient(Tensor x, Tensor gradient, double min, double max)
    : RealBinary<HardtanhGradient.Kernel>(x, gradient, nameof(HardtanhGradient), new Kernel(min, max))
{
    private readonly double _min = min, _max = max;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("low", _min), new("high", _max)];

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Zeros(Shape, DType);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new HardtanhGradient(Left, gradient, _min, _max));

    /// <summary>right where low &lt; left &lt; high, else 0.</summary>
    public readonly struct Kernel(double min, double max) : IRealBinaryKernel
    {
        private readonly Parameter _min = new(min), _max = new(max);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Invoke(Vector.Create(left), Vector.Create(right)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Vector.AndNot(right, Vector.LessThanOrEqual(left, _min.Lanes<T>()) | Vector.GreaterThanOrEqual(left, _max.Lanes<T>()));
    }
}
