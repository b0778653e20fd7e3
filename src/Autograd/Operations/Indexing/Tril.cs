using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The lower triangle of a matrix, or of each matrix of a stack: y[…, i, j] = x[…, i, j] where j − i ≤ <paramref name="diagonal"/>,
    /// else 0. PyTorch's <c>tril</c>.
    /// </summary>
    /// <param name="diagonal">The highest diagonal to keep: 0 for the main one, −1 for the one below it.</param>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Tril(int diagonal = 0) => Operation.Run(new Tril(this, diagonal));
}

/// <summary>The lower triangle of each matrix, 0 above.</summary>
[Torch("tril")]
[Formula("x where j − i ≤ diagonal, else 0", "g where j − i ≤ diagonal, else 0", Shapes = "[…, m, n] → same")]
public sealed class Tril(Tensor x, int diagonal) : UnaryOperation(Triangle.Checked(x, nameof(Tril)))
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("diagonal", diagonal)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Triangle(X, diagonal, isUpper: false));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient.Tril(diagonal);
}
