namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether each element is ∞ or −∞; integers and booleans never are. PyTorch's <c>isinf</c>.</summary>
    /// <returns>A Bool tensor of this tensor's shape.</returns>
    public Tensor IsInfinite() => DType.IsFloatingPoint ? Abs().Equal(double.PositiveInfinity) : NotEqual(this);
}
