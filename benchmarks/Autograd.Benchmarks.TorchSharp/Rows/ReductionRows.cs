using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch;

namespace Autograd.Benchmarks.Peer;

/// <summary>Many elements combined into few.</summary>
internal static class ReductionRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        Reduction("sum of 1M float32", [TorchSharpRows.Million], x => x.sum()),
        Reduction("sum of [1024, 1024] over axis 0", [1024, 1024], x => x.sum(dim: 0)),
        Reduction("sum of [1024, 1024] over axis 1", [1024, 1024], x => x.sum(dim: 1)),
    ];

    private static NamedWorkload Reduction(string name, long[] shape, Func<Tensor, Tensor> operation) => new(name, () =>
    {
        var x = TorchSharpRows.Uniform(1, shape);
        return TorchSharpRows.Result(() => operation(x));
    });
}
