namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Root-mean-square normalization: along the last axes <c>y = x / √(mean x² + ε) · weight</c>; the mean stays where it is. PyTorch's
    /// <c>nn.functional.rms_norm</c>.
    /// </summary>
    /// <param name="shape">The sizes of the last axes, along which to normalize.</param>
    /// <param name="weight">What each element is multiplied by: of that shape. Null for 1.</param>
    /// <param name="epsilon">ε, added to the mean square; if left out, the distance from 1 to the next number of the type, as in PyTorch.</param>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">The last axes have other sizes, or the weight has another shape.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans, or the weight is of another type.</exception>
    /// <exception cref="ArgumentException">ε is negative.</exception>
    public Tensor RmsNorm(ReadOnlySpan<int> shape, Tensor? weight = null, double? epsilon = null) => Operation.Run(
        new RmsNormalization(this, NormalizationArguments.LastAxes(nameof(RmsNorm), this, shape), weight, epsilon));

    /// <inheritdoc cref="RmsNorm(ReadOnlySpan{int}, Tensor, double?)"/>
    /// <param name="axes">How many axes, counted from the last, to normalize along.</param>
    /// <param name="weight">What each element is multiplied by: of the shape of these axes. Null for 1.</param>
    /// <param name="epsilon">ε, added to the mean square; if left out, the distance from 1 to the next number of the type, as in PyTorch.</param>
    public Tensor RmsNorm(int axes = 1, Tensor? weight = null, double? epsilon = null) => Operation.Run(
        new RmsNormalization(this, NormalizationArguments.LastAxes(nameof(RmsNorm), this, axes), weight, epsilon));
}

/// <summary>Root-mean-square normalization: each place of the outer axes by itself.</summary>
[Torch("rms_norm")]
[Formula(
    "x / √(mean(x²) + ε) · w",
    "(h − x̂ · mean(h·x̂)) / √(mean(x²) + ε), h = g · w, x̂ = x / √(mean(x²) + ε)",
    "Σ g·x̂",
    Inputs = ["x", "w"], Shapes = "[…, shape], shape → […, shape]")]
public sealed class RmsNormalization : Normalization
{
    internal RmsNormalization(Tensor x, Shape last, Tensor? weight, double? epsilon)
        : this(x, last, weight, epsilon ?? (x.DType == DType.Float64 ? Math.BitIncrement(1.0) - 1 : MathF.BitIncrement(1) - 1)) { }

    private RmsNormalization(Tensor x, Shape last, Tensor? weight, double epsilon)
        : base(x, weight, null, epsilon, NormalizationArguments.Rows(nameof(RmsNorm), x, last, weight, null, epsilon), isCentered: false) { }
}
