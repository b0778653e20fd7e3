using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Adaptive gradients: s ← s + g², p ← p − ηₜ·g / (√s + ε), where ηₜ = η / (1 + (t − 1)·decay), so that weights that seldom get a gradient take
/// longer steps. PyTorch's <c>torch.optim.Adagrad</c>; Duchi, Hazan and Singer 2011.
/// </summary>
public sealed class Adagrad : Optimizer<Adagrad.Group>
{
    private const string SumName = "sum";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, the change of a weight in the first step.</param>
    /// <param name="learningRateDecay">How the steps shrink beyond what s does.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ, added to the gradient as λ·p: the pull of every weight towards 0.</param>
    /// <param name="initialSum">What s starts from.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adagrad(
        IEnumerable<Variable> parameters, double learningRate = 1e-2, double learningRateDecay = 0, double epsilon = 1e-10, double weightDecay = 0,
        double initialSum = 0, bool maximize = false)
        : base([
            new Group(parameters, learningRate) {
                LearningRateDecay = learningRateDecay, Epsilon = epsilon, WeightDecay = weightDecay, InitialSum = initialSum, Maximize = maximize,
            },
        ])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public Adagrad(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) => [SumName];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
    {
        var rate = group.LearningRate / (1 + (memory.Steps - 1) * group.LearningRateDecay);
        Apply(parameter, gradient, new Move(group.Slope, rate, group.Epsilon), memory.Array(SumName, group.InitialSum));
    }

    /// <summary>Variables and the settings they are changed with.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate = 1e-2) : DescentGroup(parameters, learningRate)
    {
        /// <summary>How the steps shrink beyond what s does.</summary>
        public double LearningRateDecay
        {
            get;
            set => field = NotNegative(value);
        }

        /// <summary>ε, which keeps the division finite.</summary>
        public double Epsilon
        {
            get;
            set => field = NotNegative(value);
        } = 1e-10;

        /// <summary>What s starts from.</summary>
        public double InitialSum
        {
            get;
            set => field = NotNegative(value);
        }

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings =>
        [
            .. base.Settings,
            Setting.Of("learningRateDecay", () => LearningRateDecay, value => LearningRateDecay = value),
            Setting.Of("epsilon", () => Epsilon, value => Epsilon = value),
            Setting.Of("initialSum", () => InitialSum, value => InitialSum = value),
        ];
    }

    private readonly record struct Move(Slope Slope, Parameter Rate, Parameter Epsilon) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> sum, ref Vector<T> second, ref Vector<T> third)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            sum += gradient * gradient;
            weight -= Rate.Lanes<T>() * gradient / (Vector.SquareRoot(sum) + Epsilon.Lanes<T>());
        }
    }
}
