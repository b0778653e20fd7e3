namespace Autograd;

/// <summary>
/// Root-mean-square normalization: the last axes divided by the root of their mean square, times weights: <see cref="Tensor.RmsNorm(int, Tensor, double?)"/>.
/// PyTorch's <c>torch.nn.RMSNorm</c>; Zhang and Sennrich 2019.
/// </summary>
public sealed class RmsNorm : Module
{
    private readonly int[] _shape;

    /// <summary>Creates a layer for the last axis.</summary>
    /// <param name="features">The size of the last axis.</param>
    /// <param name="epsilon">ε, added to the mean square; if left out, the distance from 1 to the next number of the input's type.</param>
    /// <param name="isAffine">Whether each element has a weight.</param>
    /// <param name="type">The type of the weights.</param>
    /// <exception cref="ArgumentException">A size is below 1, or there is none.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public RmsNorm(int features, double? epsilon = null, bool isAffine = true, DType type = DType.Float32) : this([features], epsilon, isAffine, type) { }

    /// <summary>Creates a layer for the last axes.</summary>
    /// <param name="shape">The sizes of the last axes.</param>
    /// <param name="epsilon">ε, added to the mean square; if left out, the distance from 1 to the next number of the input's type.</param>
    /// <param name="isAffine">Whether each element has a weight.</param>
    /// <param name="type">The type of the weights.</param>
    /// <inheritdoc cref="RmsNorm(int, double?, bool, DType)" path="/exception"/>
    public RmsNorm(ReadOnlySpan<int> shape, double? epsilon = null, bool isAffine = true, DType type = DType.Float32)
    {
        (_shape, Epsilon) = (LayerNorm.LastAxes(shape, nameof(RmsNorm)), epsilon);
        if (isAffine)
            Weight = new Variable("weight", Tensor.Ones(_shape, type));
    }

    /// <summary>What each element is multiplied by, of the last axes' shape, at first 1; or null.</summary>
    public Variable? Weight { get; }

    /// <summary>ε, added to the mean square, or null.</summary>
    public double? Epsilon { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{string.Join(" × ", _shape)}{(Weight is null ? ", no weights" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.RmsNorm(_shape, Weight, Epsilon);
}
