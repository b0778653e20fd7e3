using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The gradient of a <see cref="Normalization"/> for its input: with h = z · w, what is left of h once its mean and its share along x̂ are
/// taken away, divided by the standard deviation.
/// </summary>
[Torch("native_layer_norm_backward")]
[Formula(
    "(h − mean h − x̂ · mean(h·x̂)) / √(var x + ε), h = z · w, x̂ = (x − mean x) / √(var x + ε)",
    "−(x̂ · mean(g·y) + mean(h·x̂) · D(g) + mean(g·x̂) · y) / √(var x + ε), D(g) as y for h = g",
    "w · D(g)",
    "Σ z · D(g)",
    Inputs = ["x", "z", "w"], Shapes = "x's")]
public sealed class NormalizationGradient : NaryOperation
{
    private readonly StandardGroups _groups;
    private readonly GroupStatistics _statistics;
    private readonly double _epsilon;
    private readonly bool _withWeights;

    internal NormalizationGradient(
        Tensor x, Tensor gradient, Tensor? weight, double epsilon, StandardGroups groups, GroupStatistics statistics, bool withWeights = false)
        : base(weight is null ? [x, gradient] : [x, gradient, weight], x.Shape, x.DType) =>
        (_groups, _statistics, _epsilon, _withWeights) = (groups, statistics, epsilon, withWeights);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Normalization;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("n", _groups.Size), new("ε", _epsilon)];

    /// <summary>Σ z · x̂ over all elements that share a weight, the gradient for the weights: computed on the way if asked for, else null.</summary>
    internal Storage? WeightSums { get; private set; }

    /// <summary>Σ z over all elements that share a bias, the gradient for the biases: computed on the way if asked for, else null.</summary>
    internal Storage? BiasSums { get; private set; }

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(this, Operand(0), Operand(1), InputCount > 2 ? Operand(2) : null), this);

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient)
    {
        var x = Operand(0);
        // D is linear in h and its own transpose.
        Tensor back = Run(new NormalizationGradient(x, gradient, null, _epsilon, _groups, _statistics));
        switch (index)
        {
            case 1:
                return InputCount > 2 ? back * Normalization.Spread(Operand(2), Rank, _groups) : back;
            case 2:
                return Normalization.Unspread(back * Operand(1), InputAt(2)!.Shape, _groups);
        }
        var weighted = InputCount > 2 ? Operand(1) * Normalization.Spread(Operand(2), Rank, _groups) : Operand(1);
        var (standard, scale) = Standardized(x, _epsilon, _groups, _statistics.IsCentered);
        var (g, h, y, b) = (InGroups(gradient), InGroups(weighted), InGroups(this), InGroups(back));
        return (-scale * (standard * Mean(g * y) + Mean(h * standard) * b + Mean(g * standard) * y)).Reshape(Shape);
    }

    /// <summary>x̂ and 1 / √(var x + ε), [outer, groups, inner] and [1, groups, 1], written with operations.</summary>
    internal static (Tensor Standard, Tensor Scale) Standardized(Tensor x, double epsilon, StandardGroups groups, bool isCentered)
    {
        var view = x.Reshape(groups.View);
        var distance = isCentered ? view - Mean(view) : view;
        var scale = (Mean(distance.Square()) + epsilon).Rsqrt();
        return (distance * scale, scale);
    }

    private static Tensor Mean(Tensor x) => x.Mean([0, 2], keepDimensions: true);

    private Tensor InGroups(Tensor x) => x.Reshape(_groups.View);

    private readonly struct Work(NormalizationGradient node, Tensor x, Tensor gradient, Tensor? weight) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var gradients = StandardizingGradients.Compute(
                x.Storage, x.Layout, NormalizationArguments.Read<T>(weight), gradient.Storage, gradient.Layout, node._groups, node._statistics,
                withX: true, node._withWeights);
            (node.WeightSums, node.BiasSums) = (gradients.Weight, gradients.Bias);
            return gradients.X!;
        }
    }
}
