using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Matrix product, Σₖ left[…, i, k] · right[…, k, j]. Vectors count as a row on the left and a column on the right, and the axis they
    /// gain disappears again; axes before the last two broadcast. PyTorch's <c>matmul</c>.
    /// </summary>
    /// <returns>[…, m, n] for […, m, k] and […, k, n].</returns>
    /// <exception cref="ShapeException">An operand is a single number, the inner sizes differ, or the outer axes do not broadcast.</exception>
    /// <exception cref="TypeException">The types differ, or are Bool.</exception>
    public Tensor MatMul(Tensor right)
    {
        ArgumentNullException.ThrowIfNull(right);
        if (Rank == 0 || right.Rank == 0)
            throw new ShapeException($"MatMul: shapes {Shape} and {right.Shape}: a single number is no matrix; multiply by it with *.");
        if (Rank >= 2 && right.Rank >= 2)
            return Operation.Run(new MatMul(this, right));
        if (Shape[^1] != right.Shape[right.Rank == 1 ? 0 : ^2])
            throw Autograd.MatMul.InnerSizes(Shape, right.Shape, Shape[^1], right.Shape[right.Rank == 1 ? 0 : ^2]);
        var product = (Rank == 1 ? Unsqueeze(0) : this).MatMul(right.Rank == 1 ? right.Unsqueeze(-1) : right);
        if (right.Rank == 1)
            product = product.Squeeze(-1);
        return Rank == 1 ? product.Squeeze(right.Rank == 1 ? -1 : -2) : product;
    }
}

/// <summary>Matrix product, batched and broadcast over the axes before the last two.</summary>
[Torch("matmul")]
[Formula("left · right", "g · rightᵀ", "leftᵀ · g", Shapes = "[…, m, k], […, k, n] → […, m, n]")]
public sealed class MatMul(Tensor left, Tensor right) : BinaryOperation(left, right, ResultShape(left, right))
{
    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(Left, Right, Shape), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Product;

    /// <inheritdoc/>
    protected internal override long MultiplyAdds => (long)Count * Left.Shape[^1];

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient.MatMul(Right.Transpose());                  // [m, n] · [k, n]ᵀ → [m, k]

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Rows(Left).Transpose().MatMul(Rows(gradient));   // [m, k]ᵀ · [m, n] → [k, n]

    /// <summary>A matrix on the right met the rows of a whole stack: seen as one matrix, one product sums over all of them.</summary>
    private Tensor Rows(Tensor stack) => PeekInput(1)!.Rank > 2 || stack.Rank == 2
        ? stack
        : stack.Reshape(Shape.Create(Shape.Create(stack.Shape.Sizes[..^1]).ElementCount, stack.Shape[^1]));

    internal static ShapeException InnerSizes(Shape left, Shape right, int leftInner, int rightInner) => new(
        $"MatMul: shapes {left} and {right}: the last axis of the left has size {leftInner}, the axis of the right that it meets has {rightInner}; "
        + "they must be equal, perhaps one needs Transpose().");

    private static Shape ResultShape(Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Shape l = left.Shape, r = right.Shape;
        if (l.Rank < 2 || r.Rank < 2)
            throw new ShapeException($"MatMul: shapes {l} and {r}: the operation takes matrices; x.MatMul(y) takes vectors too.");
        if (l[^1] != r[^2])
            throw InnerSizes(l, r, l[^1], r[^2]);
        if (l.Rank == 2 && r.Rank == 2)
            return Shape.Create(l[^2], r[^1]);
        var batch = Shape.Broadcast(Shape.Create(l.Sizes[..^2]), Shape.Create(r.Sizes[..^2]), "MatMul (axes before the last two)");
        return Shape.Create([.. batch, l[^2], r[^1]]);
    }

    private readonly struct Work(Tensor left, Tensor right, Shape shape) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(shape.ElementCount);
            MatrixStack.Multiply((Storage<T>)left.Storage, left.Layout, (Storage<T>)right.Storage, right.Layout, result, shape);
            return result;
        }
    }
}
