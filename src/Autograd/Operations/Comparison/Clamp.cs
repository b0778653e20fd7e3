using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Each element, or the bound that it lies beyond: min(max(x, min), max). At the bounds the gradient passes, beyond them it is 0. NaN
    /// stays NaN; where min is above max the result is max. PyTorch's <c>clamp</c>; for bounds of each element's own, see
    /// <see cref="Maximum"/> and <see cref="Minimum"/>.
    /// </summary>
    /// <param name="min">The lower bound; null for none.</param>
    /// <param name="max">The upper bound; null for none.</param>
    /// <returns>A tensor of this tensor's shape and type; Float32 for integers.</returns>
    /// <exception cref="ArgumentException">There is no bound.</exception>
    public Tensor Clamp(double? min = null, double? max = null)
    {
        RequireBound(min is null && max is null);
        return Operation.Run(new Clamp(this, min ?? double.NegativeInfinity, max ?? double.PositiveInfinity));
    }

    /// <inheritdoc cref="Clamp(double?, double?)"/>
    /// <returns>A tensor of this tensor's shape and type; Int64 for booleans.</returns>
    public Tensor Clamp(long? min = null, long? max = null)
    {
        if (DType.IsFloatingPoint)
            return Clamp((double?)min, max);
        RequireBound(min is null && max is null);
        var raised = min is { } low ? Maximum(low) : this;
        return max is { } high ? raised.Minimum(high) : raised;
    }

    private static void RequireBound(bool isMissing)
    {
        if (isMissing)
            throw new ArgumentException("Clamp: neither min nor max is given; give at least one of them.");
    }
}

/// <summary>Each element brought between two bounds.</summary>
[Torch("clamp")]
[Formula("min(max(x, low), high)", "g where low ≤ x ≤ high, else 0")]
public sealed class Clamp(Tensor x, double min, double max) : RealUnary<Clamp.Kernel>(x, new Kernel(min, max))
{
    /// <summary>The lower bound; −∞ for none.</summary>
    public double Low { get; } = min;

    /// <summary>The upper bound; ∞ for none.</summary>
    public double High { get; } = max;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("low", Low), new("high", High)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Operation.Run(new ClampGradient(X, gradient, Low, High));

    /// <summary>min(max(x, low), high).</summary>
    public readonly struct Kernel(double min, double max) : IRealUnaryKernel
    {
        private readonly Parameter _min = new(min), _max = new(max);

        /// <inheritdoc/>
        public static bool IsVectorized => true;

        /// <inheritdoc/>
        public T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => Invoke(Vector.Create(x)).ToScalar();

        /// <inheritdoc/>
        public Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            // An element that equals a bound stays, be it −0 at 0; a bound that is NaN wins.
            var (low, high) = (_min.Lanes<T>(), _max.Lanes<T>());
            var raised = Vector.ConditionalSelect(Vector.LessThan(x, low) | Vector.IsNaN(low), low, x);
            return Vector.ConditionalSelect(Vector.GreaterThan(raised, high) | Vector.IsNaN(high), high, raised);
        }
    }
}

/// <summary>The gradient where x lies between two bounds or on them, else 0. Linear in the gradient; constant in x.</summary>
[Torch("clamp_backward")]
[Formula("right where low ≤ left ≤ high, else 0", "0", "g where low ≤ left ≤ high, else 0")]
public sealed class ClampGradient(Tensor x, Tensor gradient, double min, double max)
    : RealBinary<ClampGradient.Kernel>(x, gradient, nameof(ClampGradient), new Kernel(min, max))
{
    private readonly double _min = min, _max = max;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("low", _min), new("high", _max)];

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Zeros(Shape, DType);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Operation.Run(new ClampGradient(Left, gradient, _min, _max));

    /// <summary>right where low ≤ left ≤ high, else 0.</summary>
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
            right & Vector.GreaterThanOrEqual(left, _min.Lanes<T>()) & Vector.LessThanOrEqual(left, _max.Lanes<T>());
    }
}
