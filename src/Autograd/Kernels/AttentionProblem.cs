using System.Buffers;
using System.Numerics;

namespace Autograd.Kernels;

/// <summary>What is known of each query's weights once all keys were seen: they are e^(score − Shift) · Share.</summary>
internal sealed class AttentionStatistics(int queries)
{
    /// <summary>The greatest score, or 0 where every key is masked out.</summary>
    public double[] Shift { get; } = new double[queries];

    /// <summary>1 / Σ e^(score − Shift), or 0 where every key is masked out.</summary>
    public double[] Share { get; } = new double[queries];
}

/// <summary>
/// Queries, keys, values and masks of attention, and how they are cut. Scores and all that follows from them exist for one block of keys
/// and one of queries at a time, transposed:
/// <code>
///                       64 queries
///                    ┌──────────────┐     one lane is one query: greatest elements, exponentials and sums
///          64 keys   │ keys · qᵀ    │     along the keys take whole vectors, and no lane ever meets another
///                    └──────────────┘
/// </code>
/// The products with values, queries and gradients read it as it lies (<see cref="MatrixTile"/>).
/// </summary>
internal readonly record struct AttentionProblem<T>(
    StackedMatrices<T> Query, StackedMatrices<T> Key, StackedMatrices<T> Value, ScoreMask<T> Mask, T Scale)
    where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
{
    /// <summary>Queries of a block: several tiles wide.</summary>
    public const int QueryBlock = 64;

    /// <summary>Keys of a block. With a block's queries they make scores of 16 KB in single precision, which stay in the first-level cache.</summary>
    public const int KeyBlock = 64;

    /// <summary>The elements of a block of scores.</summary>
    public const int ScoreCount = QueryBlock * KeyBlock;

    /// <summary>The number of matrices.</summary>
    public int Batch => Query.Offsets.Length;

    /// <summary>The length of a query with zeros up to whole tiles.</summary>
    public int QueryWidth => TileRows<T>.RoundUp(Query.Columns, MatrixTile.Columns<T>());

    /// <summary>The length of a value with zeros up to whole tiles.</summary>
    public int ValueWidth => TileRows<T>.RoundUp(Value.Columns, MatrixTile.Columns<T>());

    /// <summary>The keys that a block of queries may attend to, from the first one on.</summary>
    public int VisibleKeys(int firstQuery, int queries) => Mask.IsCausal ? Math.Min(Key.Rows, firstQuery + queries) : Key.Rows;

    /// <summary>A block of queries, scaled: in rows as wide as <see cref="QueryWidth"/>, and as columns.</summary>
    public void ReadQueries(int matrix, int first, int count, Span<T> rows, Span<T> columns)
    {
        Query.CopyRows(matrix, first, count, rows, QueryWidth);
        Elementwise.MapSpan(rows, rows, new Scaled<T>(Scale));
        Transpose(rows, QueryWidth, columns);
    }

    /// <summary>The columns of a block of rows: [row, k] → [k, row].</summary>
    public static void Transpose(ReadOnlySpan<T> rows, int width, Span<T> columns)
    {
        for (var k = 0; k < columns.Length / QueryBlock; k++)
        {
            for (int query = 0, from = k; query < QueryBlock; query++, from += width)
                columns[k * QueryBlock + query] = rows[from];
        }
    }

    /// <summary>products[row, query] = rows · columns, for the rows of one block.</summary>
    public static void Multiply(in TileRows<T> rows, int first, int count, int inner, ReadOnlySpan<T> columns, Span<T> products)
    {
        if (inner == 0)
            products.Clear();
        for (var row = 0; row < count && inner > 0; row += MatrixTile.Rows)
        {
            for (var query = 0; query < QueryBlock; query += MatrixTile.Columns<T>())
            {
                MatrixTile.Multiply(
                    rows.From(first + row), rows.Stride, 1, columns[query..], QueryBlock, inner, products[(row * QueryBlock + query)..], QueryBlock, adds: false);
            }
        }
    }

    /// <summary>sums[query, …] (+)= Σ over keys of scores[key, query] · rows[key, …].</summary>
    public static void SumOverKeys(ReadOnlySpan<T> scores, int keys, in TileRows<T> rows, int first, Span<T> sums, int width, bool adds)
    {
        for (var column = 0; column < width; column += MatrixTile.Columns<T>())
        {
            for (var query = 0; query < QueryBlock; query += MatrixTile.Rows)
            {
                MatrixTile.Multiply(
                    scores[query..], 1, QueryBlock, rows.From(first, column), rows.Stride, keys, sums[(query * width + column)..], width, adds);
            }
        }
    }

    /// <summary>sums[key, …] += Σ over queries of scores[key, query] · rows[query, …], for keys in whole tiles.</summary>
    public static void SumOverQueries(ReadOnlySpan<T> scores, int keys, ReadOnlySpan<T> rows, int width, Span<T> sums)
    {
        for (var column = 0; column < width; column += MatrixTile.Columns<T>())
        {
            for (var key = 0; key < keys; key += MatrixTile.Rows)
            {
                MatrixTile.Multiply(
                    scores[(key * QueryBlock)..], QueryBlock, 1, rows[column..], width, QueryBlock, sums[(key * width + column)..], width, adds: true);
            }
        }
    }

    /// <summary>How much a unit of work with so many pairs of queries and keys is, in elements touched: a multiplication is about a sixteenth.</summary>
    public static int Cost(long pairs, int products) => (int)Math.Clamp(pairs * products / 16, 1, int.MaxValue);
}

