using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Autograd.Benchmarks.Peer;

/// <summary>Windows that slide over images [batch, channels, rows, columns]: convolutions and pooling.</summary>
internal static class ConvolutionRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        .. Convolution("convolution 64×1×28² → 32, 3×3 pad 1", [64, 1, 28, 28], [32, 1, 3, 3], padding: 1),
        .. Convolution("convolution 64×32×28² → 64, 3×3 pad 1", [64, 32, 28, 28], [64, 32, 3, 3], padding: 1),
        .. Convolution("convolution 64×32×14² → 64, 5×5 pad 2", [64, 32, 14, 14], [64, 32, 5, 5], padding: 2),
        .. Convolution("convolution 16×64×56² → 64, 3×3 pad 1", [16, 64, 56, 56], [64, 64, 3, 3], padding: 1),
        .. Convolution("convolution 8×64×56² → 128, 3×3 stride 2 pad 1", [8, 64, 56, 56], [128, 64, 3, 3], padding: 1, stride: 2),
        .. Convolution("convolution 16×256×14² → 64, 1×1", [16, 256, 14, 14], [64, 256, 1, 1]),
        .. Convolution("depthwise convolution 16×64×56², 3×3 pad 1", [16, 64, 56, 56], [64, 1, 3, 3], padding: 1, groups: 64),
        new("max pool 2 of 32×64×32² forward and backward", MaxPool),
    ];

    private static IEnumerable<NamedWorkload> Convolution(
        string name, long[] imageShape, long[] kernelShape, int padding = 0, int stride = 1, int groups = 1)
    {
        yield return new NamedWorkload($"{name}: forward", () =>
        {
            var (image, kernel) = (TorchSharpRows.Uniform(1, imageShape), TorchSharpRows.Uniform(2, kernelShape));
            return TorchSharpRows.Result(() => Convolve(image, kernel));
        });
        yield return new NamedWorkload($"{name}: forward and backward", () =>
        {
            var image = TorchSharpRows.Uniform(1, imageShape).requires_grad_();
            var kernel = TorchSharpRows.Uniform(2, kernelShape).requires_grad_();
            return TorchSharpRows.Gradients(() => Convolve(image, kernel), image, kernel);
        });

        Tensor Convolve(Tensor image, Tensor kernel) =>
            functional.conv2d(image, kernel, strides: [stride, stride], padding: [padding, padding], groups: groups);
    }

    private static Workload MaxPool()
    {
        var x = TorchSharpRows.Uniform(1, 32, 64, 32, 32).requires_grad_();
        return TorchSharpRows.Gradients(() => functional.max_pool2d(x, 2), x);
    }
}
