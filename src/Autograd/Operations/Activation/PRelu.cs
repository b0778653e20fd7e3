namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Leaky rectified linear unit with slopes that are learned: x above 0, weight · x else. At 0 the gradient for x is the weight. PyTorch's
    /// <c>nn.functional.prelu</c>; He et al. 2015.
    /// </summary>
    /// <param name="weight">The slope below 0: a single one, [1], or one for each channel, [channels], along axis 1 of [batch, channels, …].</param>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">The weight is neither one nor one for each channel.</exception>
    /// <exception cref="TypeException">Input and weight are not of one floating-point type.</exception>
    public Tensor PRelu(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (!DType.IsFloatingPoint || weight.DType != DType)
            throw new TypeException($"PRelu: input is {DType}, the weight {weight.DType}; both must be of the same floating-point type. Convert one with Cast first.");
        var channels = Rank >= 2 ? Shape[1] : 1;
        if (weight.Rank > 1 || (weight.Count != 1 && weight.Count != channels))
        {
            throw new ShapeException(
                $"PRelu: weight {weight.Shape} does not fit input {Shape}; it must be [1]{(channels == 1 ? "" : $" or [{channels}], one for each channel of axis 1")}.");
        }
        if (weight.Count != 1)
            weight = weight.Reshape([channels, .. Enumerable.Repeat(1, Rank - 2)]);
        else if (Rank == 0)
            weight = weight.Reshape(Autograd.Shape.Scalar);
        // Where x is infinite, the weight's gradient is 0 and not 0 · ∞: it sees zeros in place of what lies above.
        var isAbove = Greater(0);
        return Where(isAbove, this, weight * MaskedFill(isAbove, 0));
    }
}
