using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>An operation whose results are places along an axis: Int64, without a gradient.</summary>
public abstract class Search<TKernel> : UnaryOperation where TKernel : struct, ISearchKernel
{
    private readonly TKernel _kernel;

    /// <summary>Searches each line of x along an axis.</summary>
    /// <param name="x">Where to search; booleans count as 0 and 1.</param>
    /// <param name="axis">The axis, counted from the front.</param>
    /// <param name="shape">The shape of the result: that of x but for the axis.</param>
    /// <param name="kernel">The search in one line.</param>
    protected Search(Tensor x, int axis, Shape shape, TKernel kernel = default)
        : base(NotNull(x).DType == DType.Bool ? x.Cast(DType.Int32) : x, shape, DType.Int64) => (Axis, _kernel) = (axis, kernel);

    /// <summary>The axis searched along.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <inheritdoc/>
    protected sealed override Storage Forward()
    {
        var lines = XShape.Without(Axis).ElementCount;
        return Dispatch.Number(X.DType, new Work(X, Axis, lines == 0 ? 0 : Count / lines, _kernel), this);
    }

    /// <inheritdoc/>
    protected sealed override Tensor Backward(Tensor gradient) => throw new GraphException($"{GetType().Name}: indices carry no gradient.");

    private readonly struct Work(Tensor x, int axis, int length, TKernel kernel) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> =>
            AxisWalk.Map<T, long, Line<T>>((Storage<T>)x.Storage, x.Layout, axis, length, new Line<T>(kernel));
    }

    private readonly struct Line<T>(TKernel kernel) : ILine<T, long> where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        public void Invoke(int index, ReadOnlySpan<T> x, Span<long> result) => kernel.Invoke(x, result);
    }
}
