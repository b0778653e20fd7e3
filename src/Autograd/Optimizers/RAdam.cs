using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// <see cref="Adam"/> that does not trust the mean square of its first few gradients: with ρ∞ = 2 / (1 − β₂) − 1 and
/// ρₜ = ρ∞ − 2·t·β₂ᵗ / (1 − β₂ᵗ), the step is η·m̂ while ρₜ ≤ 5, then η·r·m̂·√(1 − β₂ᵗ) / (√v + ε), where
/// r² = (ρₜ − 4)·(ρₜ − 2)·ρ∞ / ((ρ∞ − 4)·(ρ∞ − 2)·ρₜ). PyTorch's <c>torch.optim.RAdam</c>; Liu et al. 2020.
/// </summary>
public sealed class RAdam : Optimizer<RAdam.Group>
{
    private const string MeanName = "mean", SquareName = "square";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, about the change of a weight in one step.</param>
    /// <param name="beta1">β₁, how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂, how much of the mean square gradient is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ, the pull of every weight towards 0.</param>
    /// <param name="decoupledWeightDecay">Shrinks the weights themselves by η·λ, as <see cref="AdamW"/> does.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RAdam(
        IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0, bool decoupledWeightDecay = false, bool maximize = false)
        : base([
            new Group(parameters, learningRate) {
                Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay, DecoupledWeightDecay = decoupledWeightDecay, Maximize = maximize,
            },
        ])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public RAdam(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) => [MeanName, SquareName];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
    {
        var t = memory.Steps;
        var correction = 1 - Math.Pow(group.Beta2, t);
        var last = 2 / (1 - group.Beta2) - 1;
        var length = last - 2 * t * Math.Pow(group.Beta2, t) / correction;
        var isRectified = length > 5;
        var rectification = isRectified ? Math.Sqrt((length - 4) * (length - 2) * last / ((last - 4) * (last - 2) * length) * correction) : 1;
        var step = new Move(
            group.DecoupledWeightDecay ? group.BareSlope : group.Slope, group.DecoupledWeightDecay ? group.Shrinking : 1,
            group.LearningRate / (1 - Math.Pow(group.Beta1, t)) * rectification, 1 - group.Beta1, group.Beta2, 1 - group.Beta2, group.Epsilon, isRectified);
        Apply(parameter, gradient, step, memory.Array(MeanName), memory.Array(SquareName));
    }

    /// <summary>Variables and the settings they are changed with.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate = 1e-3) : MomentGroup(parameters, learningRate)
    {
        /// <summary>Shrinks the weights themselves by η·λ, as <see cref="AdamW"/> does.</summary>
        public bool DecoupledWeightDecay { get; set; }

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings =>
            [.. base.Settings, Setting.Of("decoupledWeightDecay", () => DecoupledWeightDecay, value => DecoupledWeightDecay = value)];
    }

    private readonly record struct Move(
        Slope Slope, Parameter Shrinking, Parameter Rate, Parameter Added1, Parameter Kept2, Parameter Added2, Parameter Epsilon, bool IsRectified) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> mean, ref Vector<T> square, ref Vector<T> third)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            mean += Added1.Lanes<T>() * (gradient - mean);
            square = Kept2.Lanes<T>() * square + Added2.Lanes<T>() * gradient * gradient;
            var change = Rate.Lanes<T>() * mean;
            weight = Shrinking.Lanes<T>() * weight - (IsRectified ? change / (Vector.SquareRoot(square) + Epsilon.Lanes<T>()) : change);
        }
    }
}
