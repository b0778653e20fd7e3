using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Products of square matrices.</summary>
internal static class MatrixRows
{
    private const string Group = "matrix products";

    public static IReadOnlyList<Row> All { get; } = [Product(64), Product(128), Product(256), Product(512)];

    private static Row Product(int size) => new($"matrix product {size}×{size}", Group, () =>
    {
        var (left, right) = (AutogradRows.Uniform(1, [size, size]), AutogradRows.Uniform(2, [size, size]));
        return AutogradRows.Result(() => left.MatMul(right));
    });
}
