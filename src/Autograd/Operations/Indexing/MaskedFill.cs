using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// One value where a mask is true, this tensor's elsewhere, broadcast: y = value where mask, else x. No gradient flows where the mask
    /// is true, not even from NaN. PyTorch's <c>masked_fill</c>.
    /// </summary>
    /// <param name="mask">Bool.</param>
    /// <param name="value">The value, converted to this tensor's type.</param>
    /// <returns>A tensor of the broadcast shape and this tensor's type.</returns>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="TypeException">The mask is not Bool, or an integer tensor cannot hold the value.</exception>
    public Tensor MaskedFill(Tensor mask, double value) => Operation.Run(new MaskedFill(this, mask, value));
}

/// <summary>One value where a mask is true, else x.</summary>
[Torch("masked_fill")]
[Formula("value where right, else left", "0 where right, else g", Shapes = "broadcast")]
public sealed class MaskedFill(Tensor x, Tensor mask, double value)
    : BinaryOperation(x, Positions.RequireMask(mask, nameof(MaskedFill)), Shape.Broadcast(NotNull(x).Shape, mask.Shape, nameof(MaskedFill)), x.DType)
{
    /// <summary>The value where the mask is true.</summary>
    public double Value { get; } = x.DType.IsFloatingPoint || double.IsInteger(value)
        ? value
        : throw new TypeException($"MaskedFill: a tensor of {x.DType} cannot hold {value}; convert it with Cast(DType.Float32) first.");

    /// <inheritdoc/>
    protected internal override IReadOnlyList<KeyValuePair<string, object>> Parameters => [new("value", Value)];

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(this));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Elementwise;

    /// <inheritdoc/>
    protected override Tensor BackwardLeft(Tensor gradient) => gradient.MaskedFill(Right, 0);

    /// <inheritdoc/>
    protected override Tensor BackwardRight(Tensor gradient) => throw new GraphException("MaskedFill: a mask carries no gradient.");

    private readonly struct Work(MaskedFill operation) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var result = Storage.Allocate<T>(operation.Count);
            var value = Full(Shape.Scalar, operation.Value, operation.DType).Storage.Typed<T>().Span;
            if (Unsafe.SizeOf<T>() == sizeof(ulong))
                Choose<T, ulong>(value, result.Span);
            else if (Unsafe.SizeOf<T>() == sizeof(uint))
                Choose<T, uint>(value, result.Span);
            else
                Choose<T, byte>(value, result.Span);
            return result;
        }

        /// <summary>Elements as bits, chosen without a branch: a random mask would mispredict every second one.</summary>
        private void Choose<T, TBits>(ReadOnlySpan<T> value, Span<T> result) where T : unmanaged where TBits : unmanaged, IBinaryInteger<TBits>
        {
            var (x, mask) = (operation.Left, operation.Right);
            ReadOnlySpan<TBits> from = MemoryMarshal.Cast<T, TBits>(x.Storage.Typed<T>().Span);
            ReadOnlySpan<byte> isFilled = MemoryMarshal.AsBytes(mask.Storage.Typed<bool>().Span);
            var filled = MemoryMarshal.Cast<T, TBits>(value)[0];
            var to = MemoryMarshal.Cast<T, TBits>(result);
            var rows = new StridedRows(x.Layout.Expand(operation.Shape), mask.Layout.Expand(operation.Shape));
            for (var at = 0; rows.Next(); at += rows.Length)
            {
                var row = to.Slice(at, rows.Length);
                for (int i = 0, k = rows.Offset0, m = rows.Offset1; i < row.Length; i++, k += rows.Stride0, m += rows.Stride1)
                {
                    var bits = TBits.Zero - TBits.CreateTruncating(isFilled[m]);        // all ones where the mask is true
                    row[i] = (filled & bits) | (from[k] & ~bits);
                }
            }
        }
    }
}
