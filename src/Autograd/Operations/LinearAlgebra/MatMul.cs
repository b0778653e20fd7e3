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
    protected override Tensor BackwardLeft(Tensor gradient) => gradient.MatMul(Right.Transpose());       // [m, n] · [k, n]ᵀ → [m, k]

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Left.Transpose().MatMul(gradient);       // [m, k]ᵀ · [m, n] → [k, n]

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
        var batch = Shape.Broadcast(Shape.Create(l.Sizes[..^2]), Shape.Create(r.Sizes[..^2]), "MatMul (axes before the last two)");
        return Shape.Own([.. batch, l[^2], r[^1]]);
    }

    private readonly struct Work(Tensor left, Tensor right, Shape shape) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(shape.ElementCount);
            var (rows, columns, inner) = (shape[^2], shape[^1], left.Shape[^1]);
            if (inner == 0)
            {
                result.Span.Clear();
                return result;
            }
            if (left.Rank == 2 && right.Rank == 2)
            {
                MatrixProduct.Multiply(MatrixOf<T>(left, left.Layout, left.Layout.Offset), MatrixOf<T>(right, right.Layout, right.Layout.Offset), result, 0);
                return result;
            }
            var l = left.Layout.Expand(Shape.Own([.. shape.Sizes[..^2], rows, inner]));
            var r = right.Layout.Expand(Shape.Own([.. shape.Sizes[..^2], inner, columns]));
            var batches = new StridedRows(BatchOf(l), BatchOf(r));
            for (var at = 0; batches.Next();)
            {
                for (var i = 0; i < batches.Length; i++, at += rows * columns)
                {
                    MatrixProduct.Multiply(
                        MatrixOf<T>(left, l, batches.Offset0 + i * batches.Stride0), MatrixOf<T>(right, r, batches.Offset1 + i * batches.Stride1), result, at);
                }
            }
            return result;

            static Matrix<TElement> MatrixOf<TElement>(Tensor stack, Layout layout, int offset) where TElement : unmanaged =>
                new((Storage<TElement>)stack.Storage, offset, layout.Shape[^2], layout.Shape[^1], layout.Strides[^2], layout.Strides[^1]);

            // Where each matrix of a stack starts.
            static Layout BatchOf(Layout stack) => stack.Shape.ElementCount == 0
                ? Shape.Own([.. stack.Shape.Sizes[..^2]]).Contiguous
                : stack.Select(stack.Shape.Rank - 1, 0).Select(stack.Shape.Rank - 2, 0);
        }
    }
}
