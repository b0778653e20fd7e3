namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Least element along one axis, with its place in <see cref="Selection.Indices"/>: the first one if several tie, the first NaN if there is one.
    /// The gradient goes to that element alone. PyTorch's <c>min(dim)</c>.
    /// </summary>
    /// <returns>A tensor of this tensor's type without the axis, or with size 1 there.</returns>
    /// <exception cref="ShapeException">The axis does not exist or has size 0.</exception>
    public ReduceMin Min(int axis, bool keepDimensions = false)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Min));
        Shape.RequireElements([place], nameof(Min));
        return Operation.Run(new ReduceMin(this, place, keepDimensions));
    }
}

/// <summary>Least element along one axis, with its place.</summary>
[Torch("min")]
[Formula("min x", "g at the index, 0 elsewhere", Shapes = "axis removed, or 1")]
public sealed class ReduceMin(Tensor x, int axis, bool keepDimensions)
    : Selection(x, axis, Run(new ArgMin(x, axis, keepDimensions)));
