namespace Autograd;

/// <summary>
/// A number for each pair of what two inputs hold: <c>y[o] = Σᵢⱼ left[i] · weight[o, i, j] · right[j] + bias[o]</c>, <see cref="Tensor.Bilinear"/>. Weights and
/// biases start uniform on ±1/√left. PyTorch's <c>torch.nn.Bilinear</c>.
/// </summary>
public sealed class Bilinear : Module
{
    /// <summary>Creates a layer.</summary>
    /// <param name="left">The size of the last axis of the left input.</param>
    /// <param name="right">The size of the last axis of the right input.</param>
    /// <param name="outputs">The size of the last axis of the result.</param>
    /// <param name="hasBias">Whether a bias is added.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where the first weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public Bilinear(int left, int right, int outputs, bool hasBias = true, DType type = DType.Float32, Generator? generator = null)
    {
        Weight = Initialization.Parameter("weight", [Positive(outputs), Positive(left), Positive(right)], type);
        var bound = 1 / Math.Sqrt(left);
        Initialization.Uniform(Weight, -bound, bound, generator);
        if (!hasBias)
            return;
        Bias = Initialization.Parameter("bias", [outputs], type);
        Initialization.Uniform(Bias, -bound, bound, generator);
    }

    /// <summary>[outputs, left, right].</summary>
    public Variable Weight { get; }

    /// <summary>[outputs], or null.</summary>
    public Variable? Bias { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{Weight.Shape[1]}, {Weight.Shape[2]} → {Weight.Shape[0]}{(Bias is null ? ", no bias" : "")}";

    /// <summary>What the layer makes of two tensors, […, left] and […, right] with the same outer axes: […, outputs].</summary>
    /// <exception cref="ShapeException">The inputs have other shapes.</exception>
    public Tensor Forward(Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return Run(() => left.Bilinear(right, Weight, Bias));
    }

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => throw new NotSupportedException("Bilinear: takes two tensors; call Forward(left, right).");
}
