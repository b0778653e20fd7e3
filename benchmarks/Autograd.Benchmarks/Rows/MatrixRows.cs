using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Products of matrices: square, long and narrow, many at once, and transposed ones that nobody copied.</summary>
internal static class MatrixRows
{
    private const string Group = "matrix products";

    public static IReadOnlyList<Row> All { get; } =
    [
        Square(64) with { Bar = 1 },
        Square(128) with { Bar = 1 },
        Square(256) with { Bar = 1 },
        Square(512) with { Bar = 1.05 },
        Square(1024) with { Bar = 1.05 },
        Square(2048) with { Bar = 1.05 },
        Product("matrix product [4096, 64]·[64, 64]", [4096, 64], [64, 64]) with { Bar = 1 },
        Product("matrix product [64, 4096]·[4096, 64]", [64, 4096], [4096, 64]) with { Bar = 1 },
        Product("32 matrix products [128, 64]·[64, 128]", [32, 128, 64], [32, 64, 128]) with { Bar = 1 },
        Product("matrix product Aᵀ·B of 512×512", [512, 512], [512, 512], transposeLeft: true) with { Bar = 1.05 },
        Product("matrix product A·Bᵀ of 512×512", [512, 512], [512, 512], transposeRight: true) with { Bar = 1.05 },
    ];

    private static Row Square(int size) => Product($"matrix product {size}×{size}", [size, size], [size, size]);

    private static Row Product(string name, Shape leftShape, Shape rightShape, bool transposeLeft = false, bool transposeRight = false) => new(name, Group, () =>
    {
        var (left, right) = (AutogradRows.Uniform(1, leftShape), AutogradRows.Uniform(2, rightShape));
        left = transposeLeft ? left.Transpose() : left;
        right = transposeRight ? right.Transpose() : right;
        return AutogradRows.Result(() => left.MatMul(right));
    })
    {
        Limit = Limit.Arithmetic(2.0 * leftShape.ElementCount * rightShape[transposeRight ? ^2 : ^1]),
    };
}
