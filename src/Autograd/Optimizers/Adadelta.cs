using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Steps in the weights' own units, without a rate to choose: s ← ρ·s + (1 − ρ)·g², d = g·√(a + ε) / √(s + ε), a ← ρ·a + (1 − ρ)·d²,
/// p ← p − η·d. PyTorch's <c>torch.optim.Adadelta</c>; Zeiler 2012.
/// </summary>
public sealed class Adadelta : Optimizer<Adadelta.Group>
{
    private const string SquareName = "square", ChangeName = "change";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, a factor of every step.</param>
    /// <param name="rho">ρ, how much of the mean squares is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite and lets the first step be.</param>
    /// <param name="weightDecay">λ, added to the gradient as λ·p: the pull of every weight towards 0.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adadelta(
        IEnumerable<Variable> parameters, double learningRate = 1, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0, bool maximize = false)
        : base([new Group(parameters, learningRate) { Rho = rho, Epsilon = epsilon, WeightDecay = weightDecay, Maximize = maximize }])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public Adadelta(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) => [SquareName, ChangeName];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory) =>
        Apply(
            parameter, gradient, new Move(group.Slope, group.LearningRate, group.Rho, 1 - group.Rho, group.Epsilon),
            memory.Array(SquareName), memory.Array(ChangeName));

    /// <summary>Variables and the settings they are changed with.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate = 1) : DescentGroup(parameters, learningRate)
    {
        /// <summary>ρ, how much of the mean squares is kept.</summary>
        public double Rho
        {
            get;
            set => field = Fraction(value);
        } = 0.9;

        /// <summary>ε, which keeps the division finite and lets the first step be.</summary>
        public double Epsilon
        {
            get;
            set => field = NotNegative(value);
        } = 1e-6;

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings =>
        [
            .. base.Settings,
            Setting.Of("rho", () => Rho, value => Rho = value),
            Setting.Of("epsilon", () => Epsilon, value => Epsilon = value),
        ];
    }

    private readonly record struct Move(Slope Slope, Parameter Rate, Parameter Kept, Parameter Added, Parameter Epsilon) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> square, ref Vector<T> change, ref Vector<T> third)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            square = Kept.Lanes<T>() * square + Added.Lanes<T>() * gradient * gradient;
            var step = Vector.SquareRoot(change + Epsilon.Lanes<T>()) / Vector.SquareRoot(square + Epsilon.Lanes<T>()) * gradient;
            change = Kept.Lanes<T>() * change + Added.Lanes<T>() * step * step;
            weight -= Rate.Lanes<T>() * step;
        }
    }
}
