namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Neighbouring axes joined into one, by default all of them; a single number becomes a vector of one element. Shares the memory
    /// where the layout allows it. PyTorch's <c>flatten</c>.
    /// </summary>
    /// <param name="startAxis">The first axis to join; negative ones count from the back.</param>
    /// <param name="endAxis">The last axis to join, included.</param>
    /// <exception cref="ShapeException">An axis does not exist, or the last lies before the first.</exception>
    public Tensor Flatten(int startAxis = 0, int endAxis = -1)
    {
        var shape = Rank == 0 ? Autograd.Shape.Create(1) : Shape;
        int first = shape.NormalizeAxis(startAxis, nameof(Flatten)), last = shape.NormalizeAxis(endAxis, nameof(Flatten));
        if (first > last)
            throw new ShapeException($"Flatten: axis {startAxis} lies behind axis {endAxis} in shape {Shape}; give the first axis to join, then the last.");
        var joined = Autograd.Shape.Create(shape.Sizes[first..(last + 1)]).ElementCount;
        return Reshape(Autograd.Shape.Create([.. shape.Sizes[..first], joined, .. shape.Sizes[(last + 1)..]]));
    }
}
