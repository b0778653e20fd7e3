using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// x where the condition is true, else y, element by element, all three broadcast. The gradient goes to the side that was chosen.
    /// PyTorch's <c>where</c>.
    /// </summary>
    /// <returns>A tensor of the broadcast shape and the type promoted from x and y.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">The condition is not Bool.</exception>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y) => Operation.Run(new Where(condition, x, y));
}

/// <summary>A choice between two tensors, element by element, broadcast.</summary>
[Torch("where")]
[Formula("left where condition, else right", "none", "g where condition, else 0", "0 where condition, else g", Inputs = ["condition", "left", "right"], Shapes = "broadcast")]
public sealed class Where : NaryOperation
{
    /// <summary>x where the condition is true, else y.</summary>
    public Where(Tensor condition, Tensor x, Tensor y) : this(Checked(condition), Operands.Promote(x, y, nameof(Where))) { }

    private Where(Tensor condition, Operands sides)
        : base([condition, sides.Left, sides.Right], Shape.Broadcast(condition.Shape, sides.Shape, nameof(Where)), sides.Left.DType) { }

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(Operand(0), Operand(1), Operand(2), Shape));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient) =>
        index == 1 ? Where(Operand(0), gradient, 0) : Where(Operand(0), 0, gradient);

    private static Tensor Checked(Tensor condition) => NotNull(condition).DType == DType.Bool
        ? condition
        : throw new TypeException($"Where: the condition is {condition.DType}, it must be Bool; compare it with something, or convert with Cast(DType.Bool).");

    private readonly struct Work(Tensor condition, Tensor x, Tensor y, Shape shape) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged => Selecting.Select(
            (Storage<bool>)condition.Storage, condition.Layout.Expand(shape),
            (Storage<T>)x.Storage, x.Layout.Expand(shape), (Storage<T>)y.Storage, y.Layout.Expand(shape));
    }
}
