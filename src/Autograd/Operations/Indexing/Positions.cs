namespace Autograd;

/// <summary>Reads index tensors and masks: what the operations of this folder have in common.</summary>
internal static class Positions
{
    /// <summary>
    /// The elements of an integer tensor, row by row, as positions from 0 to below a size. <paramref name="outOfRange"/> makes the
    /// message for one that is not.
    /// </summary>
    /// <param name="indices">Int32 or Int64, of any shape.</param>
    /// <param name="size">The number of positions there are.</param>
    /// <param name="countsFromEnd">True if −1 means the last position.</param>
    /// <param name="outOfRange">The message for an index for which there is no position.</param>
    /// <exception cref="ShapeException">A position does not exist.</exception>
    public static int[] Read(Tensor indices, int size, bool countsFromEnd, Func<long, string> outOfRange)
    {
        var positions = new int[indices.Count];
        if (indices.DType == DType.Int32)
        {
            var values = indices.Dense<int>();
            for (var i = 0; i < positions.Length; i++)
                positions[i] = Checked(values[i]);
        }
        else
        {
            var values = indices.Dense<long>();
            for (var i = 0; i < positions.Length; i++)
                positions[i] = Checked(values[i]);
        }
        return positions;

        int Checked(long index)
        {
            var position = index < 0 && countsFromEnd ? index + size : index;
            return (ulong)position < (ulong)size ? (int)position : throw new ShapeException(outOfRange(index));
        }
    }

    public static void RequireIntegers(Tensor indices, string operation)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (!indices.DType.IsInteger)
            throw new TypeException($"{operation}: indices are Int64 or Int32, got {indices.DType}; convert with Cast(DType.Int64) first.");
    }

    /// <summary>The mask given, once it is known to be one.</summary>
    public static Tensor RequireMask(Tensor mask, string operation)
    {
        ArgumentNullException.ThrowIfNull(mask);
        return mask.DType == DType.Bool
            ? mask
            : throw new TypeException($"{operation}: a mask is Bool, got {mask.DType}; compare to get one, or convert with Cast(DType.Bool).");
    }

    /// <summary>How many elements of a mask are true.</summary>
    public static int CountTrue(Tensor mask) => mask.Dense<bool>().Count(true);

    /// <summary>Where a mask is true, row by row: one vector of Int64 positions for each of its axes.</summary>
    public static Tensor[] OfTrue(Tensor mask)
    {
        var values = mask.Dense<bool>();
        var count = values.Count(true);
        var strides = mask.Shape.Contiguous.Strides;
        var positions = new long[mask.Rank][];
        for (var axis = 0; axis < positions.Length; axis++)
            positions[axis] = new long[count];
        for (int i = 0, k = 0; k < count; i++)
        {
            if (!values[i])
                continue;
            for (var axis = 0; axis < positions.Length; axis++)
                positions[axis][k] = i / strides[axis] % mask.Shape[axis];
            k++;
        }
        return [.. positions.Select(Tensor (axis) => Tensor.From(axis))];
    }
}
