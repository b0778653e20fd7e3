using System.Buffers;
using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>Squared distance to a target, (x − target)², averaged over all elements. PyTorch's <c>nn.functional.mse_loss</c>.</summary>
    /// <param name="target">What this tensor should be, of its shape.</param>
    /// <param name="reduction">The mean, the sum, or each element's loss.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public Tensor MeanSquaredError(Tensor target, LossReduction reduction = LossReduction.Mean)
    {
        RequireShapeOf(target, nameof(MeanSquaredError));
        return reduction == LossReduction.Mean && DType.IsFloatingPoint && target.DType == DType
            ? Operation.Run(new MeanSquaredError(this, target))
            : Sub(target).Square().Reduce(reduction);
    }
}

/// <summary>
/// Mean squared distance of two tensors. One operation in place of a difference, a square and a mean: the loss of small models would otherwise cost
/// more than the model.
/// </summary>
[Torch("nn.functional.mse_loss")]
[Formula("Σ (left − right)² / n", "(left − right) · 2g / n", "(right − left) · 2g / n", Shapes = "same → []")]
public sealed class MeanSquaredError(Tensor left, Tensor right) : BinaryOperation(left, right, ResultShape(left, right))
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Loss;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("n", Elements)];

    private int Elements => PeekInput(0)?.Count ?? 0;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(Left, Right), this);

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => Run(new MeanSquaredErrorGradient(Left, Right, gradient));

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => Run(new MeanSquaredErrorGradient(Right, Left, gradient));

    private static Shape ResultShape(Tensor left, Tensor right) => NotNull(left).Shape == NotNull(right).Shape
        ? Shape.Scalar
        : throw new ShapeException($"MeanSquaredError: shapes {left.Shape} and {right.Shape}: they must be the same, so Reshape or Expand one of them.");

    private readonly struct Work(Tensor left, Tensor right) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var chunks = (left.Count + Chunks<T>.Size - 1) / Chunks<T>.Size;
            var sums = ArrayPool<T>.Shared.Rent(Math.Max(1, chunks));
            Threads.Run(chunks, new Chunks<T>(left.RowByRow<T>(), right.RowByRow<T>(), left.Count, sums), Chunks<T>.Size);
            var sum = Reducing.Combine(sums.AsSpan(0, chunks), default(Sum.Kernel));
            ArrayPool<T>.Shared.Return(sums);
            return new Storage<T>(sum / T.CreateTruncating(left.Count));
        }
    }

    /// <summary>The sums of stretches of the same length, each pairwise over blocks.</summary>
    private readonly struct Chunks<T>((Storage<T> Elements, int Offset) left, (Storage<T> Elements, int Offset) right, int count, T[] sums) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public const int Size = 1 << 12;

        private const int BlockSize = 1 << 9;

        public void Invoke(int start, int end)
        {
            Span<T> squares = stackalloc T[Math.Min(count, BlockSize)];
            Span<T> blocks = stackalloc T[Size / BlockSize];
            for (var chunk = start; chunk < end; chunk++)
            {
                var (at, last, filled) = (chunk * Size, Math.Min(count, (chunk + 1) * Size), 0);
                for (; at < last; at += BlockSize)
                {
                    var length = Math.Min(BlockSize, last - at);
                    Elementwise.ZipSpan(
                        left.Elements.Span.Slice(left.Offset + at, length), right.Elements.Span.Slice(right.Offset + at, length), squares[..length], default(Distance<T>));
                    blocks[filled++] = Reducing.Combine(squares[..length], default(Sum.Kernel));
                }
                sums[chunk] = Reducing.Combine(blocks[..filled], default(Sum.Kernel));
            }
        }
    }

    /// <summary>(left − right)².</summary>
    private readonly struct Distance<T> : IZip<T, T> where T : unmanaged, INumber<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T left, T right) => (left - right) * (left - right);

        public Vector<T> Invoke(Vector<T> left, Vector<T> right)
        {
            var distance = left - right;
            return distance * distance;
        }
    }
}

/// <summary>The gradient of <see cref="MeanSquaredError"/> for its left input, in one pass.</summary>
[Torch("mse_loss_backward")]
[Formula("(x − target) · 2z / n", "g · 2z / n", "−g · 2z / n", "Σ g · (x − target) · 2 / n", Inputs = ["x", "target", "z"], Shapes = "x's")]
public sealed class MeanSquaredErrorGradient(Tensor x, Tensor target, Tensor gradient) : NaryOperation([x, target, gradient], NotNull(x).Shape, x.DType)
{
    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("n", Count)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Real(DType, new Work(Operand(0), Operand(1), Operand(2)), this);

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient) => index switch
    {
        0 => gradient * (Operand(2) * (2.0 / Count)),
        1 => -gradient * (Operand(2) * (2.0 / Count)),
        _ => (gradient * (Operand(0) - Operand(1))).Sum() * (2.0 / Count),
    };

    private readonly struct Work(Tensor x, Tensor target, Tensor gradient) : IRealWork
    {
        public Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var factor = ((Storage<T>)gradient.Storage).Span[gradient.Layout.Offset] * T.CreateTruncating(2.0 / x.Count);
            return Elementwise.Zip<T, T, Scaled<T>>(
                (Storage<T>)x.Storage, x.Layout, (Storage<T>)target.Storage, target.Layout, new Scaled<T>(factor));
        }
    }

    /// <summary>(left − right) · factor.</summary>
    private readonly struct Scaled<T>(T factor) : IZip<T, T> where T : unmanaged, INumber<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T left, T right) => (left - right) * factor;

        public Vector<T> Invoke(Vector<T> left, Vector<T> right) => (left - right) * Vector.Create(factor);
    }
}