/// <summary>Memory for one piece of work, taken part by part. A copy of it takes the same parts again.</summary>
internal ref struct Scratch<T>(int length) where T : unmanaged
{
    private readonly T[] _memory = ArrayPool<T>.Shared.Rent(length);
    private int _taken;

    public Span<T> Take(int count) => _memory.AsSpan((_taken += count) - count, count);

    public readonly void Dispose() => ArrayPool<T>.Shared.Return(_memory);
}

/// <summary>Which keys a query may attend to, or what is added to its scores; and whether only keys up to its own place count.</summary>
internal readonly struct ScoreMask<T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private readonly StackedMatrices<bool>? _allowed;
    private readonly StackedMatrices<T>? _added;

    public ScoreMask(Storage? mask, Layout? layout, bool isCausal)
    {
        IsCausal = isCausal;
        if (mask is Storage<bool>)
            _allowed = StackedMatrices<bool>.Of(mask, layout!);
        else if (mask is not null)
            _added = StackedMatrices<T>.Of(mask, layout!);
    }

    public bool IsCausal { get; }

    /// <summary>Masks a block of scores, [key, query].</summary>
    public void Apply(Span<T> scores, int matrix, int firstQuery, int queries, int firstKey, int keys)
    {
        if (_allowed is { } allowed)
        {
            var source = allowed.Storage.Span;
            for (var key = 0; key < keys; key++)
            {
                var row = scores.Slice(key * AttentionProblem<T>.QueryBlock, queries);
                var from = allowed.Offsets[matrix] + firstQuery * allowed.RowStride + (firstKey + key) * allowed.ColumnStride;
                for (var query = 0; query < row.Length; query++, from += allowed.RowStride)
                    row[query] = source[from] ? row[query] : T.NegativeInfinity;
            }
        }
        else if (_added is { } added)
        {
            var source = added.Storage.Span;
            for (var key = 0; key < keys; key++)
            {
                var row = scores.Slice(key * AttentionProblem<T>.QueryBlock, queries);
                var from = added.Offsets[matrix] + firstQuery * added.RowStride + (firstKey + key) * added.ColumnStride;
                for (var query = 0; query < row.Length; query++, from += added.RowStride)
                    row[query] += source[from];
            }
        }
        if (!IsCausal)
            return;
        for (var key = Math.Max(0, firstQuery - firstKey); key < keys; key++)
            scores.Slice(key * AttentionProblem<T>.QueryBlock, Math.Min(queries, firstKey + key - firstQuery)).Fill(T.NegativeInfinity);
    }
}
