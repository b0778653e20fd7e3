using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// <see cref="Adam"/> with the greatest gradient in place of the mean square: m ← β₁·m + (1 − β₁)·g, u ← max(β₂·u, |g| + ε),
/// p ← p − η / (1 − β₁ᵗ) · m / u. PyTorch's <c>torch.optim.Adamax</c>; Kingma and Ba 2015.
/// </summary>
public sealed class Adamax : Optimizer<Adamax.Group>
{
    private const string MeanName = "mean", GreatestName = "greatest";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, about the change of a weight in one step.</param>
    /// <param name="beta1">β₁, how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂, how much of the greatest gradient is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ, added to the gradient as λ·p: the pull of every weight towards 0.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adamax(
        IEnumerable<Variable> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0, bool maximize = false)
        : base([new Group(parameters, learningRate) { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay, Maximize = maximize }])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public Adamax(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) => [MeanName, GreatestName];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
    {
        var rate = group.LearningRate / (1 - Math.Pow(group.Beta1, memory.Steps));
        Apply(
            parameter, gradient, new Move(group.Slope, rate, 1 - group.Beta1, group.Beta2, group.Epsilon), memory.Array(MeanName), memory.Array(GreatestName));
    }

    /// <summary>Variables and the settings they are changed with.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate = 2e-3) : MomentGroup(parameters, learningRate);

    private readonly record struct Move(Slope Slope, Parameter Rate, Parameter Added, Parameter Kept, Parameter Epsilon) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> mean, ref Vector<T> greatest, ref Vector<T> third)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            mean += Added.Lanes<T>() * (gradient - mean);
            greatest = Vector.Max(Kept.Lanes<T>() * greatest, Vector.Abs(gradient) + Epsilon.Lanes<T>());
            weight -= Rate.Lanes<T>() * mean / greatest;
        }
    }
}
