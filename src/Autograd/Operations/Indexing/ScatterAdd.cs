using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// This tensor with each element of another added at its index along an axis: y[index[i, j], j] += source[i, j] for axis 0,
    /// y[i, index[i, j]] += source[i, j] for axis 1, and so on. Elements with the same index add up, in their order. PyTorch's <c>scatter_add</c>.
    /// </summary>
    /// <param name="axis">The axis to add along.</param>
    /// <param name="index">
    /// Int64 or Int32, each from 0 to below the size of the axis. It has this tensor's rank, and along the other axes at most this tensor's sizes.
    /// </param>
    /// <param name="source">What to add: at least as large as the index in every axis; only the part of the index's shape is read.</param>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">The axis does not exist, an index is out of range, or a shape does not fit.</exception>
    /// <exception cref="TypeException">The index does not hold integers, or the source has another type than this tensor.</exception>
    public Tensor ScatterAdd(int axis, Tensor index, Tensor source) =>
        Operation.Run(new ScatterAdd(this, index, source, Shape.NormalizeAxis(axis, nameof(ScatterAdd))));
}

/// <summary>A tensor with elements of another added at indices along an axis.</summary>
[Torch("scatter_add")]
[Formula("x + Σ source at index", "g", "none", "g at index", Inputs = ["x", "index", "source"], Shapes = "x's")]
public sealed class ScatterAdd(Tensor x, Tensor index, Tensor source, int axis)
    : NaryOperation([x, Autograd.Gather.Index(x, index, axis, nameof(ScatterAdd)), Checked(x, index, source)], x.Shape, x.DType)
{
    private readonly Shape _sourceShape = source.Shape;

    /// <summary>The axis added along.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(this), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        if (index == 0)
            return gradient;
        var read = gradient.Gather(Axis, Operand(1));
        return read.Shape == _sourceShape ? read : Operation.Run(new Embed(read, _sourceShape, whole => AxisIndexing.Narrow(whole, read.Shape)));
    }

    private static Tensor Checked(Tensor x, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.DType != x.DType)
            throw new TypeException($"ScatterAdd: the tensor is {x.DType}, the source {source.DType}; convert one of them with Cast first.");
        for (var axis = 0; axis < Math.Min(index.Rank, source.Rank); axis++)
        {
            if (index.Shape[axis] > source.Shape[axis])
            {
                throw new ShapeException(
                    $"ScatterAdd: the index has shape {index.Shape}, the source {source.Shape}: axis {axis} of the source has size {source.Shape[axis]}, "
                    + $"the index needs {index.Shape[axis]}.");
            }
        }
        return source.Rank == index.Rank
            ? source
            : throw new ShapeException($"ScatterAdd: the index has shape {index.Shape}, the source {source.Shape}; they must have the same rank.");
    }

    private readonly struct Work(ScatterAdd operation) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var (x, index, source) = (operation.Operand(0), operation.Operand(1), operation.Operand(2));
            var result = Storage.Allocate<T>(x.Count);
            x.CopyTo(result.Span);
            AxisIndexing.ScatterAdd(
                result.Span, operation.Layout, (Storage<long>)index.Storage, index.Layout, (Storage<T>)source.Storage, source.Layout, operation.Axis);
            return result;
        }
    }
}
