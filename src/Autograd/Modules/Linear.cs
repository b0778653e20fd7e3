namespace Autograd;

/// <summary>
/// A dense layer, <c>y = x · weightᵀ + bias</c>, over the last axis of x. Weights and biases start uniform on ±1/√inputs. PyTorch's <c>torch.nn.Linear</c>.
/// </summary>
public sealed class Linear : Module
{
    /// <summary>Creates a layer.</summary>
    /// <param name="inputs">The size of the last axis of x.</param>
    /// <param name="outputs">The size of the last axis of y.</param>
    /// <param name="hasBias">Whether a bias is added.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="generator">Where the first weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public Linear(int inputs, int outputs, bool hasBias = true, DType type = DType.Float32, Generator? generator = null)
    {
        (Inputs, Outputs) = (Positive(inputs), Positive(outputs));
        Weight = Initialization.Parameter("weight", [outputs, inputs], type);
        Initialization.KaimingUniform(Weight, Math.Sqrt(5), generator: generator);
        if (hasBias)
            Bias = Initialization.BiasFor(Weight, outputs, generator);
    }

    /// <summary>[outputs, inputs].</summary>
    public Variable Weight { get; }

    /// <summary>[outputs], or null.</summary>
    public Variable? Bias { get; }

    /// <summary>The size of the last axis of what goes in.</summary>
    public int Inputs { get; }

    /// <summary>The size of the last axis of what comes out.</summary>
    public int Outputs { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{Inputs} → {Outputs}{(Bias is null ? ", no bias" : "")}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x)
    {
        if (x.Rank == 0 || x.Shape[^1] != Inputs)
            throw new ShapeException($"Linear: input {x.Shape} must end with an axis of {Inputs}; the layer makes {Outputs} of {Inputs} numbers.");
        var product = x.MatMul(Weight.Transpose());
        return Bias is null ? product : product + Bias;
    }
}
