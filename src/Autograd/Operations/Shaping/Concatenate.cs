using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Tensors one after another along an axis. PyTorch's <c>cat</c>.</summary>
    /// <returns>A tensor of the promoted type whose axis has the sum of the sizes.</returns>
    /// <exception cref="ShapeException">The tensors differ in another axis than the one given.</exception>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    public static Tensor Concatenate(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        if (tensors.Length == 0)
            throw new ArgumentException("Concatenate: there is nothing to concatenate; give at least one tensor.", nameof(tensors));
        var type = NotNull(tensors[0]).DType;
        foreach (var tensor in tensors)
            type = DTypes.Wider(type, NotNull(tensor).DType);
        var promoted = tensors.ToArray();
        for (var i = 0; i < promoted.Length; i++)
            promoted[i] = promoted[i].PromoteTo(type);
        return Operation.Run(new Concatenate(promoted, promoted[0].Shape.NormalizeAxis(axis, nameof(Concatenate))));
    }
}

/// <summary>Tensors one after another along an axis.</summary>
[Torch("cat")]
[Formula("the inputs one after another", "the part of g that the input became", Shapes = "alike but for one axis → its sizes added")]
public sealed class Concatenate(Tensor[] tensors, int axis) : NaryOperation(tensors, Result(tensors, axis), tensors[0].DType)
{
    private readonly int[] _starts = Starts(tensors, axis);

    /// <summary>The axis along which the inputs lie.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("axis", Axis)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(this));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient) =>
        gradient.Slice(Axis, _starts[index], _starts[index + 1]);

    private static int[] Starts(Tensor[] tensors, int axis)
    {
        var starts = new int[tensors.Length + 1];
        for (var i = 0; i < tensors.Length; i++)
            starts[i + 1] = starts[i] + tensors[i].Shape[axis];
        return starts;
    }

    private static Shape Result(Tensor[] tensors, int axis)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var first = tensors[0].Shape;
        long size = 0;
        for (var i = 0; i < tensors.Length; i++)
        {
            var shape = tensors[i].Shape;
            if (shape.Rank != first.Rank || shape.Without(axis) != first.Without(axis))
            {
                throw new ShapeException(
                    $"Concatenate: tensor 0 has shape {first} and tensor {i} {shape}; they must have the same rank and differ only in axis {axis}.");
            }
            size += shape[axis];
        }
        return size <= Array.MaxLength
            ? first.With(axis, (int)size)
            : throw new ShapeException($"Concatenate: the result would have {size} elements along axis {axis}, more than one tensor can hold.");
    }

    private readonly struct Work(Concatenate operation) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var result = Storage.Allocate<T>(operation.Count);
            for (var i = 0; i < operation.InputCount; i++)
            {
                var x = operation.Operand(i);
                var (start, end) = (operation._starts[i], operation._starts[i + 1]);
                Copying.Scatter(x.Dense<T>(), result.Span, operation.Layout.Slice(operation.Axis, start, end - start, 1));
            }
            return result;
        }
    }
}
