namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Layer normalization: along the last axes, together one group for each place of the others,
    /// <c>y = (x − mean x) / √(var x + ε) · weight + bias</c>, where var is the mean square distance from the mean. A group of one element,
    /// or of equal ones, gives the bias. PyTorch's <c>nn.functional.layer_norm</c>.
    /// </summary>
    /// <param name="shape">The sizes of the last axes, along which to normalize: [features], or [channels, height, width].</param>
    /// <param name="weight">What each element is multiplied by: of that shape. Null for 1.</param>
    /// <param name="bias">What is added to each element: of that shape. Null for 0.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">The last axes have other sizes, or weight or bias has another shape.</exception>
    /// <exception cref="TypeException">The elements are integers or booleans, or weight or bias is of another type.</exception>
    /// <exception cref="ArgumentException">ε is negative.</exception>
    public Tensor LayerNorm(ReadOnlySpan<int> shape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) => Operation.Run(
        new LayerNormalization(this, NormalizationArguments.LastAxes(nameof(LayerNorm), this, shape), weight, bias, epsilon));

    /// <inheritdoc cref="LayerNorm(ReadOnlySpan{int}, Tensor, Tensor, double)"/>
    /// <param name="axes">How many axes, counted from the last, to normalize along.</param>
    /// <param name="weight">What each element is multiplied by: of the shape of these axes. Null for 1.</param>
    /// <param name="bias">What is added to each element: of the shape of these axes. Null for 0.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    public Tensor LayerNorm(int axes = 1, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) => Operation.Run(
        new LayerNormalization(this, NormalizationArguments.LastAxes(nameof(LayerNorm), this, axes), weight, bias, epsilon));
}

/// <summary>Layer normalization: each place of the outer axes by itself.</summary>
[Torch("layer_norm")]
[Formula(
    "(x − mean x) / √(var x + ε) · w + b",
    "(h − mean h − x̂ · mean(h·x̂)) / √(var x + ε), h = g · w, x̂ = (x − mean x) / √(var x + ε)",
    "Σ g·x̂",
    "Σ g",
    Inputs = ["x", "w", "b"], Shapes = "[…, shape], shape, shape → […, shape]")]
public sealed class LayerNormalization : Normalization
{
    internal LayerNormalization(Tensor x, Shape last, Tensor? weight, Tensor? bias, double epsilon)
        : base(x, weight, bias, epsilon, NormalizationArguments.Rows(nameof(LayerNorm), x, last, weight, bias, epsilon)) { }
}
