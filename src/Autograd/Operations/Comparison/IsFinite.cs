namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether each element is neither infinite nor NaN; integers and booleans always are. PyTorch's <c>isfinite</c>.</summary>
    /// <returns>A Bool tensor of this tensor's shape.</returns>
    public Tensor IsFinite() => DType.IsFloatingPoint ? Abs() < double.PositiveInfinity : Equal(this);
}
