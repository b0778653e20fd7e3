using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Standard deviation along some axes, along all if none is given: the root of the <see cref="Variance(ReadOnlySpan{int}, double, bool)"/>.
    /// Where it is 0, so is the gradient. PyTorch's <c>std</c>.
    /// </summary>
    /// <param name="axes">The axes to reduce.</param>
    /// <param name="correction">1 for that of a sample, whose mean is known only from itself; 0 for that of a whole population.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    /// <returns>A tensor of this tensor's type. Where n − correction is not positive it is NaN, or ∞ if elements differ.</returns>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor StandardDeviation(ReadOnlySpan<int> axes = default, double correction = 1, bool keepDimensions = false) =>
        Operation.Run(new StandardDeviation(this, Shape.NormalizeAxes(axes, nameof(StandardDeviation)), correction, keepDimensions));

    /// <summary>Standard deviation along one axis. Where it is 0, so is the gradient. PyTorch's <c>std</c>.</summary>
    /// <inheritdoc cref="StandardDeviation(ReadOnlySpan{int}, double, bool)"/>
    public Tensor StandardDeviation(int axis, double correction = 1, bool keepDimensions = false) =>
        StandardDeviation([axis], correction, keepDimensions);
}

/// <summary>Standard deviation along axes. A class of its own for the gradient at 0, where that of a root is infinite.</summary>
[Torch("std")]
[Formula("√(Σ (x − mean x)² / (n − correction))", "g · (x − mean x) / (y · (n − correction)), 0 where y = 0", Shapes = "axes removed, or 1", Domain = "n > correction")]
public sealed class StandardDeviation(Tensor x, int[] axes, double correction, bool keepDimensions)
    : RealReduction<StandardDeviation.Kernel>(x, axes, keepDimensions, new Kernel(correction))
{
    /// <summary>What is subtracted from the number of elements.</summary>
    public double Correction { get; } = correction;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [.. base.Parameters, new("n", ReducedCount), new("correction", Correction)];

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient)
    {
        var share = Where(Equal(0), 0, gradient / (this * (ReducedCount - Correction)));
        return Restore(share) * (X - X.Mean(AxisArray, keepDimensions: true));
    }

    /// <summary>√(Σ (x − x̄)² / (n − correction)).</summary>
    public readonly struct Kernel(double correction) : IRealReductionKernel
    {
        /// <inheritdoc/>
        public T Invoke<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            T.Sqrt(new Variance.Kernel(correction).Invoke(x));
    }
}
