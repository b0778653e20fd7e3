using Autograd.Kernels;

namespace Autograd;

/// <summary>An operation that picks elements along an axis. The gradient of each result goes to the element picked.</summary>
public abstract class Selection : UnaryOperation
{
    // The shape of the indices with the axis, which the result may lack, in its place.
    private readonly Shape _picked;

    /// <summary>Picks elements of x.</summary>
    /// <param name="x">The input.</param>
    /// <param name="axis">The axis to pick along, counted from the front.</param>
    /// <param name="indices">The places along the axis: Int64, of the result's shape, which is that of x but for the axis.</param>
    protected Selection(Tensor x, int axis, Tensor indices) : base(x, NotNull(indices).Shape, NotNull(x).DType)
    {
        Axis = axis;
        Indices = indices;
        _picked = indices.Rank == x.Rank ? indices.Shape : x.Shape.With(axis, 1);
    }

    /// <summary>The axis picked along.</summary>
    public int Axis { get; }

    /// <summary>Where each result was found along the axis: Int64, of the result's shape.</summary>
    public Tensor Indices { get; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <inheritdoc/>
    protected sealed override Storage Forward() => Dispatch.Any(DType, new Work(X, Indices.Layout.Reshape(_picked)!, Indices.Storage, Axis));

    /// <inheritdoc/>
    protected sealed override Tensor Backward(Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return Zeros(Shape.Scalar, DType).Expand(XShape).ScatterAdd(Axis, Indices.Reshape(_picked), gradient.Reshape(_picked));
    }

    private readonly struct Work(Tensor x, Layout indexLayout, Storage indices, int axis) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged =>
            AxisIndexing.Gather((Storage<T>)x.Storage, x.Layout, (Storage<long>)indices, indexLayout, axis);
    }
}
