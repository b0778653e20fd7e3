namespace Autograd;

/// <summary>
/// One of the indices in <c>x[0, 1..3, ^1]</c>: a position, a range, a tensor of positions, a mask, or one of <see cref="All"/>,
/// <see cref="Ellipsis"/> and <see cref="NewAxis"/>. Converted implicitly from int, <see cref="Index"/>, <see cref="Range"/> and
/// <see cref="Tensor"/>.
/// </summary>
public readonly struct TensorIndex
{
    private TensorIndex(IndexKind kind, int position = 0, Range range = default, Tensor? tensor = null) =>
        (Kind, Position, Range, Tensor) = (kind, position, range, tensor);

    /// <summary>The whole of an axis: C#'s <c>..</c>, Python's <c>:</c>.</summary>
    public static TensorIndex All => default;

    /// <summary>The whole of as many axes as the other indices leave: Python's <c>...</c>.</summary>
    public static TensorIndex Ellipsis => new(IndexKind.Ellipsis);

    /// <summary>A further axis of size 1: Python's <c>None</c>.</summary>
    public static TensorIndex NewAxis => new(IndexKind.NewAxis);

    internal IndexKind Kind { get; }

    internal int Position { get; }

    internal Range Range { get; }

    internal Tensor? Tensor { get; }

    /// <summary>A position, whose axis disappears; negative ones count from the end.</summary>
    public static implicit operator TensorIndex(int position) => new(IndexKind.Position, position);

    /// <summary>A position, whose axis disappears; <c>^1</c> is the last.</summary>
    public static implicit operator TensorIndex(Index position) =>
        position.IsFromEnd ? new(IndexKind.PositionFromEnd, position.Value) : new(IndexKind.Position, position.Value);

    /// <summary>A range of positions.</summary>
    public static implicit operator TensorIndex(Range range) =>
        range.Equals(System.Range.All) ? All : new(IndexKind.Range, range: range);

    /// <summary>A Bool tensor selects where it is true; an Int64 or Int32 tensor names positions, in its order.</summary>
    public static implicit operator TensorIndex(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new(IndexKind.Tensor, tensor: tensor);
    }

    /// <summary>The index as C# writes it.</summary>
    public override string ToString() => Kind switch
    {
        IndexKind.Position => $"{Position}",
        IndexKind.PositionFromEnd => $"^{Position}",
        IndexKind.Range => $"{Range}",
        IndexKind.Ellipsis => "TensorIndex.Ellipsis",
        IndexKind.NewAxis => "TensorIndex.NewAxis",
        IndexKind.Tensor => $"{Tensor!.DType} {Tensor.Shape}",
        _ => "..",
    };
}

internal enum IndexKind : byte { All, Position, PositionFromEnd, Range, Ellipsis, NewAxis, Tensor }
