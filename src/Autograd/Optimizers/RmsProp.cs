using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Gradients divided by the root of their mean square: s ← α·s + (1 − α)·g², p ← p − η·g / (√s + ε). Centred, the variance s − m² takes the
/// place of s, m ← α·m + (1 − α)·g; with momentum μ, b ← μ·b + g / (√s + ε) and p ← p − η·b. PyTorch's <c>torch.optim.RMSprop</c>;
/// Hinton's lecture 6e (2012), Graves 2013.
/// </summary>
public sealed class RmsProp : Optimizer<RmsProp.Group>
{
    private const string SquareName = "square", MeanName = "mean", MomentumName = "momentum";

    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, about the change of a weight in one step.</param>
    /// <param name="alpha">α, how much of the mean square gradient is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ, added to the gradient as λ·p: the pull of every weight towards 0.</param>
    /// <param name="momentum">μ, how much of the last step is kept.</param>
    /// <param name="centered">Divides by the standard deviation of the gradients.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RmsProp(
        IEnumerable<Variable> parameters, double learningRate = 1e-2, double alpha = 0.99, double epsilon = 1e-8, double weightDecay = 0, double momentum = 0,
        bool centered = false, bool maximize = false)
        : base([
            new Group(parameters, learningRate) {
                Alpha = alpha, Epsilon = epsilon, WeightDecay = weightDecay, Momentum = momentum, Centered = centered, Maximize = maximize,
            },
        ])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public RmsProp(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> RememberedArrays(Group group) =>
        [SquareName, .. group.Centered ? [MeanName] : (string[])[], .. group.Momentum > 0 ? [MomentumName] : (string[])[]];

    /// <inheritdoc/>
    protected override void Update(Variable parameter, Tensor gradient, Group group, ParameterMemory memory)
    {
        var step = new Move(group.Slope, group.LearningRate, group.Alpha, 1 - group.Alpha, group.Epsilon, group.Momentum, group.Centered);
        Apply(
            parameter, gradient, step, memory.Array(SquareName), group.Centered ? memory.Array(MeanName) : null,
            group.Momentum > 0 ? memory.Array(MomentumName) : null);
    }

    /// <summary>Variables and the settings they are changed with.</summary>
    public sealed class Group(IEnumerable<Variable> parameters, double learningRate = 1e-2) : DescentGroup(parameters, learningRate)
    {
        /// <summary>α, how much of the mean square gradient is kept.</summary>
        public double Alpha
        {
            get;
            set => field = NotNegative(value);
        } = 0.99;

        /// <summary>ε, which keeps the division finite.</summary>
        public double Epsilon
        {
            get;
            set => field = NotNegative(value);
        } = 1e-8;

        /// <summary>μ, how much of the last step is kept.</summary>
        public double Momentum
        {
            get;
            set => field = NotNegative(value);
        }

        /// <summary>Divides by the standard deviation of the gradients.</summary>
        public bool Centered { get; set; }

        /// <inheritdoc/>
        protected internal override IEnumerable<Setting> Settings =>
        [
            .. base.Settings,
            Setting.Of("alpha", () => Alpha, value => Alpha = value),
            Setting.Of("epsilon", () => Epsilon, value => Epsilon = value),
            Setting.Of("momentum", () => Momentum, value => Momentum = value),
            Setting.Of("centered", () => Centered, value => Centered = value),
        ];

        /// <inheritdoc/>
        protected internal override double? CycledMomentum
        {
            get => Momentum;
            set => Momentum = value ?? 0;
        }
    }

    private readonly record struct Move(Slope Slope, Parameter Rate, Parameter Kept, Parameter Added, Parameter Epsilon, Parameter Momentum,
        bool IsCentered) : IUpdate
    {
        public void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> square, ref Vector<T> mean, ref Vector<T> momentum)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            gradient = Slope.Of(gradient, weight);
            square = Kept.Lanes<T>() * square + Added.Lanes<T>() * gradient * gradient;
            mean = Kept.Lanes<T>() * mean + Added.Lanes<T>() * gradient;
            var scale = Vector.SquareRoot(IsCentered ? square - mean * mean : square) + Epsilon.Lanes<T>();
            // Without momentum nothing is remembered, and the sum is the new part alone.
            momentum = Momentum.Lanes<T>() * momentum + gradient / scale;
            weight -= Rate.Lanes<T>() * momentum;
        }
    }
}
