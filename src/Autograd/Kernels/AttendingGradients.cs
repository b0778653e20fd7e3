using System.Buffers;
using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// The gradients of <see cref="Attending"/>, from its results and the gradient z of them. The weights p are computed again, block by block:
/// <code>
///     p  = e^(scores − shift) · share          of the forward pass
///     d  = p · (values · zᵀ − Σ z · result)    the gradient of the scores
///     values += p · z        keys += d · queries        queries += dᵀ · keys
/// </code>
/// A unit of work is a matrix, or, where there are few but long ones, a span of its keys, whose sums it owns. Several spans add to the same
/// queries: each does in a buffer of its own, and these are added in order.
/// </summary>
internal static class AttendingGradients
{
    // As many units of work as are enough for the threads of most machines, of as many keys as are worth a buffer.
    private const int Units = 16, LeastSpan = 1024;

    /// <summary>The gradients of queries, keys and values, and of the mask if it is asked for, one after another.</summary>
    /// <param name="problem">What was attended to.</param>
    /// <param name="statistics">What the forward pass noted of the weights.</param>
    /// <param name="result">What the forward pass returned, row by row.</param>
    /// <param name="gradient">The gradient of that.</param>
    /// <param name="withMask">Whether to return the gradient of every score too.</param>
    public static Storage<T> Backward<T>(
        AttentionProblem<T> problem, AttentionStatistics statistics, StackedMatrices<T> result, StackedMatrices<T> gradient, bool withMask)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (queries, keys) = (problem.Query.Rows, problem.Key.Rows);
        var (queryCount, keyCount, valueCount) = (
            problem.Batch * queries * problem.Query.Columns, problem.Batch * keys * problem.Query.Columns, problem.Batch * keys * problem.Value.Columns);
        var places = new Places(queryCount, queryCount + keyCount, queryCount + keyCount + valueCount);
        var target = Storage.Allocate<T>(withMask ? checked(places.Mask + problem.Batch * queries * keys) : places.Mask);
        var length = TileRows<T>.RoundUp(keys / Math.Clamp(Units / Math.Max(1, problem.Batch), 1, Math.Max(1, keys / LeastSpan)) + 1, AttentionProblem<T>.KeyBlock);
        var spans = Math.Max(1, (keys + length - 1) / length);
        var others = ArrayPool<T>.Shared.Rent((spans - 1) * queryCount);
        var work = new Spans<T>(problem, statistics, result, gradient, target, places, others, spans, length, withMask);
        var pairs = queries * (long)Math.Min(keys, length);
        Threads.Run(problem.Batch * spans, work, AttentionProblem<T>.Cost(pairs, 3 * problem.Query.Columns + 2 * problem.Value.Columns + 16));
        var sums = target.Span[..queryCount];
        for (var span = 1; span < spans; span++)
            Elementwise.ZipSpan(sums, others.AsSpan((span - 1) * queryCount, queryCount), sums, default(Added<T>));
        ArrayPool<T>.Shared.Return(others);
        return target;
    }

    /// <summary>Where the gradients of keys, values and mask begin, after those of the queries.</summary>
    private readonly record struct Places(int Key, int Value, int Mask);

    private readonly struct Spans<T>(
        AttentionProblem<T> problem, AttentionStatistics statistics, StackedMatrices<T> result, StackedMatrices<T> gradient, Storage<T> target, Places places,
        T[] others, int spans, int length, bool withMask) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        private const int QueryBlock = AttentionProblem<T>.QueryBlock, KeyBlock = AttentionProblem<T>.KeyBlock;

        public void Invoke(int start, int end)
        {
            var (inner, width, valueInner, valueWidth) = (problem.Query.Columns, problem.QueryWidth, problem.Value.Columns, problem.ValueWidth);
            var rows = TileRows<T>.RoundUp(Math.Min(problem.Key.Rows, length), MatrixTile.Rows);
            using var memory = new Scratch<T>(
                rows * (width + valueWidth) + 2 * AttentionProblem<T>.ScoreCount + QueryBlock * (2 * width + inner + 2 * valueWidth + valueInner));
            for (var i = start; i < end; i++)
            {
                var (matrix, span) = Math.DivRem(i, spans);
                var first = span * length;
                Invoke(matrix, first, Math.Min(length, problem.Key.Rows - first), span, memory);
            }
        }

        private void Invoke(int matrix, int firstKey, int keyCount, int span, Scratch<T> memory)
        {
            var (width, valueWidth, queryCount) = (problem.QueryWidth, problem.ValueWidth, problem.Query.Rows);
            var rows = TileRows<T>.RoundUp(keyCount, MatrixTile.Rows);
            Span<T> keyGradients = memory.Take(rows * width), valueGradients = memory.Take(rows * valueWidth);
            keyGradients.Clear();
            valueGradients.Clear();
            using var keyRows = new TileRows<T>(problem.Key, matrix, firstKey, keyCount, areLeft: true, areRight: true);
            using var valueRows = new TileRows<T>(problem.Value, matrix, firstKey, keyCount, areLeft: true, areRight: false);
            for (var query = 0; query < queryCount; query += QueryBlock)
                AddBlock(matrix, query, Math.Min(QueryBlock, queryCount - query), firstKey, keyCount, span, keyRows, valueRows, keyGradients, valueGradients, memory);
            var (inner, valueInner) = (problem.Query.Columns, problem.Value.Columns);
            var place = matrix * problem.Key.Rows + firstKey;
            for (var row = 0; row < keyCount; row++)
            {
                keyGradients.Slice(row * width, inner).CopyTo(target.Span[(places.Key + (place + row) * inner)..]);
                valueGradients.Slice(row * valueWidth, valueInner).CopyTo(target.Span[(places.Value + (place + row) * valueInner)..]);
            }
        }

        /// <summary>What one block of queries adds to the gradients of keys and values; the gradients of the queries.</summary>
        private void AddBlock(
            int matrix, int first, int queries, int firstKey, int keyCount, int span, in TileRows<T> keyRows, in TileRows<T> valueRows,
            Span<T> keyGradients, Span<T> valueGradients, Scratch<T> memory)
        {
            var (inner, width, valueInner, valueWidth) = (problem.Query.Columns, problem.QueryWidth, problem.Value.Columns, problem.ValueWidth);
            Span<T> weights = memory.Take(AttentionProblem<T>.ScoreCount), gradients = memory.Take(AttentionProblem<T>.ScoreCount);
            Span<T> rows = memory.Take(QueryBlock * width), columns = memory.Take(QueryBlock * inner);
            problem.ReadQueries(matrix, first, queries, rows, columns);
            Span<T> gradientRows = memory.Take(QueryBlock * valueWidth), gradientColumns = memory.Take(QueryBlock * valueInner);
            gradient.CopyRows(matrix, first, queries, gradientRows, valueWidth);
            AttentionProblem<T>.Transpose(gradientRows, valueWidth, gradientColumns);
            Span<T> shift = stackalloc T[QueryBlock], share = stackalloc T[QueryBlock], means = stackalloc T[QueryBlock];
            ReadStatistics(matrix, first, queries, gradientRows, memory.Take(QueryBlock * valueWidth), shift, share, means);

            var queryGradients = memory.Take(QueryBlock * width);
            queryGradients.Clear();
            var visible = Math.Min(keyCount, problem.VisibleKeys(first, queries) - firstKey);
            for (var key = 0; key < visible; key += KeyBlock)
            {
                var keys = Math.Min(KeyBlock, visible - key);
                AttentionProblem<T>.Multiply(keyRows, key, keys, inner, columns, weights);
                problem.Mask.Apply(weights, matrix, first, queries, firstKey + key, keys);
                AttentionProblem<T>.Multiply(valueRows, key, keys, valueInner, gradientColumns, gradients);
                Differentiate(weights[..(keys * QueryBlock)], gradients, shift, share, means);
                // What fills up the last tile are keys that do not exist, or that these queries must not see.
                var whole = TileRows<T>.RoundUp(keys, MatrixTile.Rows);
                weights[(keys * QueryBlock)..(whole * QueryBlock)].Clear();
                gradients[(keys * QueryBlock)..(whole * QueryBlock)].Clear();
                AttentionProblem<T>.SumOverQueries(weights, whole, gradientRows, valueWidth, valueGradients[(key * valueWidth)..]);
                AttentionProblem<T>.SumOverQueries(gradients, whole, rows, width, keyGradients[(key * width)..]);
                AttentionProblem<T>.SumOverKeys(gradients, keys, keyRows, key, queryGradients, width, adds: true);
                if (withMask)
                    WriteMask(gradients, matrix, first, queries, firstKey + key, keys);
            }
            if (withMask)
                ClearMask(matrix, first, queries, firstKey + Math.Max(0, visible), firstKey + keyCount);
            var sums = span == 0 ? target.Span : others.AsSpan((span - 1) * places.Key);
            for (var query = 0; query < queries; query++)
            {
                var place = (matrix * problem.Query.Rows + first + query) * inner;
                Elementwise.MapSpan(queryGradients.Slice(query * width, inner), sums.Slice(place, inner), new Scaled<T>(problem.Scale));
            }
        }

        /// <summary>Scores become weights, and gradients of weights become those of scores.</summary>
        private static void Differentiate(Span<T> weights, Span<T> gradients, ReadOnlySpan<T> shift, ReadOnlySpan<T> share, ReadOnlySpan<T> means)
        {
            for (var lane = 0; lane < QueryBlock; lane += Vector<T>.Count)
            {
                Vector<T> shifts = new(shift[lane..]), shares = new(share[lane..]), mean = new(means[lane..]);
                for (var i = lane; i < weights.Length; i += QueryBlock)
                {
                    var weight = VectorMath.Exp(new Vector<T>(weights[i..]) - shifts) * shares;
                    weight.CopyTo(weights[i..]);
                    (weight * (new Vector<T>(gradients[i..]) - mean)).CopyTo(gradients[i..]);
                }
            }
        }

        /// <summary>What the weights of a query are computed from, and Σ z · result: the mean of the weights' gradients. Of queries that do not exist, 0.</summary>
        private void ReadStatistics(
            int matrix, int first, int queries, ReadOnlySpan<T> gradientRows, Span<T> results, Span<T> shift, Span<T> share, Span<T> means)
        {
            shift.Clear();
            share.Clear();
            means.Clear();
            var width = problem.ValueWidth;
            result.CopyRows(matrix, first, queries, results, width);
            for (var query = 0; query < queries; query++)
            {
                var row = matrix * problem.Query.Rows + first + query;
                shift[query] = T.CreateTruncating(statistics.Shift[row]);
                share[query] = T.CreateTruncating(statistics.Share[row]);
                var sum = Vector<T>.Zero;
                for (var i = query * width; i < (query + 1) * width; i += Vector<T>.Count)
                    sum += new Vector<T>(gradientRows[i..]) * new Vector<T>(results[i..]);
                means[query] = Vector.Sum(sum);
            }
        }

        private void WriteMask(ReadOnlySpan<T> gradients, int matrix, int first, int queries, int firstKey, int keys)
        {
            for (var query = 0; query < queries; query++)
            {
                var row = MaskRow(matrix, first + query).Slice(firstKey, keys);
                for (var key = 0; key < keys; key++)
                    row[key] = gradients[key * QueryBlock + query];
            }
        }

        private void ClearMask(int matrix, int first, int queries, int firstKey, int end)
        {
            for (var query = 0; query < queries; query++)
                MaskRow(matrix, first + query)[firstKey..end].Clear();
        }

        private Span<T> MaskRow(int matrix, int query) =>
            target.Span.Slice(places.Mask + (matrix * problem.Query.Rows + query) * problem.Key.Rows, problem.Key.Rows);
    }

    private readonly struct Added<T> : IZip<T, T> where T : unmanaged, INumber<T>
    {
        public static bool IsVectorized => false;

        public T Invoke(T left, T right) => left + right;
    }
}
