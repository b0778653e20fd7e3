using System.Runtime.CompilerServices;

namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// Part of this tensor, one index for each axis from the outermost on: <c>x[0, 1..3, ^1]</c>. Missing indices take the whole axis.
    /// <list type="bullet">
    /// <item>An int or <see cref="Index"/> takes one position, and the axis disappears.</item>
    /// <item>A <see cref="Range"/> takes several. It must lie inside the axis, as for arrays in C#; <see cref="Slice(int, int?, int?, int)"/>
    /// clips as Python does, and takes steps.</item>
    /// <item>A Bool tensor takes as many axes as it has, of the same sizes, and selects where it is true: one axis.</item>
    /// <item>An Int64 or Int32 tensor names positions, and the axis becomes the axes of the tensor. Several tensors broadcast against
    /// each other and are read together; their common axes take the place of the axes they index if those are neighbours, else they
    /// come first, as in PyTorch.</item>
    /// <item><see cref="TensorIndex.Ellipsis"/> takes the whole of all axes in the middle, <see cref="TensorIndex.NewAxis"/> adds one of size 1.</item>
    /// </list>
    /// Without tensors among the indices the result is a view. Gradients flow back to the places read, and add up where one was read
    /// several times. PyTorch's indexing.
    /// </summary>
    /// <exception cref="ShapeException">There are too many indices, or one does not fit its axis.</exception>
    /// <exception cref="TypeException">A tensor of indices is neither Bool nor integer.</exception>
    [IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            // A mask of the whole tensor needs no positions.
            if (indices is [{ Tensor: { DType: DType.Bool, Rank: > 0 } mask }] && mask.Shape == Shape)
                return Operation.Run(new MaskedSelect(this, mask));
            var indexing = new Indexing(this);
            foreach (ref readonly var index in indices)
                indexing.Add(index, indices);
            return indexing.Apply();
        }
    }

    /// <summary>Indices translated, from the outermost axis on, into one change of layout and the tensors to pick with afterwards.</summary>
    private sealed class Indexing(Tensor x)
    {
        private readonly List<Func<Layout, Layout>> _changes = [];
        private readonly List<int> _pickedAxes = [];        // in the changed layout
        private readonly List<Tensor> _picks = [];
        private int _axis;                                  // the next axis of x
        private int _place;                                 // where it is in the changed layout
        private bool _hasEllipsis;

        public void Add(TensorIndex index, ReadOnlySpan<TensorIndex> all)
        {
            if (index.Kind != IndexKind.Ellipsis && _axis + AxesOf(index) > x.Rank)
                throw new ShapeException($"Indexing: {Text(all)} names {CountAxes(all)} axes, shape {x.Shape} has {x.Rank}; leave some out.");
            switch (index.Kind)
            {
                case IndexKind.All:
                    Keep(1);
                    break;
                case IndexKind.Ellipsis:
                    if (_hasEllipsis)
                        throw new ShapeException($"Indexing: {Text(all)} has two ellipses; one at most can stand for all axes left over.");
                    _hasEllipsis = true;
                    Keep(Math.Max(0, x.Rank - CountAxes(all)));
                    break;
                case IndexKind.NewAxis:
                    InsertAxis();
                    _place++;
                    break;
                case IndexKind.Position:
                    Select(index.Position < 0 ? index.Position + x.Shape[_axis] : index.Position, index);
                    break;
                case IndexKind.PositionFromEnd:
                    Select(x.Shape[_axis] - index.Position, index);
                    break;
                case IndexKind.Range:
                    Slice(index.Range);
                    break;
                case IndexKind.Tensor when index.Tensor!.DType == DType.Bool:
                    AddMask(index.Tensor);
                    break;
                default:
                    AddPositions(index.Tensor!);
                    break;
            }
        }

        public Tensor Apply()
        {
            var view = _changes.Count == 0 ? x : Operation.Run(new Part(x, x.Shape, InTurn(_changes)));
            return _picks.Count == 0 ? view : Operation.Run(new IndexSelect(view, [.. _pickedAxes], [.. _picks]));
        }

        // Static, so that what the backward pass keeps does not keep x.
        private static Func<Layout, Layout> InTurn(List<Func<Layout, Layout>> changes) => layout =>
        {
            foreach (var change in changes)
                layout = change(layout);
            return layout;
        };

        private void Keep(int axes)
        {
            _axis += axes;
            _place += axes;
        }

        private void InsertAxis()
        {
            var place = _place;
            _changes.Add(layout => layout.Reshape(layout.Shape.Insert(place, 1))!);
        }

        private void Select(int position, TensorIndex index)
        {
            if (position < 0 || position >= x.Shape[_axis])
                throw new ShapeException(Picking.OutOfRange(nameof(Indexing), index.ToString(), _axis, x.Shape));
            var place = _place;
            _changes.Add(layout => layout.Select(place, position));
            _axis++;
        }

        private void Slice(Range range)
        {
            var (place, size) = (_place, x.Shape[_axis]);
            int start = range.Start.GetOffset(size), end = range.End.GetOffset(size);
            if (start < 0 || end > size || start > end)
            {
                throw new ShapeException(
                    $"Indexing: range {range} does not fit axis {_axis} of shape {x.Shape}; it must lie in 0..{size} and run forwards. "
                    + "Slice clips as Python does, and takes a step.");
            }
            if (start > 0 || end < size)
                _changes.Add(layout => layout.Slice(place, start, end - start, 1));
            Keep(1);
        }

        private void AddMask(Tensor mask)
        {
            if (mask.Rank == 0)
            {
                // A single true or false keeps the whole or nothing, in an axis of its own.
                InsertAxis();
                Pick(From<long>(mask.Item<bool>() ? [0] : []));
                return;
            }
            for (var i = 0; i < mask.Rank; i++)
            {
                if (mask.Shape[i] != x.Shape[_axis + i])
                {
                    throw new ShapeException(
                        $"Indexing: a mask of shape {mask.Shape} does not fit shape {x.Shape}: its axis {i} has size {mask.Shape[i]}, "
                        + $"axis {_axis + i} of the tensor has {x.Shape[_axis + i]}; they must be equal.");
                }
            }
            foreach (var positions in Positions.OfTrue(mask))
                Pick(positions);
            _axis += mask.Rank;
        }

        private void AddPositions(Tensor positions)
        {
            Positions.RequireIntegers(positions, nameof(Indexing));
            if (positions.Rank == 0)
            {
                var position = positions.Item<long>();
                Select((int)Math.Clamp(position < 0 ? position + x.Shape[_axis] : position, -1, int.MaxValue), (int)Math.Clamp(position, int.MinValue, int.MaxValue));
                return;
            }
            Pick(positions);
            _axis++;
        }

        private void Pick(Tensor positions)
        {
            _pickedAxes.Add(_place++);
            _picks.Add(positions);
        }

        private static int AxesOf(TensorIndex index) => index.Kind switch
        {
            IndexKind.Ellipsis or IndexKind.NewAxis => 0,
            IndexKind.Tensor when index.Tensor!.DType == DType.Bool => index.Tensor.Rank,
            _ => 1,
        };

        private static int CountAxes(ReadOnlySpan<TensorIndex> indices)
        {
            var count = 0;
            foreach (ref readonly var index in indices)
                count += AxesOf(index);
            return count;
        }

        private static string Text(ReadOnlySpan<TensorIndex> indices) =>
            $"[{string.Join(", ", indices.ToArray().Select(index => index.ToString()))}]";
    }
}
