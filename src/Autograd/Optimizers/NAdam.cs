using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// <see cref="Adam"/> that looks ahead as Nesterov's momentum does: with μₜ = β₁·(1 − ½·0.96^(t·ψ)), the step is
/// η / (√v̂ + ε) · ((1 − μₜ)·g / (1 − Πμ) + μₜ₊₁·m / (1 − μₜ₊₁·Πμ)), Πμ = μ₁·…·μₜ. PyTorch's <c>torch.optim.NAdam</c>; Dozat 2016.
/// </summary>
public sealed class NAdam : Optimizer<NAdam.Group>
{
    private const string MeanName = "mean", SquareName = "square", ProductName = "momentumProduct";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, about the change of a weight in one step.</param>
    /// <param name="beta1">β₁, how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂, how much of the mean square gradient is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ, the pull of every weight towards 0.</param>
    /// <param name="momentumDecay">ψ, how fast μ rises from β₁/2 to β₁.</param>
    /// <param name="decoupledWeightDecay">Shrinks the weights themselves by η·λ, as <see cref="AdamW"/> does.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public NAdam(
        IEnumerable<Variable> parameters, double learningRate = 2e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0, double momentumDecay = 4e-3, bool decoupledWeightDecay = false, bool maximize = false)
        : base([
            new Group(parameters, learningRate) {
                Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay, MomentumDecay = momentumDecay,
                DecoupledWeightDecay = decoupledWeightDecay, Maximize = maximize,
            },
        ])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public NAdam(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) => [MeanName, SquareName];

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedNumbers(Group group) => [ProductName];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
    {
        var (now, next) = (group.MomentumAt(memory.Steps), group.MomentumAt(memory.Steps + 1));
        var product = memory.Number(ProductName, 1) * now;
        memory.Set(ProductName, product);
        var step = new Move(
            group.DecoupledWeightDecay ? group.BareSlope : group.Slope, group.DecoupledWeightDecay ? group.Shrinking : 1,
            group.LearningRate * (1 - now) / (1 - product), group.LearningRate * next / (1 - product * next),
            1 - group.Beta1, group.Beta2, 1 - group.Beta2, 1 - Math.Pow(group.Beta2, memory.Steps), group.Epsilon);
        Apply(parameter, gradient, step, memory.Array(MeanName), memory.Array(SquareName));
    }

    /// <summary>Variables and the settings they are changed with.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate = 2e-3) : MomentGroup(parameters, learningRate)
    {
        /// <summary>ψ, how fast μ rises from β₁/2 to β₁.</summary>
        public double MomentumDecay
        {
            get;
            set => field = NotNegative(value);
        } = 4e-3;

        /// <summary>Shrinks the weights themselves by η·λ, as <see cref="AdamW"/> does.</summary>
        public bool DecoupledWeightDecay { get; set; }

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings =>
        [
            .. base.Settings,
            Setting.Of("momentumDecay", () => MomentumDecay, value => MomentumDecay = value),
            Setting.Of("decoupledWeightDecay", () => DecoupledWeightDecay, value => DecoupledWeightDecay = value),
        ];

        /// <summary>μ at a step.</summary>
        internal double MomentumAt(int step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step * MomentumDecay));
    }

    private readonly record struct Move(
        Slope Slope, Parameter Shrinking, Parameter GradientRate, Parameter MeanRate, Parameter Added1, Parameter Kept2, Parameter Added2,
        Parameter Correction, Parameter Epsilon) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> mean, ref Vector<T> square, ref Vector<T> third)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            mean += Added1.Lanes<T>() * (gradient - mean);
            square = Kept2.Lanes<T>() * square + Added2.Lanes<T>() * gradient * gradient;
            var scale = Vector.SquareRoot(square / Correction.Lanes<T>()) + Epsilon.Lanes<T>();
            weight = Shrinking.Lanes<T>() * weight - GradientRate.Lanes<T>() * gradient / scale - MeanRate.Lanes<T>() * mean / scale;
        }
    }
}
