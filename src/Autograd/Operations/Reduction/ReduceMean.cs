using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Mean of all elements. The mean of nothing is NaN.</summary>
    /// <returns>A tensor without axes.</returns>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor Mean() => Mean([]);

    /// <summary>Mean along some axes; along all if none is given.</summary>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDimensions = false) =>
        DType.IsFloatingPoint
            ? Operation.Run(new ReduceMean(this, Shape.NormalizeAxes(axes, nameof(Mean)), keepDimensions))
            : throw new TypeException($"Mean: takes floating-point numbers, got {DType}; convert with Cast(DType.Float32) first.");

    /// <summary>Mean along one axis.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans; convert them first, as in PyTorch.</exception>
    public Tensor Mean(int axis, bool keepDimensions = false) => Mean([axis], keepDimensions);
}

/// <summary>Mean along axes: the sum divided by the number of elements that went into it.</summary>
[Torch("mean")]
[Formula("Σ x / n", "g / n for each element")]
public sealed class ReduceMean(Tensor x, int[] axes, bool keepDimensions) : Reduction(x, axes, keepDimensions)
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [.. base.Parameters, new("n", ReducedCount)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(X, AxisArray), this);

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) =>
        Restore(ReducedCount <= 1 ? gradient : gradient / ReducedCount).Expand(XShape);

    private readonly struct Work(Tensor x, int[] axes) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var sums = Reducing.Reduce((Storage<T>)x.Storage, x.Layout, axes, default(Sum.Kernel));
            // Divided as whole numbers: large ones are not exact in single precision. The mean of nothing is 0 / 0.
            var count = T.CreateTruncating(x.Count / Math.Max(1, sums.Length));
            foreach (ref var sum in sums.Span)
                sum /= count;
            return sums;
        }
    }
}
