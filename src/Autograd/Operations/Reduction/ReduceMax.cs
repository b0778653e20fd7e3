namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Greatest element along one axis, with its place in <see cref="Selection.Indices"/>: the first one if several tie, the first NaN if there is one.
    /// The gradient goes to that element alone. PyTorch's <c>max(dim)</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's type without the axis, or with size 1 there.</returns>
    /// <exception cref="ShapeException">The axis does not exist or has size 0.</exception>
    public ReduceMax Max(int axis, bool keepDimensions = false)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Max));
        Shape.RequireElements([place], nameof(Max));
        return Operation.Run(new ReduceMax(this, place, keepDimensions));
    }
}

/// <summary>Greatest element along one axis, with its place.</summary>
[Torch("max")]
[Formula("max x", "g at the index, 0 elsewhere", Shapes = "axis removed, or 1")]
public sealed class ReduceMax(Tensor x, int axis, bool keepDimensions)
    : Selection(x, axis, Run(new ArgMax(x, axis, keepDimensions)));
