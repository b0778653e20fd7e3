namespace Autograd;

/// <summary>
/// Layer normalization: the last axes less their mean, divided by their standard deviation, times weights plus biases: <see cref="Tensor.LayerNorm(int, Tensor, Tensor, double)"/>.
/// PyTorch's <c>torch.nn.LayerNorm</c>; Ba et al. 2016.
/// </summary>
public sealed class LayerNorm : Module
{
    private readonly int[] _shape;

    /// <summary>Creates a layer for the last axis.</summary>
    /// <param name="features">The size of the last axis.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="isAffine">Whether each element has a weight.</param>
    /// <param name="hasBias">Whether each element with a weight has a bias too.</param>
    /// <param name="type">The type of the weights.</param>
    /// <exception cref="ArgumentException">A size is below 1, or there is none.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public LayerNorm(int features, double epsilon = 1e-5, bool isAffine = true, bool hasBias = true, DType type = DType.Float32)
        : this([features], epsilon, isAffine, hasBias, type) { }

    /// <summary>Creates a layer for the last axes.</summary>
    /// <param name="shape">The sizes of the last axes.</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    /// <param name="isAffine">Whether each element has a weight.</param>
    /// <param name="hasBias">Whether each element with a weight has a bias too.</param>
    /// <param name="type">The type of the weights.</param>
    /// <inheritdoc cref="LayerNorm(int, double, bool, bool, DType)" path="/exception"/>
    public LayerNorm(ReadOnlySpan<int> shape, double epsilon = 1e-5, bool isAffine = true, bool hasBias = true, DType type = DType.Float32)
    {
        (_shape, Epsilon) = (LastAxes(shape, nameof(LayerNorm)), epsilon);
        if (isAffine)
            Weight = new Variable("weight", Tensor.Ones(Shape.Create(shape), type));
        if (isAffine && hasBias)
            Bias = new Variable("bias", Tensor.Zeros(Shape.Create(shape), type));
    }

    /// <summary>What each element is multiplied by, of the last axes' shape, at first 1; or null.</summary>
    public Variable? Weight { get; }

    /// <summary>What is added to each element, of the last axes' shape, at first 0; or null.</summary>
    public Variable? Bias { get; }

    /// <summary>ε, added to the variance.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{string.Join(" × ", _shape)}{(Weight is null ? ", no weights" : Bias is null ? ", no bias" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.LayerNorm(_shape, Weight, Bias, Epsilon);

    /// <summary>The sizes of the last axes, which must be there.</summary>
    internal static int[] LastAxes(ReadOnlySpan<int> shape, string module)
    {
        if (shape.IsEmpty)
            throw new ArgumentException($"{module}: the shape is empty; give the sizes of the last axes.", nameof(shape));
        foreach (var size in shape)
            Positive(size, nameof(shape), module);
        return shape.ToArray();
    }
}
