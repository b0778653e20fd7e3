using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>An operation that combines the elements along some axes into one.</summary>
public abstract class Reduction<TKernel> : UnaryOperation where TKernel : struct, IReductionKernel
{
    /// <summary>Combines along axes of x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axes">Different axes in ascending order, counted from the front: what <see cref="Axes"/> of a caller has checked.</param>
    /// <param name="keepDimensions">Keeps the combined axes with size 1.</param>
    protected Reduction(Tensor x, int[] axes, bool keepDimensions) : base(x, Result(x, axes, keepDimensions), x.DType) => Axes = axes;

    /// <summary>The axes combined, in ascending order.</summary>
    public IReadOnlyList<int> Axes { get; }

    /// <summary>The number of elements combined into each result.</summary>
    protected int CombinedCount => Count == 0 ? 0 : XShape.ElementCount / Count;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Number(DType, new Work(X, [.. Axes]), this);

    /// <summary>A tensor of the result's shape, such as its gradient, with the combined axes back at size 1: it broadcasts against x.</summary>
    protected Tensor Restore(Tensor result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Reshape(XShape.Reduce([.. Axes], keepDimensions: true));
    }

    private static Shape Result(Tensor x, int[] axes, bool keepDimensions)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(axes);
        return x.Shape.Reduce(axes, keepDimensions);
    }

    private readonly struct Work(Tensor x, int[] axes) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            Reducing.Reduce((Storage<T>)x.Storage, x.Layout, axes, default(TKernel));
    }
}
