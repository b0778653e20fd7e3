using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether any element is true; numbers count as true unless 0, also NaN. Of nothing it is false.</summary>
    /// <returns>A Bool tensor without axes.</returns>
    public Tensor Any() => Any([]);

    /// <summary>Whether any element along some axes is true, along all if none is given; numbers count as true unless 0, also NaN.</summary>
    /// <returns>A Bool tensor.</returns>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public Tensor Any(ReadOnlySpan<int> axes, bool keepDimensions = false) =>
        Operation.Run(new Any(Cast(DType.Bool), Shape.NormalizeAxes(axes, nameof(Any)), keepDimensions));

    /// <summary>Whether any element along one axis is true; numbers count as true unless 0, also NaN.</summary>
    /// <returns>A Bool tensor.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor Any(int axis, bool keepDimensions = false) => Any([axis], keepDimensions);
}

/// <summary>Whether any element of a Bool tensor along axes is true.</summary>
[Torch("any")]
[Formula("∨ x", Shapes = "axes removed, or 1")]
public sealed class Any(Tensor x, int[] axes, bool keepDimensions) : UnaryOperation(x, NotNull(x).Shape.Reduce(axes, keepDimensions), DType.Bool)
{
    private readonly int[] _axes = axes;

    /// <inheritdoc/>
    protected override Storage Forward() => AxisWalk.Reduce<bool, bool, Line>((Storage<bool>)X.Storage, X.Layout, _axes, default);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => throw new GraphException("Any: a Bool carries no gradient.");

    private readonly struct Line : ILine<bool, bool>
    {
        public void Invoke(int index, ReadOnlySpan<bool> x, Span<bool> result) => result[0] = x.Contains(true);
    }
}
