using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Stochastic gradient descent, p ← p − η·d, where d = g + λ·p without momentum; with momentum μ, b ← μ·b + (1 − damping)·d (b = d at the
/// first step) takes the place of d, or d + μ·b in Nesterov's variant. PyTorch's <c>torch.optim.SGD</c>; Sutskever et al. 2013.
/// </summary>
public sealed class Sgd : Optimizer<Sgd.Group>
{
    private const string MomentumName = "momentum";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, the length of a step.</param>
    /// <param name="momentum">μ, how much of the last step is kept.</param>
    /// <param name="damping">How much of the gradient the momentum leaves out; PyTorch's <c>dampening</c>.</param>
    /// <param name="weightDecay">λ, the pull of every weight towards 0.</param>
    /// <param name="nesterov">Looks ahead along the momentum; needs momentum and no damping.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable, or Nesterov's variant lacks momentum.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not a number.</exception>
    public Sgd(
        IEnumerable<Variable> parameters, double learningRate, double momentum = 0, double damping = 0, double weightDecay = 0, bool nesterov = false,
        bool maximize = false)
        : base([
            new Group(parameters, learningRate) {
                Momentum = momentum, Damping = damping, WeightDecay = weightDecay, Nesterov = nesterov, Maximize = maximize,
            },
        ])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public Sgd(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) => group.Momentum == 0 ? [] : [MomentumName];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
    {
        if (group.Momentum == 0)
        {
            Apply(parameter, gradient, new Descent(group.LearningRate, group.Slope));
            return;
        }
        var isFirst = !memory.Has(MomentumName);
        var step = new Momentum(group.LearningRate, group.Slope, group.Momentum, 1 - group.Damping, group.Nesterov, isFirst);
        Apply(parameter, gradient, step, memory.Array(MomentumName));
    }

    /// <summary>Variables and the settings they are changed with.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate) : DescentGroup(parameters, learningRate)
    {
        /// <summary>μ, how much of the last step is kept.</summary>
        public double Momentum
        {
            get;
            set => field = NotNegative(value);
        }

        /// <summary>How much of the gradient the momentum leaves out.</summary>
        public double Damping
        {
            get;
            set => field = Finite(value);
        }

        /// <summary>Looks ahead along the momentum; needs momentum and no damping.</summary>
        public bool Nesterov { get; set; }

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings =>
        [
            .. base.Settings,
            Setting.Of("momentum", () => Momentum, value => Momentum = value),
            Setting.Of("damping", () => Damping, value => Damping = value),
            Setting.Of("nesterov", () => Nesterov, value => Nesterov = value),
        ];

        /// <inheritdoc/>
        protected internal override double? CycledMomentum
        {
            get => Momentum;
            set => Momentum = value ?? 0;
        }

        /// <inheritdoc/>
        protected internal override void Check()
        {
            if (Nesterov && (Momentum == 0 || Damping != 0))
                throw new ArgumentException($"Sgd: Nesterov's variant needs momentum above 0 and no damping, got {Momentum} and {Damping}.");
        }
    }

    /// <summary>A step straight down.</summary>
    private readonly record struct Descent(Parameter Rate, Slope Slope) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
            where T : unmanaged, IFloatingPointIeee754<T> =>
            weight -= Rate.Lanes<T>() * Slope.Of(gradient, weight);
    }

    /// <summary>A step with momentum.</summary>
    private readonly record struct Momentum(Parameter Rate, Slope Slope, Parameter Kept, Parameter Added, bool LooksAhead, bool IsFirst) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> momentum, ref Vector<T> second, ref Vector<T> third)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            momentum = IsFirst ? gradient : Kept.Lanes<T>() * momentum + Added.Lanes<T>() * gradient;
            weight -= Rate.Lanes<T>() * (LooksAhead ? gradient + Kept.Lanes<T>() * momentum : momentum);
        }
    }
}
