using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Adaptive moment estimation: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², p ← p − η·m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and
/// v̂ = v / (1 − β₂ᵗ) undo the start from 0; in the AMSGrad variant the greatest v so far takes the place of v. PyTorch's
/// <c>torch.optim.Adam</c>; Kingma and Ba 2015; Reddi, Kale and Kumar 2018.
/// </summary>
public class Adam : Optimizer<Adam.Group>
{
    private const string MeanName = "mean", SquareName = "square", GreatestName = "greatestSquare";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, about the change of a weight in one step.</param>
    /// <param name="beta1">β₁, how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂, how much of the mean square gradient is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ, added to the gradient as λ·p: the pull of every weight towards 0. <see cref="AdamW"/> does it better.</param>
    /// <param name="amsGrad">Divides by the greatest mean square so far: steps never grow again.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(
        IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 0, bool amsGrad = false, bool maximize = false)
        : base([
            new Group(parameters, learningRate) {
                Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay, AmsGrad = amsGrad, Maximize = maximize,
            },
        ])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public Adam(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) =>
        group.AmsGrad ? [MeanName, SquareName, GreatestName] : [MeanName, SquareName];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
    {
        var t = memory.Steps;
        var step = new Move(
            group.IsDecoupled ? group.BareSlope : group.Slope, group.IsDecoupled ? group.Shrinking : 1, group.LearningRate / (1 - Math.Pow(group.Beta1, t)),
            1 - group.Beta1, group.Beta2, 1 - group.Beta2, Math.Sqrt(1 - Math.Pow(group.Beta2, t)), group.Epsilon, group.AmsGrad);
        Apply(parameter, gradient, step, memory.Array(MeanName), memory.Array(SquareName), group.AmsGrad ? memory.Array(GreatestName) : null);
    }

    /// <summary>Variables and the settings they are changed with.</summary>
    public class Group(IEnumerable<Variable> parameters, double learningRate = 1e-3) : MomentGroup(parameters, learningRate)
    {
        /// <summary>Divides by the greatest mean square so far: steps never grow again.</summary>
        public bool AmsGrad { get; set; }

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings => [.. base.Settings, Setting.Of("amsGrad", () => AmsGrad, value => AmsGrad = value)];

        /// <summary>Whether weight decay shrinks the weights themselves and stays out of the means.</summary>
        internal virtual bool IsDecoupled => false;
    }

    private readonly record struct Move(
        Slope Slope, Parameter Shrinking, Parameter Rate, Parameter Added1, Parameter Kept2, Parameter Added2, Parameter Correction,
        Parameter Epsilon, bool IsAmsGrad) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> mean, ref Vector<T> square, ref Vector<T> greatest)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            mean += Added1.Lanes<T>() * (gradient - mean);
            square = Kept2.Lanes<T>() * square + Added2.Lanes<T>() * gradient * gradient;
            greatest = IsAmsGrad ? Vector.Max(greatest, square) : square;
            weight = Shrinking.Lanes<T>() * weight
                - Rate.Lanes<T>() * mean / (Vector.SquareRoot(greatest) / Correction.Lanes<T>() + Epsilon.Lanes<T>());
        }
    }
}
