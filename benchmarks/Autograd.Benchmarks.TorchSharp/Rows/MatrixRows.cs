using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Peer;

/// <summary>Products of square matrices.</summary>
internal static class MatrixRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } = [Product(64), Product(128), Product(256), Product(512)];

    private static NamedWorkload Product(int size) => new($"matrix product {size}×{size}", () =>
    {
        var (left, right) = (TorchSharpRows.Uniform(1, size, size), TorchSharpRows.Uniform(2, size, size));
        return TorchSharpRows.Result(() => left.matmul(right));
    });
}
