namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The parts of an axis of the given size each, one after another; the last is smaller if the size does not divide the axis.
    /// Views. PyTorch's <c>split</c>.
    /// </summary>
    /// <exception cref="ShapeException">The axis does not exist, or the size is less than 1.</exception>
    public Tensor[] Split(int size, int axis = 0)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Split));
        if (size < 1)
            throw new ShapeException($"Split: parts of size {size} never cover axis {axis} of shape {Shape}; use a size of 1 or more.");
        // An empty axis is one empty part, so that there always is a tensor to go on with.
        var parts = new Tensor[Math.Max(1, (int)(((long)Shape[place] + size - 1) / size))];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Slice(place, i * size, (int)Math.Min((i + 1L) * size, Shape[place]));
        return parts;
    }

    /// <summary>The parts of an axis of the given sizes, one after another. Views. PyTorch's <c>split</c> with a list.</summary>
    /// <exception cref="ShapeException">The axis does not exist, a size is negative, or the sizes do not add up to the axis.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0)
    {
        var place = Shape.NormalizeAxis(axis, nameof(Split));
        long total = 0;
        foreach (var size in sizes)
            total += size >= 0 ? size : throw new ShapeException($"Split: sizes [{string.Join(", ", sizes.ToArray())}] contain a negative one; every size must be 0 or more.");
        if (total != Shape[place])
        {
            throw new ShapeException(
                $"Split: sizes [{string.Join(", ", sizes.ToArray())}] add up to {total}, axis {axis} of shape {Shape} has {Shape[place]}; they must be equal.");
        }
        var parts = new Tensor[sizes.Length];
        for (int i = 0, start = 0; i < parts.Length; start += sizes[i++])
            parts[i] = Slice(place, start, start + sizes[i]);
        return parts;
    }

    /// <summary>
    /// At most <paramref name="count"/> parts of an axis of equal size, rounded up; the last may be smaller, and there may be fewer.
    /// Views. PyTorch's <c>chunk</c>.
    /// </summary>
    /// <exception cref="ShapeException">The axis does not exist, or the count is less than 1.</exception>
    public Tensor[] Chunk(int count, int axis = 0)
    {
        var size = Shape[Shape.NormalizeAxis(axis, nameof(Chunk))];
        if (count < 1)
            throw new ShapeException($"Chunk: shape {Shape} cannot be cut into {count} parts; ask for 1 or more.");
        if (size > 0)
            return Split((size - 1) / count + 1, axis);
        // PyTorch gives as many empty parts as were asked for.
        var parts = new Tensor[count];
        Array.Fill(parts, this);
        return parts;
    }
}
