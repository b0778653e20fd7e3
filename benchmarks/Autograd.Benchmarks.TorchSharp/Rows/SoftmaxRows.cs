using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch.nn;

namespace Autograd.Benchmarks.Peer;

/// <summary>Probabilities from scores, and the loss that measures them.</summary>
internal static class SoftmaxRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        new("softmax of [512, 1024]", Softmax),
        new("cross entropy of [512, 1000] forward and backward", CrossEntropy),
    ];

    private static Workload Softmax()
    {
        var x = TorchSharpRows.Uniform(1, 512, 1024);
        return TorchSharpRows.Result(() => x.softmax(-1));
    }

    private static Workload CrossEntropy()
    {
        var x = TorchSharpRows.Uniform(1, 512, 1000).requires_grad_();
        var classes = TorchSharpRows.Classes(2, 512, 1000);
        return TorchSharpRows.Gradients(() => functional.cross_entropy(x, classes).backward(), x);
    }
}
