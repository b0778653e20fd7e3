using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// One element along an axis for each index: y[i, j] = x[index[i, j], j] for axis 0, y[i, j] = x[i, index[i, j]] for axis 1, and so on.
    /// The gradients of elements read several times add up. PyTorch's <c>gather</c>.
    /// </summary>
    /// <param name="axis">The axis to read along.</param>
    /// <param name="index">
    /// Int64 or Int32, each from 0 to below the size of the axis. It has this tensor's rank, any size along the axis, and at most this
    /// tensor's sizes along the others.
    /// </param>
    /// <returns>A tensor of the index's shape and this tensor's type.</returns>
    /// <exception cref="ShapeException">The axis does not exist, an index is out of range, or the index has another rank or is too large.</exception>
    /// <exception cref="TypeException">The index does not hold integers.</exception>
    public Tensor Gather(int axis, Tensor index) => Operation.Run(new Gather(this, index, Shape.NormalizeAxis(axis, nameof(Gather))));
}

/// <summary>One element of the left tensor along an axis for each index in the right one.</summary>
[Torch("gather")]
[Formula("left[…, right[…, i, …], …]", "g added at the indices, 0 elsewhere", Shapes = "the index's")]
public sealed class Gather(Tensor x, Tensor index, int axis)
    : BinaryOperation(x, Index(x, index, axis, nameof(Gather)), index.Shape, x.DType)
{
    private readonly Shape _shape = x.Shape;

    /// <summary>The axis read along.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(Left, Right, Axis));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Zeros(Shape.Scalar, DType).Expand(_shape).ScatterAdd(Axis, Right, gradient);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => throw new GraphException("Gather: an index carries no gradient.");

    /// <summary>The index as Int64, checked against the tensor that it points into.</summary>
    internal static Tensor Index(Tensor x, Tensor index, int axis, string operation)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(index);
        if (!index.DType.IsInteger)
            throw new TypeException($"{operation}: an index is Int64 or Int32, got {index.DType}; convert with Cast(DType.Int64) first.");
        if (index.Rank != x.Rank)
        {
            throw new ShapeException(
                $"{operation}: the index has shape {index.Shape}, the tensor {x.Shape}; give one index per element, in a tensor of the same rank.");
        }
        for (var other = 0; other < x.Rank; other++)
        {
            if (other != axis && index.Shape[other] > x.Shape[other])
            {
                throw new ShapeException(
                    $"{operation}: the index has shape {index.Shape}, the tensor {x.Shape}: in axis {other} the index has size {index.Shape[other]}, "
                    + $"at most {x.Shape[other]} fits; only axis {axis}, which it points along, may be longer.");
            }
        }
        return index.Cast(DType.Int64);
    }

    private readonly struct Work(Tensor x, Tensor index, int axis) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged =>
            AxisIndexing.Gather((Storage<T>)x.Storage, x.Layout, (Storage<long>)index.Storage, index.Layout, axis);
    }
}
