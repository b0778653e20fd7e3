using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// The gradient of a <see cref="Normalization"/> for its biases: the sums of z over all elements that share a bias. They were computed together
/// with the gradient for the input.
/// </summary>
[Torch("native_layer_norm_backward")]
[Formula("Σ x", "g for each element", Shapes = "x's → b's")]
public sealed class NormalizationBiasGradient : UnaryOperation
{
    private readonly StandardGroups _groups;
    private readonly Storage _known;

    internal NormalizationBiasGradient(Tensor gradient, Shape bias, StandardGroups groups, Storage known)
        : base(gradient, bias, gradient.DType) => (_groups, _known) = (groups, known);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Normalization;

    /// <inheritdoc/>
    protected override Storage Forward() => _known;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => Normalization.Spread(gradient, XShape.Rank, _groups).Expand(XShape);
}
