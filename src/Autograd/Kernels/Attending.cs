using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// Attention, softmax(scale · q · kᵀ + mask) · v, without ever storing all scores (Dao et al. 2022, "FlashAttention"; the running
/// maximum and sum are Milakov and Gimelshein's, 2018). A block of queries walks over the keys block by block:
/// <code>
///     scores   = keys · qᵀ · scale, masked
///     greatest = the greatest score of each query so far; what was summed is scaled down where it has grown
///     weights  = e^(scores − greatest)
///     sums    += weights,   results += weightsᵀ · values
/// </code>
/// At the end the results are divided by the sums. Each block of queries is computed by itself, so threads change no bit.
/// </summary>
internal static class Attending
{
    /// <summary>The results, [batch, queries, width of values], and what is known of the weights.</summary>
    public static Storage<T> Forward<T>(AttentionProblem<T> problem, AttentionStatistics statistics)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (queries, width) = (problem.Query.Rows, problem.Value.Columns);
        var result = Storage.Allocate<T>(problem.Batch * queries * width);
        var blocks = (queries - 1) / AttentionProblem<T>.QueryBlock + 1;
        var pairs = Math.Min(queries, AttentionProblem<T>.QueryBlock) * (long)problem.Key.Rows;
        Threads.Run(
            problem.Batch * blocks, new QueryBlocks<T>(problem, statistics, result, blocks), AttentionProblem<T>.Cost(pairs, problem.Query.Columns + width + 16));
        return result;
    }

    private readonly struct QueryBlocks<T>(AttentionProblem<T> problem, AttentionStatistics statistics, Storage<T> result, int blocks) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        private const int QueryBlock = AttentionProblem<T>.QueryBlock, KeyBlock = AttentionProblem<T>.KeyBlock;

        public void Invoke(int start, int end)
        {
            using var memory = new Scratch<T>(AttentionProblem<T>.ScoreCount + QueryBlock * (problem.QueryWidth + problem.Query.Columns + problem.ValueWidth));
            for (var i = start; i < end; i++)
            {
                var (matrix, block) = Math.DivRem(i, blocks);
                var first = block * QueryBlock;
                Invoke(matrix, first, Math.Min(QueryBlock, problem.Query.Rows - first), memory);
            }
        }

        private void Invoke(int matrix, int first, int queries, Scratch<T> memory)
        {
            var width = problem.ValueWidth;
            var scores = memory.Take(AttentionProblem<T>.ScoreCount);
            var results = memory.Take(QueryBlock * width);
            var columns = memory.Take(QueryBlock * problem.Query.Columns);
            problem.ReadQueries(matrix, first, queries, memory.Take(QueryBlock * problem.QueryWidth), columns);
            Span<T> greatest = stackalloc T[QueryBlock], sums = stackalloc T[QueryBlock], decay = stackalloc T[QueryBlock];
            greatest.Fill(T.NegativeInfinity);
            sums.Clear();
            results.Clear();
            var visible = problem.VisibleKeys(first, queries);
            using var keyRows = new TileRows<T>(problem.Key, matrix, 0, problem.Key.Rows, areLeft: true, areRight: false);
            using var valueRows = new TileRows<T>(problem.Value, matrix, 0, problem.Key.Rows, areLeft: false, areRight: true);
            for (var key = 0; key < visible; key += KeyBlock)
            {
                var keys = Math.Min(KeyBlock, visible - key);
                AttentionProblem<T>.Multiply(keyRows, key, keys, problem.Query.Columns, columns, scores);
                problem.Mask.Apply(scores, matrix, first, queries, key, keys);
                Weigh(scores[..(keys * QueryBlock)], greatest, sums, decay);
                if (key > 0)
                    ScaleRows(results, width, decay);
                AttentionProblem<T>.SumOverKeys(scores, keys, valueRows, key, results, width, adds: key > 0);
            }

            for (var query = 0; query < queries; query++)
            {
                var share = sums[query] == T.Zero ? T.Zero : T.One / sums[query];
                var row = matrix * problem.Query.Rows + first + query;
                statistics.Shift[row] = double.CreateTruncating(T.IsNegativeInfinity(greatest[query]) ? T.Zero : greatest[query]);
                statistics.Share[row] = double.CreateTruncating(share);
                var count = problem.Value.Columns;
                Elementwise.MapSpan(results.Slice(query * width, count), result.Span.Slice(row * count, count), new Scaled<T>(share));
            }
        }

        /// <summary>Replaces scores by weights, and says by how much the earlier ones have become too great.</summary>
        private static void Weigh(Span<T> scores, Span<T> greatest, Span<T> sums, Span<T> decay)
        {
            for (var lane = 0; lane < QueryBlock; lane += Vector<T>.Count)
            {
                var before = new Vector<T>(greatest[lane..]);
                // Two of them, so that one comparison need not wait for the other.
                Vector<T> even = before, odd = before;
                ref var column = ref scores[lane];
                var i = 0;
                for (; i <= scores.Length - 2 * QueryBlock; i += 2 * QueryBlock)
                {
                    even = Vector.MaxNative(even, Vector.LoadUnsafe(ref column, (nuint)i));
                    odd = Vector.MaxNative(odd, Vector.LoadUnsafe(ref column, (nuint)(i + QueryBlock)));
                }
                if (i < scores.Length)
                    even = Vector.MaxNative(even, Vector.LoadUnsafe(ref column, (nuint)i));
                var now = Vector.MaxNative(even, odd);
                now.CopyTo(greatest[lane..]);
                // Where nothing but −∞ was seen, any other shift makes the weights 0 as they should be, not NaN.
                var shift = Vector.ConditionalSelect(Vector.Equals(now, new Vector<T>(T.NegativeInfinity)), Vector<T>.Zero, now);
                var shrinks = VectorMath.Exp(before - shift);
                shrinks.CopyTo(decay[lane..]);
                var sum = Vector<T>.Zero;
                for (i = 0; i < scores.Length; i += QueryBlock)
                {
                    var weight = VectorMath.Exp(Vector.LoadUnsafe(ref column, (nuint)i) - shift);
                    weight.StoreUnsafe(ref column, (nuint)i);
                    sum += weight;
                }
                (new Vector<T>(sums[lane..]) * shrinks + sum).CopyTo(sums[lane..]);
            }
        }

        private static void ScaleRows(Span<T> rows, int width, ReadOnlySpan<T> factors)
        {
            for (var row = 0; row < factors.Length; row++)
            {
                var scaled = rows.Slice(row * width, width);
                if (factors[row] != T.One)
                    Elementwise.MapSpan(scaled, scaled, new Scaled<T>(factors[row]));
            }
        }
    }
}

/// <summary>x · factor. In place only where whole vectors fit: the last of several would overlap the one before it.</summary>
internal readonly struct Scaled<T>(T factor) : IMap<T, T> where T : unmanaged, INumber<T>
{
    public static bool IsVectorized => true;

    public T Invoke(T x) => x * factor;

    public Vector<T> Invoke(Vector<T> x) => x * new Vector<T>(factor);
}
