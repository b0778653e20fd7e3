namespace Autograd;

/// <summary>Variables that are moved by running means of their gradients: the settings that Adam and its relatives share.</summary>
public abstract class MomentGroup(IEnumerable<Variable> parameters, double learningRate) : DescentGroup(parameters, learningRate)
{
    /// <summary>β₁, how much of the mean gradient is kept.</summary>
    public double Beta1
    {
        get;
        set => field = Fraction(value);
    } = 0.9;

    /// <summary>β₂, how much of the mean square gradient, or of the greatest one, is kept.</summary>
    public double Beta2
    {
        get;
        set => field = Fraction(value);
    } = 0.999;

    /// <summary>ε, which keeps the division finite.</summary>
    public double Epsilon
    {
        get;
        set => field = NotNegative(value);
    } = 1e-8;

    /// <inheritdoc/>
    protected internal override IEnumerable<Setting> Settings =>
    [
        .. base.Settings,
        Setting.Of("beta1", () => Beta1, value => Beta1 = value),
        Setting.Of("beta2", () => Beta2, value => Beta2 = value),
        Setting.Of("epsilon", () => Epsilon, value => Epsilon = value),
    ];

    /// <inheritdoc/>
    protected internal override double? CycledMomentum
    {
        get => Beta1;
        set => Beta1 = value ?? 0;
    }
}
