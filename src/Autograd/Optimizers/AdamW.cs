namespace Autograd;

/// <summary>
/// <see cref="Adam"/> whose weight decay shrinks the weights themselves, p ← (1 − η·λ)·p before each step, and stays out of the mean gradients: so it
/// pulls all weights alike, however large their gradients. PyTorch's <c>torch.optim.AdamW</c>; Loshchilov and Hutter 2019.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>Creates the optimizer.</summary>
    /// <param name="parameters">The variables to change.</param>
    /// <param name="learningRate">η, about the change of a weight in one step.</param>
    /// <param name="beta1">β₁, how much of the mean gradient is kept.</param>
    /// <param name="beta2">β₂, how much of the mean square gradient is kept.</param>
    /// <param name="epsilon">ε, which keeps the division finite.</param>
    /// <param name="weightDecay">λ: each step takes η·λ of every weight.</param>
    /// <param name="amsGrad">Divides by the greatest mean square so far: steps never grow again.</param>
    /// <param name="maximize">Makes the loss greater rather than smaller.</param>
    /// <exception cref="ArgumentException">There is no variable.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public AdamW(
        IEnumerable<Variable> parameters, double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
        double weightDecay = 1e-2, bool amsGrad = false, bool maximize = false)
        : base([
            new Group(parameters, learningRate) {
                Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon, WeightDecay = weightDecay, AmsGrad = amsGrad, Maximize = maximize,
            },
        ])
    {
    }

    /// <summary>Creates the optimizer with settings of its own for each group.</summary>
    /// <inheritdoc cref="Optimizer{TGroup}(IEnumerable{TGroup})" path="/exception"/>
    public AdamW(params IEnumerable<Group> groups) : base(groups)
    {
    }

    /// <summary>Variables and the settings they are changed with; weight decay is 0.01 unless set otherwise.</summary>
    public new sealed class Group : Adam.Group
    {
        /// <summary>Creates a group.</summary>
        public Group(IEnumerable<Variable> parameters, double learningRate = 1e-3) : base(parameters, learningRate) => WeightDecay = 1e-2;

        internal override bool IsDecoupled => true;
    }
}
