using System.Numerics;
using Autograd.Kernels;

namespace Autograd;

/// <summary>
/// Zeros of a shape, to which the parts of x are added at the positions that indices name: the gradient of <see cref="IndexSelect"/>.
/// Positions named several times get the sum, added in the order of the indices.
/// </summary>
[Torch("index_add")]
[Formula("Σ x[…, k, …] over the k where indices name the position", "g at the positions named", Inputs = ["x", "indices"], Shapes = "the parts → the whole")]
public sealed class IndexAdd : NaryOperation
{
    private readonly int[] _axes;

    /// <summary>Adds parts of x to zeros.</summary>
    /// <param name="x">The parts, of the shape that <see cref="IndexSelect"/> gives from the shape.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="axes">Different axes in ascending order, counted from the front.</param>
    /// <param name="indices">For each axis an Int64 or Int32 tensor.</param>
    /// <exception cref="ShapeException">The indices do not broadcast, one is out of range, or x has another shape than they name.</exception>
    /// <exception cref="TypeException">The indices are not integers.</exception>
    public IndexAdd(Tensor x, Shape shape, int[] axes, Tensor[] indices) : base([Checked(x, shape, axes, indices), .. indices], shape, x.DType) => _axes = axes;

    /// <inheritdoc/>
    protected override Storage Forward() => Dispatch.Number(DType, new Work(Operand(0), new Picking(Shape, _axes, Indices()), Layout), this);

    /// <inheritdoc/>
    public override OperationFamily Family => OperationFamily.Shaping;

    /// <inheritdoc/>
    protected override Tensor Backward(int index, Tensor gradient) => index == 0
        ? Operation.Run(new IndexSelect(gradient, _axes, Indices()))
        : throw new GraphException("IndexAdd: indices carry no gradient.");

    private Tensor[] Indices() => [.. Enumerable.Range(1, _axes.Length).Select(Operand)];

    private static Tensor Checked(Tensor x, Shape shape, int[] axes, Tensor[] indices)
    {
        ArgumentNullException.ThrowIfNull(x);
        var expected = new Picking(shape, axes, indices).Result;
        return x.Shape == expected
            ? x
            : throw new ShapeException($"IndexAdd: the indices name parts of {shape} that together have shape {expected}, got {x.Shape}; they must be the same.");
    }

    private readonly struct Work(Tensor x, Picking picking, Layout layout) : INumberWork
    {
        public Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>
        {
            var result = Storage.Allocate<T>(layout.Shape.ElementCount);
            result.Span.Clear();
            var offsets = picking.Offsets(layout, nameof(IndexAdd));
            if (x.Count > 0)
            {
                // Cut by where the sums end up: each is made by one thread, in the order of the indices.
                var (parts, step) = picking.Parts(x.Layout.IsContiguous ? x.Layout : x.Shape.Contiguous);
                var source = x.IsContiguous ? (Storage<T>)x.Storage : (Storage<T>)x.CopyStorage();
                var end = picking.OffsetEnd(layout);
                Threads.Run(end, new Addition<T>(source, parts, step, offsets, result, picking.Part(layout)), Math.Max(1, x.Count / end));
            }
            return result;
        }
    }

    private readonly struct Addition<T>(Storage<T> x, Layout part, int step, int[] offsets, Storage<T> result, Layout resultPart) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            Span<T> source = x.Span, target = result.Span;
            var rows = new StridedRows(part, resultPart);
            while (rows.Next())
            {
                if (rows is { Stride0: 1, Stride1: 1 } or { Length: 1 })
                {
                    for (var k = 0; k < offsets.Length; k++)
                    {
                        if (offsets[k] >= start && offsets[k] < end)
                            Add(target.Slice(rows.Offset1 + offsets[k], rows.Length), source.Slice(rows.Offset0 + k * step, rows.Length));
                    }
                    continue;
                }
                for (int i = 0, from = rows.Offset0, to = rows.Offset1; i < rows.Length; i++, from += rows.Stride0, to += rows.Stride1)
                {
                    for (var k = 0; k < offsets.Length; k++)
                    {
                        if (offsets[k] >= start && offsets[k] < end)
                            target[to + offsets[k]] += source[from + k * step];
                    }
                }
            }
        }

        private static void Add(Span<T> target, ReadOnlySpan<T> source)
        {
            var i = 0;
            for (; i <= target.Length - Vector<T>.Count; i += Vector<T>.Count)
                (new Vector<T>(target[i..]) + new Vector<T>(source[i..])).CopyTo(target[i..]);
            for (; i < target.Length; i++)
                target[i] += source[i];
        }
    }
}
