using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>An operation that makes one element of all those along some axes.</summary>
public abstract class Reduction : UnaryOperation
{
    private readonly int[] _axes;

    /// <summary>Reduces along axes of x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axes">Different axes in ascending order, counted from the front.</param>
    /// <param name="keepDimensions">Keeps the reduced axes with size 1.</param>
    protected Reduction(Tensor x, int[] axes, bool keepDimensions)
        : base(x, NotNull(x).Shape.Reduce(NotNull(axes), keepDimensions), x.DType) => _axes = axes;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => _axes.Length == XShape.Rank ? [] : [new("axes", _axes)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <summary>The axes reduced, in ascending order.</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <summary>The axes for the kernels, which do not change them.</summary>
    private protected int[] AxisArray => _axes;

    /// <summary>The number of elements that make each result.</summary>
    protected int ReducedCount => Count == 0 ? 0 : XShape.ElementCount / Count;

    /// <summary>A tensor of the result's shape, such as its gradient, with the reduced axes back at size 1: it broadcasts against x.</summary>
    protected Tensor Restore(Tensor result) => NotNull(result).Reshape(XShape.Reduce(_axes, keepDimensions: true));
}

/// <summary>A reduction that combines two elements at a time, for every number type.</summary>
public abstract class Reduction<TKernel> : Reduction where TKernel : struct, IReductionKernel
{
    /// <summary>Combines along axes of x.</summary>
    /// <inheritdoc cref="Reduction(Tensor, int[], bool)"/>
    protected Reduction(Tensor x, int[] axes, bool keepDimensions) : base(x, axes, keepDimensions) { }

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Number(DType, new Work(X, AxisArray), this);

    private readonly struct Work(Tensor x, int[] axes) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            Reducing.Reduce((Storage<T>)x.Storage, x.Layout, axes, default(TKernel));
    }
}
