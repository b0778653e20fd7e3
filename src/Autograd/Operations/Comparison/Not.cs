namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Logical not, element by element; numbers count as true unless 0. PyTorch's <c>logical_not</c>.</summary>
    /// <returns>A Bool tensor of this tensor's shape.</returns>
    public Tensor Not() => Equal(0);

    /// <inheritdoc cref="Not"/>
    public static Tensor operator !(Tensor x) => NotNull(x).Not();
}
