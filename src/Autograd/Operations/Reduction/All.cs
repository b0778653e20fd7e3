using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Whether every element is true; numbers count as true unless 0, also NaN. Of nothing it is true.</summary>
    /// <returns>A Bool tensor without axes.</returns>
    public Tensor All() => All([]);

    /// <summary>Whether every element along some axes is true, along all if none is given; numbers count as true unless 0, also NaN.</summary>
    /// <returns>A Bool tensor.</returns>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    public Tensor All(ReadOnlySpan<int> axes, bool keepDimensions = false) =>
        Operation.Run(new All(Cast(DType.Bool), Shape.NormalizeAxes(axes, nameof(All)), keepDimensions));

    /// <summary>Whether every element along one axis is true; numbers count as true unless 0, also NaN.</summary>
    /// <returns>A Bool tensor.</returns>
    /// <exception cref="ShapeException">The axis does not exist.</exception>
    public Tensor All(int axis, bool keepDimensions = false) => All([axis], keepDimensions);
}

/// <summary>Whether every element of a Bool tensor along axes is true.</summary>
[Torch("all")]
[Formula("∧ x", Shapes = "axes removed, or 1")]
public sealed class All(Tensor x, int[] axes, bool keepDimensions) : UnaryOperation(x, NotNull(x).Shape.Reduce(axes, keepDimensions), DType.Bool)
{
    private readonly int[] _axes = axes;

    /// <inheritdoc/>
    protected override Storage Forward() => AxisWalk.Reduce<bool, bool, Line>((Storage<bool>)X.Storage, X.Layout, _axes, default);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Reduction;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => throw new GraphException("All: a Bool carries no gradient.");

    private readonly struct Line : ILine<bool, bool>
    {
        public void Invoke(int index, ReadOnlySpan<bool> x, Span<bool> result) => result[0] = !x.Contains(false);
    }
}
