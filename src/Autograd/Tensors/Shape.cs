using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>
/// The sizes of a tensor's axes, outermost first: <c>[2, 3]</c> is two rows of three. Immutable; equal when all sizes are equal.
/// Written as a collection expression: <c>Shape shape = [2, 3];</c>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IEquatable<Shape>, IEnumerable<int>
{
    /// <summary>The shape of a single number: no axes, one element.</summary>
    public static readonly Shape Scalar = new([]);

    // A network makes the same few shapes in every step: most are found here, at a place that their sizes determine, with their layout and all.
    private static readonly Shape?[] _recent = new Shape?[256];

    private readonly int[] _sizes;
    private Layout? _contiguous;

    private Shape(int[] sizes)
    {
        _sizes = sizes;
        ElementCount = CountElements(sizes);
    }

    /// <summary>The number of axes.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The number of elements: the product of the sizes, 1 without axes.</summary>
    public int ElementCount { get; }

    /// <summary>The sizes, outermost first.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>The size of one axis; <c>^1</c> is the innermost.</summary>
    public int this[Index axis] => _sizes[axis];

    /// <summary>The row-major layout of this shape.</summary>
    internal Layout Contiguous => _contiguous ?? Interlocked.CompareExchange(ref _contiguous, Layout.RowMajor(this), null) ?? _contiguous;

    /// <summary>Creates a shape from its sizes, outermost first.</summary>
    /// <exception cref="ShapeException">A size is negative, or the product exceeds what one tensor can hold.</exception>
    public static Shape Create(params ReadOnlySpan<int> sizes)
    {
        if (sizes.Length == 0)
            return Scalar;
        var hash = 0u;
        foreach (var size in sizes)
            hash = (BitOperations.RotateLeft(hash, 5) ^ (uint)size) * 0x9E3779B1;
        ref var recent = ref _recent[hash >> 24];
        if (recent is { } known && sizes.SequenceEqual(known._sizes))
            return known;
        return recent = new Shape(sizes.ToArray());
    }

    /// <summary>A shape from an array of sizes.</summary>
    public static implicit operator Shape(int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return Create(sizes);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => ReferenceEquals(this, other) || (other is not null && _sizes.AsSpan().SequenceEqual(other._sizes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <summary>True if all sizes are equal.</summary>
    public static bool operator ==(Shape? left, Shape? right) => left is null ? right is null : left.Equals(right);

    /// <summary>True if any size differs.</summary>
    public static bool operator !=(Shape? left, Shape? right) => !(left == right);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var size in _sizes)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _sizes.GetEnumerator();

    /// <summary>The sizes as C# writes them: <c>[2, 3]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _sizes)}]";

    /// <summary>
    /// The shape in which two shapes meet: aligned at the innermost axis, sizes must be equal or one of them 1
    /// (NumPy's and PyTorch's rule of broadcasting).
    /// </summary>
    /// <exception cref="ShapeException">An axis has two different sizes and neither is 1.</exception>
    public static Shape Broadcast(Shape left, Shape right, string operation)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Equals(right))
            return left;
        if (left.Rank == 0)
            return right;
        if (right.Rank == 0)
            return left;
        Span<int> sizes = stackalloc int[Math.Max(left.Rank, right.Rank)];
        for (var fromEnd = 1; fromEnd <= sizes.Length; fromEnd++)
        {
            var l = fromEnd <= left.Rank ? left._sizes[^fromEnd] : 1;
            var r = fromEnd <= right.Rank ? right._sizes[^fromEnd] : 1;
            if (l != r && l != 1 && r != 1)
            {
                throw new ShapeException(
                    $"{operation}: shapes {left} and {right} do not broadcast: axis -{fromEnd} has sizes {l} and {r}; they must be equal or one of them 1.");
            }
            sizes[^fromEnd] = l == 1 ? r : l;
        }
        return Create(sizes);
    }

    /// <summary>The axis counted from the front, where negative ones count from the back.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    internal int NormalizeAxis(int axis, string operation)
    {
        if (axis >= -Rank && axis < Rank)
            return axis < 0 ? axis + Rank : axis;
        throw new ShapeException(Rank == 0
            ? $"{operation}: axis {axis} does not exist in a scalar; shape [] has no axes."
            : $"{operation}: axis {axis} does not exist in shape {this}; use {-Rank} to {Rank - 1}.");
    }

    /// <summary>The axes counted from the front, in ascending order; none given means all.</summary>
    /// <exception cref="ShapeException">An axis does not exist or is named twice.</exception>
    internal int[] NormalizeAxes(ReadOnlySpan<int> axes, string operation)
    {
        var normalized = new int[axes.Length == 0 ? Rank : axes.Length];
        if (axes.Length == 0)
        {
            for (var axis = 0; axis < Rank; axis++)
                normalized[axis] = axis;
            return normalized;
        }
        for (var i = 0; i < axes.Length; i++)
        {
            normalized[i] = NormalizeAxis(axes[i], operation);
            if (normalized.AsSpan(0, i).Contains(normalized[i]))
                throw new ShapeException($"{operation}: axis {axes[i]} is named twice in [{string.Join(", ", axes.ToArray())}]; name each axis once.");
        }
        Array.Sort(normalized);
        return normalized;
    }

    /// <summary>The axes given, once it is known that none is empty: nothing has no greatest element.</summary>
    /// <exception cref="ShapeException">An axis has size 0.</exception>
    internal int[] RequireElements(int[] axes, string operation)
    {
        foreach (var axis in axes)
        {
            if (_sizes[axis] == 0)
                throw new ShapeException($"{operation}: axis {axis} of shape {this} has size 0, and nothing has no result; give it at least one element.");
        }
        return axes;
    }

    /// <summary>This shape with the given ascending axes removed, or kept with size 1.</summary>
    internal Shape Reduce(ReadOnlySpan<int> axes, bool keepDimensions)
    {
        if (axes.Length == Rank && !keepDimensions)
            return Scalar;
        Span<int> sizes = stackalloc int[Rank];
        var rank = 0;
        for (var axis = 0; axis < Rank; axis++)
        {
            if (!axes.Contains(axis))
                sizes[rank++] = _sizes[axis];
            else if (keepDimensions)
                sizes[rank++] = 1;
        }
        return Create(sizes[..rank]);
    }

    /// <summary>This shape with one axis set to another size.</summary>
    internal Shape With(int axis, int size)
    {
        Span<int> sizes = stackalloc int[Rank];
        _sizes.CopyTo(sizes);
        sizes[axis] = size;
        return Create(sizes);
    }

    /// <summary>This shape without one axis.</summary>
    internal Shape Without(int axis) => Create([.. _sizes.AsSpan(0, axis), .. _sizes.AsSpan(axis + 1)]);

    /// <summary>This shape with a further axis of the given size at the given place.</summary>
    internal Shape Insert(int axis, int size) => Create([.. _sizes.AsSpan(0, axis), size, .. _sizes.AsSpan(axis)]);

    private static int CountElements(ReadOnlySpan<int> sizes)
    {
        long count = 1;
        foreach (var size in sizes)
        {
            if (size < 0)
                throw new ShapeException($"Shape: sizes [{string.Join(", ", sizes.ToArray())}] contain a negative one; every size must be 0 or more.");
            // An empty axis makes the product 0 whatever follows; no overflow then.
            count = size == 0 || count == 0 ? 0 : count > Array.MaxLength / size ? long.MaxValue : count * size;
            if (count == long.MaxValue)
                break;
        }
        if (count == long.MaxValue && sizes.Contains(0))
            count = 0;
        if (count > Array.MaxLength)
        {
            throw new ShapeException(
                $"Shape: [{string.Join(", ", sizes.ToArray())}] has more elements than one tensor can hold ({Array.MaxLength}); split it into several.");
        }
        return (int)count;
    }
}
