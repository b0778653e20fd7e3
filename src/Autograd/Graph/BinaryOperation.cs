namespace Autograd;

/// <summary>An operation of two tensors.</summary>
public abstract class BinaryOperation : Operation
{
    private Tensor? _left;
    private Tensor? _right;

    /// <summary>An operation whose result has the given shape and the type of its inputs, which must be the same.</summary>
    /// <exception cref="TypeException">The inputs have different types.</exception>
    protected BinaryOperation(Tensor left, Tensor right, Shape shape) : this(left, right, shape, left?.DType ?? default)
    {
        if (left!.DType != right.DType)
            throw new TypeException($"{GetType().Name}: inputs are {left.DType} and {right.DType}; convert one of them with Cast first.");
    }

    /// <summary>An operation whose result has a shape and a type of its own.</summary>
    protected BinaryOperation(Tensor left, Tensor right, Shape shape, DType type) : base(Checked(left, right, shape).Contiguous, type) =>
        (_left, _right) = (left, right);

    private protected BinaryOperation(Operands operands, DType type) : this(operands.Left, operands.Right, operands.Shape, type) { }

    /// <summary>The left input, with the values that the forward pass saw.</summary>
    /// <exception cref="GraphException">The graph was released, or the input's values have changed since.</exception>
    protected Tensor Left => Saved(_left);

    /// <summary>The right input, with the values that the forward pass saw.</summary>
    /// <exception cref="GraphException">The graph was released, or the input's values have changed since.</exception>
    protected Tensor Right => Saved(_right);

    /// <inheritdoc/>
    protected internal sealed override int InputCount => 2;

    /// <summary>∂L/∂left, given ∂L/∂(this). Written with operations, so that it can be differentiated again.</summary>
    protected abstract Tensor BackwardLeft(Tensor gradient);

    /// <summary>∂L/∂right, given ∂L/∂(this). Written with operations, so that it can be differentiated again.</summary>
    protected abstract Tensor BackwardRight(Tensor gradient);

    private protected sealed override Tensor? InputAt(int index) => index == 0 ? _left : _right;

    private protected sealed override Tensor BackwardTo(int index, Tensor gradient) => index == 0 ? BackwardLeft(gradient) : BackwardRight(gradient);

    private protected sealed override void ReleaseInputs() => _left = _right = null;

    private static Shape Checked(Tensor left, Tensor right, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(shape);
        return shape;
    }
}
