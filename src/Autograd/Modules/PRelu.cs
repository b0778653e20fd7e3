namespace Autograd;

/// <summary>Leaky rectified linear unit whose slopes are learned: <see cref="Tensor.PRelu"/>. PyTorch's <c>torch.nn.PReLU</c>.</summary>
public sealed class PRelu : Module
{
    /// <summary>Creates a layer.</summary>
    /// <param name="count">How many slopes there are: 1, or one for each channel.</param>
    /// <param name="slope">The first value of all slopes.</param>
    /// <param name="type">The type of the slopes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="TypeException">The type is not a floating-point type.</exception>
    public PRelu(int count = 1, double slope = 0.25, DType type = DType.Float32)
    {
        Weight = Initialization.Parameter("weight", [Positive(count)], type);
        Initialization.Constant(Weight, slope);
    }

    /// <summary>The slopes below 0: [1] or [channels].</summary>
    public Variable Weight { get; }

    /// <inheritdoc/>
    protected internal override string Settings => $"{Weight.Count}";

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => x.PRelu(Weight);
}
