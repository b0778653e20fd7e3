using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>An operation that makes one floating-point number of all elements along some axes, looking at them as a whole.</summary>
public abstract class RealReduction<TKernel> : UnaryOperation where TKernel : struct, IRealReductionKernel
{
    private readonly TKernel _kernel;

    /// <summary>Reduces along axes of x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axes">Different axes in ascending order, counted from the front.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    /// <param name="kernel">The reduction of one run.</param>
    protected RealReduction(Tensor x, int[] axes, bool keepDimensions, TKernel kernel = default)
        : base(x, NotNull(x).Shape.Reduce(NotNull(axes), keepDimensions), x.DType) => (Axes, _kernel) = (axes, kernel);

    /// <summary>The axes reduced, in ascending order.</summary>
    public IReadOnlyList<int> Axes { get; }

    /// <summary>The number of elements that make each result.</summary>
    protected int ReducedCount => Count == 0 ? 0 : XShape.ElementCount / Count;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Real(DType, new Work(X, [.. Axes], _kernel), this);

    /// <summary>A tensor of the result's shape, such as its gradient, with the reduced axes back at size 1: it broadcasts against x.</summary>
    protected Tensor Restore(Tensor result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Reshape(XShape.Reduce([.. Axes], keepDimensions: true));
    }

    private readonly struct Work(Tensor x, int[] axes, TKernel kernel) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            AxisWalk.Reduce<T, T, Line<T>>((Storage<T>)x.Storage, x.Layout, axes, new Line<T>(kernel));
    }

    private readonly struct Line<T>(TKernel kernel) : ILine<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int index, ReadOnlySpan<T> x, Span<T> result) => result[0] = kernel.Invoke(x);
    }
}
