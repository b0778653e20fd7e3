namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>All axes of size 1 removed. A view. PyTorch's <c>squeeze</c>.</summary>
    public Tensor Squeeze() => Reshape(Shape.Create([.. Shape.Where(size => size != 1)]));

    /// <summary>One axis removed if its size is 1, else this tensor. A view. PyTorch's <c>squeeze(dim)</c>.</summary>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor Squeeze(int axis)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Squeeze));
        return Shape[place] == 1 ? Reshape(Shape.Without(place)) : this;
    }
}
