namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>A further axis of size 1 at the given place; −1 makes it the innermost. A view. PyTorch's <c>unsqueeze</c>.</summary>
    /// <exception cref="ShapeException">There is no such place.</exception>
    public Tensor Unsqueeze(int axis)
    {
        if (axis < -Rank - 1 || axis > Rank)
            throw new ShapeException($"Unsqueeze: axis {axis} does not exist in the result of shape {Shape} with one axis more; use {-Rank - 1} to {Rank}.");
        return Reshape(Shape.Insert(axis < 0 ? axis + Rank + 1 : axis, 1));
    }
}
