namespace Autograd;

/// <summary>An operation of one tensor.</summary>
public abstract class UnaryOperation : Operation
{
    private Tensor? _x;

    /// <summary>An operation whose result has the shape and type of its input.</summary>
    protected UnaryOperation(Tensor x) : this(x, NotNull(x).Shape, x.DType) { }

    /// <summary>An operation whose result has a shape and a type of its own.</summary>
    protected UnaryOperation(Tensor x, Shape shape, DType type) : this(x, NotNull(shape).Contiguous, type) { }

    private protected UnaryOperation(Tensor x, Layout layout, DType type) : base(layout, type)
    {
        ArgumentNullException.ThrowIfNull(x);
        _x = x;
        XShape = x.Shape;
    }

    /// <summary>The input, with the values that the forward pass saw.</summary>
    /// <exception cref="GraphException">The graph was released, or the input's values have changed since.</exception>
    protected Tensor X => Saved(_x);

    /// <summary>The shape of the input, for a backward pass that does not need its values.</summary>
    protected Shape XShape { get; }

    /// <inheritdoc/>
    protected internal sealed override int InputCount => 1;

    /// <summary>∂L/∂x, given ∂L/∂(this). Written with operations, so that it can be differentiated again.</summary>
    protected abstract Tensor Backward(Tensor gradient);

    private protected sealed override Tensor? InputAt(int index) => _x;

    private protected sealed override Tensor BackwardTo(int index, Tensor gradient) => Backward(gradient);

    private protected sealed override void ReleaseInputs() => _x = null;
}
