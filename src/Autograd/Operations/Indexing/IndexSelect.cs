using Autograd.Kernels;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The positions of an axis that a list of indices names, in its order, any of them several times: for axis 0, y[k, …] = x[indices[k], …].
    /// The gradients of a position named several times add up. PyTorch's <c>index_select</c>; <c>x[indices]</c> takes indices of any shape.
    /// </summary>
    /// <param name="axis">The axis to pick from.</param>
    /// <param name="indices">A vector of Int64 or Int32; negative ones count from the end.</param>
    /// <returns>A tensor of this tensor's type whose axis has as many positions as there are indices.</returns>
    /// <exception cref="ShapeException">The axis does not exist, an index is out of range, or the indices are no vector.</exception>
    /// <exception cref="TypeException">The indices are not integers.</exception>
    public Tensor IndexSelect(int axis, Tensor indices)
    {
        var place = Shape.NormalizeAxis(axis, nameof(IndexSelect));
        return NotNull(indices).Rank == 1
            ? Operation.Run(new IndexSelect(this, [place], [indices]))
            : throw new ShapeException($"IndexSelect: the indices have shape {indices.Shape}; give a vector, or write x[indices] for any shape.");
    }
}

/// <summary>
/// Positions of one or more axes of x by tensors of indices, which broadcast against each other: result[…, k, …] is x at
/// […, indices₀[k], indices₁[k], …] for every k, an element or a whole part. The axes of the indices take the place of the axes picked
/// from if those lie side by side, else they come first.
/// </summary>
[Torch("index_select")]
[Formula("x[…, indices[k], …]", "g added up at the positions named, 0 elsewhere", Inputs = ["x", "indices"], Shapes = "indexed axes → those of the indices")]
public sealed class IndexSelect : NaryOperation
{
    private readonly int[] _axes;
    private readonly Shape _shape;

    /// <summary>Picks positions of axes.</summary>
    /// <param name="x">What to pick from.</param>
    /// <param name="axes">Different axes in ascending order, counted from the front.</param>
    /// <param name="indices">For each axis an Int64 or Int32 tensor.</param>
    /// <exception cref="ShapeException">The indices do not broadcast, or one is out of range.</exception>
    /// <exception cref="TypeException">The indices are not integers.</exception>
    public IndexSelect(Tensor x, int[] axes, Tensor[] indices) : base([x, .. indices], new Picking(NotNull(x).Shape, axes, indices).Result, x.DType) =>
        (_axes, _shape) = (axes, x.Shape);

    /// <summary>The axes picked from, in ascending order.</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Any(DType, new Work(Operand(0), new Picking(_shape, _axes, Indices()), Layout));

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient) => index == 0
        ? Operation.Run(new IndexAdd(gradient, _shape, _axes, Indices()))
        : throw new GraphException("IndexSelect: indices carry no gradient.");

    private Tensor[] Indices() => [.. Enumerable.Range(1, _axes.Length).Select(Operand)];

    private readonly struct Work(Tensor x, Picking picking, Layout layout) : IAnyWork
    {
        public Storage Invoke<T>() where T : unmanaged
        {
            var result = Storage.Allocate<T>(layout.Shape.ElementCount);
            var offsets = picking.Offsets(x.Layout, nameof(IndexSelect));
            if (result.Length > 0)
            {
                var (parts, step) = picking.Parts(layout);
                Threads.Run(offsets.Length, new Pick<T>((Storage<T>)x.Storage, picking.Part(x.Layout), offsets, result, parts, step), result.Length / offsets.Length);
            }
            return result;
        }
    }

    private readonly struct Pick<T>(Storage<T> x, Layout part, int[] offsets, Storage<T> result, Layout resultPart, int resultStep) : IRangeWork
        where T : unmanaged
    {
        public void Invoke(int start, int end)
        {
            Span<T> source = x.Span, target = result.Span;
            var rows = new StridedRows(part, resultPart);
            while (rows.Next())
            {
                if (rows is { Stride0: 1, Stride1: 1 } or { Length: 1 })
                {
                    for (var k = start; k < end; k++)
                        source.Slice(rows.Offset0 + offsets[k], rows.Length).CopyTo(target[(rows.Offset1 + k * resultStep)..]);
                    continue;
                }
                // Rows are strided, so it is the positions picked that lie close together: all of them for each element of the row.
                for (int i = 0, from = rows.Offset0, to = rows.Offset1; i < rows.Length; i++, from += rows.Stride0, to += rows.Stride1)
                {
                    for (var k = start; k < end; k++)
                        target[to + k * resultStep] = source[from + offsets[k]];
                }
            }
        }
    }
}
