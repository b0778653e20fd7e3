using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch;

namespace Autograd.Benchmarks.Peer;

/// <summary>One function of each element, into a new tensor.</summary>
internal static class ElementwiseRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        Binary("add of 1,000 elements", [1000], [1000], (left, right) => left + right),
        Binary("add of 1M float32", [TorchSharpRows.Million], [TorchSharpRows.Million], (left, right) => left + right),
        Binary("multiply of 1M float32", [TorchSharpRows.Million], [TorchSharpRows.Million], (left, right) => left * right),
        Unary("relu of 1M float32", [TorchSharpRows.Million], x => x.relu()),
        Unary("sigmoid of 1M float32", [TorchSharpRows.Million], x => x.sigmoid()),
        Unary("tanh of 1M float32", [TorchSharpRows.Million], x => x.tanh()),
        Unary("exp of 1M float32", [TorchSharpRows.Million], x => x.exp()),
        Unary("gelu of 1M float32", [TorchSharpRows.Million], nn.functional.gelu),
        Binary("row broadcast [1024, 1024] + [1024]", [1024, 1024], [1024], (left, right) => left + right),
        Unary("transpose and copy of [1024, 1024]", [1024, 1024], x =>
        {
            using var transposed = x.t();
            return transposed.contiguous();
        }),
    ];

    private static NamedWorkload Unary(string name, long[] shape, Func<Tensor, Tensor> operation) => new(name, () =>
    {
        var x = TorchSharpRows.Uniform(1, shape);
        return TorchSharpRows.Result(() => operation(x));
    });

    private static NamedWorkload Binary(string name, long[] leftShape, long[] rightShape, Func<Tensor, Tensor, Tensor> operation) =>
        new(name, () =>
        {
            var (left, right) = (TorchSharpRows.Uniform(1, leftShape), TorchSharpRows.Uniform(2, rightShape));
            return TorchSharpRows.Result(() => operation(left, right));
        });
}
