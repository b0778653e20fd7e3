using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch;

namespace Autograd.Benchmarks.Peer;

/// <summary>Tensors so small that the time is that of the engine, not of arithmetic.</summary>
internal static class ScalarRows
{
    private const int ChainLength = 1000;

    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        new("one-element add", Add),
        new("y = mean(w·x + b) forward and backward on one element", Mean),
        new("chain of 1,000 scalar multiply-adds, per operation, forward and backward", Chain),
    ];

    private static Workload Add()
    {
        Tensor left = tensor([2f]), right = tensor([3f]);
        return TorchSharpRows.Result(() => left + right);
    }

    private static Workload Mean()
    {
        var x = tensor([5f]);
        var (w, b) = (tensor([2f], requires_grad: true), tensor([3f], requires_grad: true));
        return TorchSharpRows.Gradients(() => (w * x + b).mean().backward(), w, b);
    }

    private static Workload Chain()
    {
        var x = tensor([0.5f], requires_grad: true);
        var w = tensor([0.999f], requires_grad: true);
        var b = tensor([0.001f], requires_grad: true);
        return TorchSharpRows.Gradients(
            () =>
            {
                var y = x;
                for (var i = 0; i < ChainLength; i++)
                    y = y * w + b;
                y.backward();
            },
            x, w, b);
    }
}
