using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// What all normalisations are: the elements of each group less their mean, divided by their standard deviation, then scaled by weights and
/// shifted by biases, in one step. They differ in the groups, and in what shares a weight.
/// </summary>
public abstract class Normalization : NaryOperation
{
    private readonly StandardGroups _groups;
    private NormalizationGradient? _gradient;

    private protected Normalization(Tensor x, Tensor? weight, Tensor? bias, double epsilon, StandardGroups groups, bool isCentered = true)
        : base(Operands(x, weight, bias), x.Shape, x.DType)
    {
        (Epsilon, _groups) = (epsilon, groups);
        Statistics = new GroupStatistics(groups.Count, isCentered, epsilon);
    }

    /// <summary>What is added to the variance, so that constant elements can be divided by its root.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Normalization;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("n", _groups.Size), new("ε", Epsilon)];

    internal GroupStatistics Statistics { get; }

    /// <inheritdoc/>
    protected override Storage Forward() =>
        Dispatch.Real(DType, new Work(Operand(0), InputCount > 1 ? Operand(1) : null, InputCount > 2 ? Operand(2) : null, _groups, Statistics), this);

    internal override void Backpropagate(Tensor gradient, BackwardPass pass)
    {
        // The gradients of all inputs are made of the same sums, which are kept for as long as this node's turn lasts.
        try
        {
            base.Backpropagate(gradient, pass);
        }
        finally
        {
            _gradient = null;
        }
    }

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient) => index switch
    {
        0 => _gradient = GradientFor(Operand(0), gradient, InputCount > 1 ? Operand(1) : null, withWeights: WantsWeights),
        1 => WeightGradientFor(gradient, Operand(0), InputAt(1)!.Shape, _gradient),
        _ => BiasGradientFor(gradient, InputAt(2)!.Shape, _gradient),
    };

    /// <summary>The gradient for the values that were normalized, and, if asked for, the sums that those for weights and biases are.</summary>
    internal NormalizationGradient GradientFor(Tensor x, Tensor gradient, Tensor? weight, bool withWeights = false) =>
        Run(new NormalizationGradient(x, gradient, weight, Epsilon, _groups, Statistics, withWeights));

    /// <summary>The gradient for weights of a shape.</summary>
    internal Tensor WeightGradientFor(Tensor gradient, Tensor x, Shape weight, NormalizationGradient? known = null) =>
        Run(new NormalizationWeightGradient(gradient, x, weight, Epsilon, _groups, Statistics, known?.WeightSums));

    /// <summary>The gradient for biases of a shape.</summary>
    internal Tensor BiasGradientFor(Tensor gradient, Shape bias, NormalizationGradient? known = null) => known?.BiasSums is { } sums
        ? Run(new NormalizationBiasGradient(gradient, bias, _groups, sums))
        : Unspread(gradient, bias, _groups);

    private bool WantsWeights => (InputCount > 1 && InputAt(1)!.RequiresGradient) || (InputCount > 2 && InputAt(2)!.RequiresGradient);

    /// <summary>Weights under a shape that broadcasts over a tensor of the given number of axes: those of channels lie along axis 1.</summary>
    internal static Tensor Spread(Tensor weight, int rank, StandardGroups groups) =>
        groups.IsWeightOfRow ? weight : weight.Reshape([weight.Count, .. Enumerable.Repeat(1, rank - 2)]);

    /// <summary>The sums over all elements that share a weight.</summary>
    internal static Tensor Unspread(Tensor gradient, Shape shape, StandardGroups groups) =>
        groups.IsWeightOfRow ? gradient.SumTo(shape) : gradient.Sum([.. Enumerable.Range(0, gradient.Rank).Where(axis => axis != 1)]);

    private static Tensor[] Operands(Tensor x, Tensor? weight, Tensor? bias)
    {
        // The formula names the inputs by their places: a bias without weights gets weights of 1.
        weight ??= bias is null ? null : Ones(bias.Shape, bias.DType);
        return weight is null ? [x] : bias is null ? [x, weight] : [x, weight, bias];
    }

    private readonly struct Work(Tensor x, Tensor? weight, Tensor? bias, StandardGroups groups, GroupStatistics statistics) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
            Standardizing.Forward(x.Storage, x.Layout, NormalizationArguments.Read<T>(weight), NormalizationArguments.Read<T>(bias), groups, statistics);
    }
}
