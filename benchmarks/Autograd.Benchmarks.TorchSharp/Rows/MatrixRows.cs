using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Peer;

/// <summary>Products of matrices: square, long and narrow, many at once, and transposed ones that nobody copied.</summary>
internal static class MatrixRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        Square(64),
        Square(128),
        Square(256),
        Square(512),
        Square(1024),
        Square(2048),
        Product("matrix product [4096, 64]·[64, 64]", [4096, 64], [64, 64]),
        Product("matrix product [64, 4096]·[4096, 64]", [64, 4096], [4096, 64]),
        Product("32 matrix products [128, 64]·[64, 128]", [32, 128, 64], [32, 64, 128]),
        Product("matrix product Aᵀ·B of 512×512", [512, 512], [512, 512], transposeLeft: true),
        Product("matrix product A·Bᵀ of 512×512", [512, 512], [512, 512], transposeRight: true),
    ];

    private static NamedWorkload Square(int size) => Product($"matrix product {size}×{size}", [size, size], [size, size]);

    private static NamedWorkload Product(
        string name, long[] leftShape, long[] rightShape, bool transposeLeft = false, bool transposeRight = false) => new(name, () =>
    {
        var (left, right) = (TorchSharpRows.Uniform(1, leftShape), TorchSharpRows.Uniform(2, rightShape));
        left = transposeLeft ? left.t() : left;
        right = transposeRight ? right.t() : right;
        return TorchSharpRows.Result(() => left.matmul(right));
    });
}
