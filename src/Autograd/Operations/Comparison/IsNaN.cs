namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether each element is NaN; integers and booleans never are. PyTorch's <c>isnan</c>.</summary>
    /// <returns>A Bool tensor of this tensor's shape.</returns>
    public Tensor IsNaN() => NotEqual(this);    // NaN alone differs from itself
}
