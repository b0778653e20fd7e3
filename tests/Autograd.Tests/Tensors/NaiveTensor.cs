namespace Autograd.Tests.Tensors;

/// <summary>
/// What a tensor of element numbers should be: a shape, and for each index the element of the original that is there. Every operation
/// is one line of index arithmetic, without strides, offsets or copies: slow, and too simple to be wrong.
/// </summary>
internal sealed record NaiveTensor(int[] Shape, Func<int[], int> At)
{
    public int Count => Shape.Aggregate(1, (product, size) => product * size);

    public static NaiveTensor Numbered(int[] shape) => new(shape, index => Ravel(index, shape));

    public int[] Elements() => [.. Enumerable.Range(0, Count).Select(i => At(Unravel(i, Shape)))];

    public NaiveTensor Permute(int[] axes) => new([.. axes.Select(axis => Shape[axis])], index =>
    {
        var source = new int[axes.Length];
        for (var i = 0; i < axes.Length; i++)
            source[axes[i]] = index[i];
        return At(source);
    });

    /// <summary>The positions that a list names, as Python's <c>x[positions]</c> on one axis.</summary>
    public NaiveTensor Pick(int axis, IReadOnlyList<int> positions) =>
        new([.. Shape[..axis], positions.Count, .. Shape[(axis + 1)..]], index => At([.. index[..axis], positions[index[axis]], .. index[(axis + 1)..]]));

    public NaiveTensor Select(int axis, int position) =>
        new([.. Shape[..axis], .. Shape[(axis + 1)..]], index => At([.. index[..axis], position, .. index[axis..]]));

    public NaiveTensor Insert(int axis) =>
        new([.. Shape[..axis], 1, .. Shape[axis..]], index => At([.. index[..axis], .. index[(axis + 1)..]]));

    public NaiveTensor Expand(int[] shape) => new(shape, index =>
        At([.. index[^Shape.Length..].Select((position, axis) => Shape[axis] == 1 ? 0 : position)]));

    public NaiveTensor Reshape(int[] shape) => new(shape, index => At(Unravel(Ravel(index, shape), Shape)));

    /// <summary>The diagonal of the last two axes.</summary>
    public NaiveTensor Diagonal(int offset)
    {
        var positions = Enumerable.Range(0, Shape[^2]).Where(row => row + offset >= 0 && row + offset < Shape[^1]).ToArray();
        return new([.. Shape[..^2], positions.Length], index => At([.. index[..^1], positions[index[^1]], positions[index[^1]] + offset]));
    }

    private static int Ravel(int[] index, int[] shape) => index.Zip(shape).Aggregate(0, (place, pair) => place * pair.Second + pair.First);

    private static int[] Unravel(int place, int[] shape)
    {
        var index = new int[shape.Length];
        for (var axis = shape.Length - 1; axis >= 0; place /= Math.Max(1, shape[axis--]))
            index[axis] = shape[axis] == 0 ? 0 : place % shape[axis];
        return index;
    }
}
