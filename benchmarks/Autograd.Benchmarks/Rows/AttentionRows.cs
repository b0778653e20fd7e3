using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Attention: 8 sequences, 8 heads, 256 places, 64 numbers each.</summary>
internal static class AttentionRows
{
    private const string Group = "attention";

    // Of one product with all pairs of queries and keys.
    private const double Product = 2.0 * 8 * 8 * 256 * 256 * 64;

    private static readonly Shape _shape = [8, 8, 256, 64];

    public static IReadOnlyList<Row> All { get; } =
    [
        new("attention of [8, 8, 256, 64]: forward", Group, Forward) { Bar = 1.4, Limit = Limit.Arithmetic(2 * Product) },
        // Backward computes the scores again, and four more products.
        new("attention of [8, 8, 256, 64]: forward and backward", Group, Backward) { Bar = 1.4, Limit = Limit.Arithmetic(7 * Product) },
    ];

    private static Workload Forward()
    {
        var (query, key, value) = (AutogradRows.Uniform(1, _shape), AutogradRows.Uniform(2, _shape), AutogradRows.Uniform(4, _shape));
        return AutogradRows.Result(() => query.ScaledDotProductAttention(key, value));
    }

    private static Workload Backward()
    {
        var query = new Variable("query", AutogradRows.Uniform(1, _shape));
        var key = new Variable("key", AutogradRows.Uniform(2, _shape));
        var value = new Variable("value", AutogradRows.Uniform(4, _shape));
        return AutogradRows.Gradients(() => query.ScaledDotProductAttention(key, value), query, key, value);
    }
}
