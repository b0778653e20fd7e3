using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Variance along some axes, along all if none is given: the mean square distance from the mean, Σ (x − x̄)² / (n − correction).
    /// PyTorch's <c>var</c>.
    /// </summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="correction">1 for that of a sample, whose mean is known only from itself; 0 for that of a whole population.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    /// <returns>A tensor of this tensor's type. Where n − correction is not positive it is NaN, or ∞ if elements differ.</returns>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor Variance(ReadOnlySpan<int> axes = default, double correction = 1, bool keepDimensions = false) =>
        Operation.Run(new Variance(this, Shape.NormalizeAxes(axes, nameof(Variance)), correction, keepDimensions));

    /// <summary>Variance along one axis. PyTorch's <c>var</c>.</summary>
    /// <inheritdoc cref="Variance(ReadOnlySpan{int}, double, bool)"/>
    public Tensor Variance(int axis, double correction = 1, bool keepDimensions = false) => Variance([axis], correction, keepDimensions);
}

/// <summary>Variance along axes.</summary>
[Torch("var")]
[Formula("Σ (x − mean x)² / (n − correction)", "g · 2 · (x − mean x) / (n − correction)", Shapes = "axes removed, or 1", Domain = "n > correction")]
public sealed class Variance(Tensor x, int[] axes, double correction, bool keepDimensions)
    : RealReduction<Variance.Kernel>(x, axes, keepDimensions, new Kernel(correction))
{
    /// <summary>What is subtracted from the number of elements.</summary>
    public double Correction { get; } = correction;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [.. base.Parameters, new("n", ReducedCount), new("correction", Correction)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) =>
        Restore(gradient * (2 / (ReducedCount - Correction))) * (X - X.Mean(AxisArray, keepDimensions: true));

    /// <summary>Σ (x − x̄)² / (n − correction).</summary>
    public readonly struct Kernel(double correction) : IRealReductionKernel
    {
        // In two passes: one pass that subtracts the square of the sum loses all digits where the mean is large.
        /// <inheritdoc/>
        public T Invoke<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var mean = Reducing.Combine(x, default(Sum.Kernel)) / T.CreateTruncating(x.Length);
            var squares = Reducing.Combine(x, new SquaredDistance<T>(mean), default(Sum.Kernel));
            return squares / T.CreateTruncating(Math.Max(0, x.Length - correction));
        }
    }

    private readonly struct SquaredDistance<T>(T mean) : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T x) => (x - mean) * (x - mean);

        public Vector<T> Invoke(Vector<T> x)
        {
            var distance = x - Vector.Create(mean);
            return distance * distance;
        }
    }
}
