using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The upper triangle of a matrix, or of each matrix of a stack: y[…, i, j] = x[…, i, j] where j − i ≥ <paramref name="diagonal"/>,
    /// else 0. PyTorch's <c>triu</c>.
    /// </summary>
    /// <param name="diagonal">The lowest diagonal to keep: 0 for the main one, 1 for the one above it.</param>
    /// <returns>A tensor of this tensor's shape and type.</returns>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor Triu(int diagonal = 0) => Operation.Run(new Triu(this, diagonal));
}

/// <summary>The upper triangle of each matrix, 0 below.</summary>
[Torch("triu")]
[Formula("x where j − i ≥ diagonal, else 0", "g where j − i ≥ diagonal, else 0", Shapes = "[…, m, n] → same")]
public sealed class Triu(Tensor x, int diagonal) : UnaryOperation(Triangle.Checked(x, nameof(Triu)))
{
    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("diagonal", diagonal)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Triangle(X, diagonal, isUpper: true));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor gradient) => gradient.Triu(diagonal);
}

/// <summary>Copies the part of each matrix on one side of a diagonal and clears the rest: the kernel of Triu and Tril.</summary>
internal readonly struct Triangle(Tensor x, int diagonal, bool isUpper) : IAnyWork
{
    public Storage Invoke<T>() where T : unmanaged
    {
        var result = Storage.Allocate<T>(x.Count);
        x.CopyTo(result.Span);
        int rows = x.Shape[^2], columns = x.Shape[^1];
        for (int at = 0, i = 0; at < result.Length; at += columns, i = (i + 1) % rows)
        {
            // The boundary of row i: its first kept column from above, its first cleared one from below.
            var boundary = (int)Math.Clamp((long)i + diagonal + (isUpper ? 0 : 1), 0, columns);
            var row = result.Span.Slice(at, columns);
            (isUpper ? row[..boundary] : row[boundary..]).Clear();
        }
        return result;
    }

    public static Tensor Checked(Tensor x, string operation)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank >= 2
            ? x
            : throw new ShapeException($"{operation}: shape {x.Shape} is no matrix; it needs at least two axes.");
    }
}
