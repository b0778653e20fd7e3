using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Windows that slide over images [batch, channels, rows, columns]: convolutions and pooling.</summary>
internal static class ConvolutionRows
{
    private const string Group = "convolutions and pooling";

    public static IReadOnlyList<Row> All { get; } =
    [
        .. Convolution("convolution 64×1×28² → 32, 3×3 pad 1", 1.2, [64, 1, 28, 28], [32, 1, 3, 3], padding: 1),
        .. Convolution("convolution 64×32×28² → 64, 3×3 pad 1", 1.3, [64, 32, 28, 28], [64, 32, 3, 3], padding: 1),
        .. Convolution("convolution 64×32×14² → 64, 5×5 pad 2", 1, [64, 32, 14, 14], [64, 32, 5, 5], padding: 2),
        .. Convolution("convolution 16×64×56² → 64, 3×3 pad 1", 1.3, [16, 64, 56, 56], [64, 64, 3, 3], padding: 1),
        .. Convolution("convolution 8×64×56² → 128, 3×3 stride 2 pad 1", 1, [8, 64, 56, 56], [128, 64, 3, 3], padding: 1, stride: 2),
        .. Convolution("convolution 16×256×14² → 64, 1×1", 1, [16, 256, 14, 14], [64, 256, 1, 1]),
        .. Convolution("depthwise convolution 16×64×56², 3×3 pad 1", 1.2, [16, 64, 56, 56], [64, 1, 3, 3], padding: 1, groups: 64),
        new("max pool 2 of 32×64×32² forward and backward", Group, MaxPool)
        {
            // Reads an image, writes a quarter; reads as many gradients, writes those of the image.
            Bar = 2,
            Limit = Limit.Floats(2.5 * 32 * 64 * 32 * 32),
        },
    ];

    private static IEnumerable<Row> Convolution(string name, double bar, Shape imageShape, Shape kernelShape, int padding = 0, int stride = 1, int groups = 1)
    {
        // A multiplication and an addition for each weight and each place of the results.
        var places = imageShape[0] * ((imageShape[2] + 2 * padding - kernelShape[2]) / stride + 1) * ((imageShape[3] + 2 * padding - kernelShape[3]) / stride + 1);
        var forward = new Limit(2.0 * kernelShape.ElementCount * places, sizeof(float) * (double)(imageShape.ElementCount + kernelShape.ElementCount + kernelShape[0] * places));
        yield return new Row($"{name}: forward", Group, () =>
        {
            var (image, kernel) = (AutogradRows.Uniform(1, imageShape), AutogradRows.Uniform(2, kernelShape));
            return AutogradRows.Result(() => Convolve(image, kernel));
        })
        {
            Bar = bar,
            Limit = forward,
        };
        yield return new Row($"{name}: forward and backward", Group, () =>
        {
            var image = new Variable("image", AutogradRows.Uniform(1, imageShape));
            var kernel = new Variable("kernel", AutogradRows.Uniform(2, kernelShape));
            return AutogradRows.Gradients(() => Convolve(image, kernel), image, kernel);
        })
        {
            Bar = bar,
            // The gradients of the image and of the kernel are as much work each as the result.
            Limit = new Limit(3 * forward.Operations, 3 * forward.Bytes),
        };

        Tensor Convolve(Tensor image, Tensor kernel) => image.Convolution2d(kernel, stride: stride, padding: padding, groups: groups);
    }

    private static Workload MaxPool()
    {
        var x = new Variable("x", AutogradRows.Uniform(1, [32, 64, 32, 32]));
        return AutogradRows.Gradients(() => x.MaxPool2d(2), x);
    }
}
