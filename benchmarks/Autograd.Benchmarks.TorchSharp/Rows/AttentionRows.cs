using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch.nn;

namespace Autograd.Benchmarks.Peer;

/// <summary>Attention: 8 sequences, 8 heads, 256 places, 64 numbers each.</summary>
internal static class AttentionRows
{
    private static readonly long[] _shape = [8, 8, 256, 64];

    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        new("attention of [8, 8, 256, 64]: forward", Forward),
        new("attention of [8, 8, 256, 64]: forward and backward", Backward),
    ];

    private static Workload Forward()
    {
        var (query, key, value) = (TorchSharpRows.Uniform(1, _shape), TorchSharpRows.Uniform(2, _shape), TorchSharpRows.Uniform(4, _shape));
        return TorchSharpRows.Result(() => functional.scaled_dot_product_attention(query, key, value));
    }

    private static Workload Backward()
    {
        var query = TorchSharpRows.Uniform(1, _shape).requires_grad_();
        var key = TorchSharpRows.Uniform(2, _shape).requires_grad_();
        var value = TorchSharpRows.Uniform(4, _shape).requires_grad_();
        return TorchSharpRows.Gradients(() => functional.scaled_dot_product_attention(query, key, value), query, key, value);
    }
}
