namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The same values one after another in row-major order: what <see cref="AsSpan{T}"/> needs. Copies only where they do not lie so
    /// already. PyTorch's <c>contiguous</c>.
    /// </summary>
    /// <returns>This tensor if its elements lie one after another.</returns>
    public Tensor Contiguous() => IsContiguous ? this : Operation.Run(new Contiguous(this));

    /// <summary>
    /// A copy with memory of its own: a snapshot of a variable that training goes on changing. Gradients flow through; <c>Detach().Clone()</c>
    /// cuts them off. PyTorch's <c>clone</c>.
    /// </summary>
    public Tensor Clone() => Operation.Run(new Contiguous(this));
}

/// <summary>A copy whose elements lie one after another.</summary>
[Torch("contiguous")]
[Formula("x", "g", Shapes = "any → same")]
public sealed class Contiguous(Tensor x) : UnaryOperation(x)
{
    /// <inheritdoc/>
    protected override Storage Forward() => X.CopyStorage();

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient;
}
