using System.Buffers;

namespace Autograd.Kernels;

/// <summary>Rows of a matrix as <see cref="MatrixTile"/> reads them: where they lie if whole tiles fit, else copied with zeros around.</summary>
internal readonly ref struct TileRows<T> where T : unmanaged
{
    private readonly ReadOnlySpan<T> _values;
    private readonly T[]? _copy;

    /// <param name="source">Where the matrix is.</param>
    /// <param name="matrix">Which one of the stack.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="areLeft">They are read as blocks of a left matrix.</param>
    /// <param name="areRight">They are read as panels of a right matrix.</param>
    public TileRows(StackedMatrices<T> source, int matrix, int first, int count, bool areLeft, bool areRight)
    {
        var (rows, width) = (RoundUp(count, MatrixTile.Rows), RoundUp(source.Columns, MatrixTile.Columns<T>()));
        if (source.ColumnStride == 1 && source.RowStride >= 0 && (!areLeft || rows == count) && (!areRight || width == source.Columns))
        {
            _values = source.Storage.Span[Math.Min(source.Storage.Length, source.Offsets[matrix] + first * source.RowStride)..];
            Stride = source.RowStride;
            return;
        }
        _copy = ArrayPool<T>.Shared.Rent(rows * width);
        source.CopyRows(matrix, first, count, _copy.AsSpan(0, rows * width), width);
        _values = _copy;
        Stride = width;
    }

    /// <summary>From one row to the next.</summary>
    public int Stride { get; }

    /// <summary>The elements from a place on.</summary>
    public ReadOnlySpan<T> From(int row, int column = 0) => _values[(row * Stride + column)..];

    public void Dispose()
    {
        if (_copy is not null)
            ArrayPool<T>.Shared.Return(_copy);
    }

    /// <summary>The least multiple of a size that is not less than a count.</summary>
    public static int RoundUp(int count, int size) => (count + size - 1) / size * size;
}
