namespace Autograd;

/// <summary>An operation of any number of tensors.</summary>
public abstract class NaryOperation : Operation
{
    private readonly int _count;
    private Tensor[]? _operands;

    /// <summary>An operation whose result has the given shape and type.</summary>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    protected NaryOperation(ReadOnlySpan<Tensor> operands, Shape shape, DType type) : base(Checked(operands, shape).Contiguous, type)
    {
        _operands = operands.ToArray();
        _count = operands.Length;
    }

    /// <inheritdoc/>
    protected internal sealed override int InputCount => _count;

    /// <summary>The input at a place, with the values that the forward pass saw.</summary>
    /// <exception cref="GraphException">The graph was released, or the input's values have changed since.</exception>
    protected Tensor Operand(int index) => Saved(_operands?[index]);

    /// <summary>∂L/∂(input at the index), given ∂L/∂(this). Written with operations, so that it can be differentiated again.</summary>
    protected abstract Tensor Backward(int index, Tensor gradient);

    private protected sealed override Tensor? InputAt(int index) => _operands?[index];

    private protected sealed override Tensor BackwardTo(int index, Tensor gradient) => Backward(index, gradient);

    private protected sealed override void ReleaseInputs() => _operands = null;

    private static Shape Checked(ReadOnlySpan<Tensor> operands, Shape shape)
    {
        if (operands.Length == 0)
            throw new ArgumentException("The operation needs at least one tensor, got none.", nameof(operands));
        foreach (var operand in operands)
            ArgumentNullException.ThrowIfNull(operand, nameof(operands));
        ArgumentNullException.ThrowIfNull(shape);
        return shape;
    }
}
