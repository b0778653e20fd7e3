namespace Autograd;

public abstract partial class Tensor
{
    /// <summary>
    /// The row of a table for each index: y[…, :] = table[x[…], :]. Gradients of a row named several times add up. PyTorch's
    /// <c>nn.functional.embedding</c>.
    /// </summary>
    /// <param name="table">One row for each index there may be: [count, size].</param>
    /// <param name="paddingIndex">An index whose row gets no gradient from here: what sequences are filled up with. Null for none; negative ones count from the end.</param>
    /// <returns>[…, size] for indices […], of the table's type.</returns>
    /// <exception cref="ShapeException">The table has not two axes, or an index is not one of its rows.</exception>
    /// <exception cref="TypeException">The indices are not integers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The table has no row for the padding.</exception>
    public Tensor Embedding(Tensor table, int? paddingIndex = null)
    {
        if (NotNull(table).Rank != 2)
            throw new ShapeException($"Embedding: the table has shape {table.Shape}; it must be [count, size].");
        Positions.RequireIntegers(this, nameof(Embedding));
        var count = table.Shape[0];
        var padding = paddingIndex < 0 ? paddingIndex + count : paddingIndex;
        if (padding is { } row && (row < 0 || row >= count))
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), paddingIndex, $"Embedding: padding index {paddingIndex} is not one of {count} rows; use {-count} to {count - 1}.");
        // Negative indices, which picking counts from the end, are mistakes here.
        var positions = Positions.Read(this, count, countsFromEnd: false, index =>
            $"Embedding: index {index} is not one of the table's {count} rows; indices go from 0 to {count - 1}.");
        var rows = table[this];
        return padding is { } filling && rows.RequiresGradient && positions.Contains(filling)
            ? Where(Equal(filling).Unsqueeze(-1), rows.Detach(), rows)
            : rows;
    }
}
