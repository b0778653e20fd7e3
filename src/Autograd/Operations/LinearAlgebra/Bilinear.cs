namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// A number for each pair of what two tensors hold along their last axes: <c>y[…, o] = Σᵢⱼ x[…, i] · weight[o, i, j] · other[…, j] + bias[o]</c>.
    /// PyTorch's <c>nn.functional.bilinear</c>.
    /// </summary>
    /// <param name="other">[…, right], of this tensor's outer axes.</param>
    /// <param name="weight">[outputs, left, right].</param>
    /// <param name="bias">[outputs], or null for none.</param>
    /// <returns>[…, outputs] for this tensor, […, left].</returns>
    /// <exception cref="ShapeException">The outer axes differ, or the last ones do not fit the weight, or the bias does not.</exception>
    public Tensor Bilinear(Tensor other, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (NotNull(weight).Rank != 3)
            throw new ShapeException($"Bilinear: weight {weight.Shape} has {weight.Rank} {(weight.Rank == 1 ? "axis" : "axes")}; it takes [outputs, left, right].");
        var (outputs, left, right) = (weight.Shape[0], weight.Shape[1], weight.Shape[2]);
        if (Rank == 0 || other.Rank != Rank || Shape[^1] != left || other.Shape[^1] != right || !Shape.Sizes[..^1].SequenceEqual(other.Shape.Sizes[..^1]))
        {
            throw new ShapeException(
                $"Bilinear: inputs {Shape} and {other.Shape} do not fit weight {weight.Shape}; they must be […, {left}] and […, {right}] with the same outer axes.");
        }
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != outputs))
            throw new ShapeException($"Bilinear: bias {bias.Shape} does not fit weight {weight.Shape}; it must be [{outputs}].");
        // [n, i] · [i, o·j] → [n, o, j], then [n, o, j] · [n, j, 1] → [n, o, 1]
        var count = Autograd.Shape.Create(Shape.Sizes[..^1]).ElementCount;
        var halfway = Reshape(Autograd.Shape.Create([count, left])).MatMul(weight.Permute(1, 0, 2).Reshape(Autograd.Shape.Create([left, outputs * right])));
        var result = halfway.Reshape(Autograd.Shape.Create([count, outputs, right])).MatMul(other.Reshape(Autograd.Shape.Create([count, right, 1])))
            .Reshape(Autograd.Shape.Create([.. Shape.Sizes[..^1], outputs]));
        return bias is null ? result : result + bias;
    }
}
