using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch.nn;

namespace Autograd.Benchmarks.Peer;

/// <summary>Elements less the mean of those around them, divided by their spread, weighted and shifted.</summary>
internal static class NormalizationRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        new("layer norm of [512, 1024]", LayerNorm),
        new("batch norm of 32×64×32² forward and backward", BatchNorm),
    ];

    private static Workload LayerNorm()
    {
        var (x, weight, bias) = (TorchSharpRows.Uniform(1, 512, 1024), TorchSharpRows.Uniform(2, 1024), TorchSharpRows.Uniform(4, 1024));
        return TorchSharpRows.Result(() => functional.layer_norm(x, [1024], weight, bias));
    }

    private static Workload BatchNorm()
    {
        var x = TorchSharpRows.Uniform(1, 32, 64, 32, 32).requires_grad_();
        var weight = TorchSharpRows.Uniform(2, 64).requires_grad_();
        var bias = TorchSharpRows.Uniform(4, 64).requires_grad_();
        return TorchSharpRows.Gradients(() => functional.batch_norm(x, null, null, weight, bias, training: true), x, weight, bias);
    }
}
