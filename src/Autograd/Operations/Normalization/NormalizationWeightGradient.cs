using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>The gradient of a <see cref="Normalization"/> for its weights: the sums of z · x̂ over all elements that share a weight.</summary>
[Torch("native_layer_norm_backward")]
[Formula(
    "Σ left·right̂, right̂ = (right − mean right) / √(var right + ε)",
    "g · right̂",
    "(h − mean h − right̂ · mean(h·right̂)) / √(var right + ε), h = g · left",
    Shapes = "x's, x's → w's")]
public sealed class NormalizationWeightGradient : BinaryOperation
{
    private readonly StandardGroups _groups;
    private readonly GroupStatistics _statistics;
    private readonly double _epsilon;
    private readonly Shape _xShape;
    private readonly Storage? _known;

    internal NormalizationWeightGradient(
        Tensor gradient, Tensor x, Shape weight, double epsilon, StandardGroups groups, GroupStatistics statistics, Storage? known)
        : base(gradient, x, weight, x.DType) =>
        (_groups, _statistics, _epsilon, _xShape, _known) = (groups, statistics, epsilon, x.Shape, known);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Normalization;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("n", _groups.Size), new("ε", _epsilon)];

    /// <inheritdoc/>
    protected override Storage Forward() => _known ?? Dispatch.Real(DType, new Work(Left, Right, _groups, _statistics), this);

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient)
    {
        var (standard, _) = NormalizationGradient.Standardized(Right, _epsilon, _groups, _statistics.IsCentered);
        return standard.Reshape(_xShape) * Normalization.Spread(gradient, _xShape.Rank, _groups);
    }

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Run(new NormalizationGradient(Right, Left, gradient, _epsilon, _groups, _statistics));

    private readonly struct Work(Tensor gradient, Tensor x, StandardGroups groups, GroupStatistics statistics) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            StandardizingGradients.Compute<T>(
                x.Storage, x.Layout, null, gradient.Storage, gradient.Layout, groups, statistics, withX: false, withWeights: true).Weight!;
    }
}
