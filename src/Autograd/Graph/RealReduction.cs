using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>A reduction that looks at all elements as a whole, for floating-point numbers.</summary>
public abstract class RealReduction<TKernel> : Reduction where TKernel : struct, IRealReductionKernel
{
    private readonly TKernel _kernel;

    /// <summary>Reduces along axes of x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axes">Different axes in ascending order, counted from the front.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    /// <param name="kernel">The reduction of one run.</param>
    protected RealReduction(Tensor x, int[] axes, bool keepDimensions, TKernel kernel = default) : base(x, axes, keepDimensions) => _kernel = kernel;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Real(DType, new Work(X, AxisArray, _kernel), this);

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
