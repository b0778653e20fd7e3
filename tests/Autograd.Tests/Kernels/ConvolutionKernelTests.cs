namespace Autograd.Tests.Kernels;

/// <summary>What the kernels of convolutions decide by size: pieces, bands, few filters, Winograd's algorithm.</summary>
public class ConvolutionKernelTests
{
    private const double Limit = 1.0 / (1 << 20);

    public static TheoryData<string, int[], int[], int, int, int, int> Sums => new()
    {
        { "bands of one image", [1, 40, 64, 64], [6, 40, 3, 3], 1, 1, 1, 1 },
        { "bands with a stride", [1, 9, 200, 160], [8, 9, 3, 2], 2, 1, 1, 1 },
        { "bands with a dilation", [1, 9, 150, 160], [5, 9, 3, 3], 1, 2, 2, 1 },
        { "small images together", [70, 24, 2, 3], [9, 24, 2, 2], 1, 1, 1, 1 },
        { "single windows", [37, 3, 5, 5], [9, 3, 5, 5], 1, 0, 1, 1 },
        { "a window a row", [3, 2, 50, 3], [5, 2, 3, 3], 1, 0, 1, 1 },
        { "one filter", [2, 5, 20, 70], [1, 5, 3, 3], 1, 1, 1, 1 },
        { "three filters in narrow rows", [3, 5, 20, 6], [3, 5, 3, 3], 1, 1, 1, 1 },
        { "three filters with a stride", [3, 5, 21, 40], [3, 5, 3, 3], 2, 1, 1, 1 },
        { "depthwise", [3, 12, 30, 41], [12, 1, 3, 3], 1, 1, 1, 12 },
        { "depthwise with a multiplier", [3, 6, 17, 19], [12, 1, 5, 3], 1, 2, 1, 6 },
        { "groups", [3, 12, 17, 19], [20, 3, 3, 3], 1, 1, 1, 4 },
        { "one channel", [9, 1, 28, 28], [32, 1, 3, 3], 1, 1, 1, 1 },
        { "1×1", [5, 24, 14, 14], [18, 24, 1, 1], 1, 0, 1, 1 },
        { "1×1 with a stride", [5, 24, 14, 15], [18, 24, 1, 1], 2, 0, 1, 1 },
        { "1×1 whose stride and padding leave the size", [5, 24, 3, 3], [18, 24, 1, 1], 2, 1, 1, 1 },
        { "a stride beyond the kernel", [3, 5, 40, 41], [9, 5, 2, 2], 5, 1, 1, 1 },
        { "taps in the padding alone", [2, 3, 4, 5], [9, 3, 3, 3], 1, 9, 7, 1 },
    };

    /// <summary>Whole numbers, so that each sum is exact in whatever order.</summary>
    [Theory, MemberData(nameof(Sums))]
    public void Sums_are_those_of_plain_loops(string name, int[] image, int[] kernel, int stride, int padding, int dilation, int groups)
    {
        foreach (var type in (DType[])[DType.Float32, DType.Float64, DType.Int32])
        {
            var (x, w) = (Whole(1, image, type), Whole(2, kernel, type));
            Tensor y = x.Convolution2d(w, stride: stride, padding: padding, dilation: dilation, groups: groups);
            var g = Whole(3, y.Shape, type);
            var (result, ofImage, ofKernel) = Loops(Values(x), image, Values(w), kernel, Values(g), y.Shape, stride, padding, dilation, groups);
            Assert.True(result.SequenceEqual(Values(y)), $"{name}, {type}: the result");
            var geometry = ConvolutionGeometry.Create("", x, w, stride, padding, dilation, groups);
            Assert.True(ofImage.SequenceEqual(Values(Operation.Run(new ConvolutionTransposed(g, w, geometry, image)))), $"{name}, {type}: the gradient of the image");
            Assert.True(ofKernel.SequenceEqual(Values(Operation.Run(new ConvolutionKernelGradient(x, g, geometry, kernel)))), $"{name}, {type}: the gradient of the kernel");
        }
    }

    public static TheoryData<string, int[], int[], int, int> Winograds => new()
    {
        { "3×3", [2, 16, 28, 28], [24, 16, 3, 3], 1, 1 },
        { "3×3, tiles cut off", [3, 20, 9, 11], [13, 20, 3, 3], 0, 1 },
        { "3×3, one row of many tiles", [1, 16, 4, 301], [33, 16, 3, 3], 1, 1 },
        { "3×3, many channels", [3, 130, 13, 13], [70, 130, 3, 3], 1, 1 },
        { "3×3, wide padding", [4, 16, 9, 9], [16, 16, 3, 3], 4, 1 },
        { "3×3, groups", [4, 32, 9, 9], [48, 16, 3, 3], 1, 2 },
        { "5×5", [2, 32, 14, 14], [40, 32, 5, 5], 2, 1 },
        { "5×5, tiles cut off", [2, 17, 15, 7], [16, 17, 5, 5], 1, 1 },
    };

    /// <summary>The bound of the documentation, 2⁻²⁰ of the greatest sum of the products' magnitudes, for images around 0 and for bright ones.</summary>
    [Theory, MemberData(nameof(Winograds))]
    public void Winograds_results_stay_within_their_bound(string name, int[] image, int[] kernel, int padding, int groups)
    {
        foreach (var isBright in (bool[])[false, true])
        {
            Tensor x = isBright ? Tensor.Rand(image, generator: new Generator(1)) : Tensor.Randn(image, generator: new Generator(1));
            Tensor w = Tensor.Randn(kernel, generator: new Generator(2));
            Tensor g = Tensor.Randn(x.Convolution2d(w, padding: padding, groups: groups).Shape, generator: new Generator(3));
            var (narrow, wide, magnitudes) = (Run(x, w, g), Run(Wide(x), Wide(w), Wide(g)), Run(Wide(x).Abs(), Wide(w).Abs(), Wide(g).Abs()));
            for (var i = 0; i < narrow.Length; i++)
            {
                var error = (Wide(narrow[i]) - wide[i]).Abs().Max().Item<double>() / magnitudes[i].Max().Item<double>();
                Assert.True(error < Limit, $"{name}, part {i}: {error} is not below {Limit}");
            }
        }

        Tensor[] Run(Tensor x, Tensor w, Tensor g)
        {
            var (image, kernel) = (new Variable("x", x), new Variable("w", w));
            var y = image.Convolution2d(kernel, padding: padding, groups: groups);
            return [y, .. Gradients.Of(y, [image, kernel], g)];
        }
    }

    /// <summary>One number that is not finite, or would overflow on the way, spreads no further than its windows.</summary>
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(3e38)]
    public void Winograds_tiles_do_not_spread_what_is_not_finite(double value)
    {
        foreach (var place in (int[])[0, 1, 2])
        {
            Tensor[] parts = [Tensor.Rand([4, 16, 12, 12], generator: new Generator(1)), Tensor.Rand([16, 16, 3, 3], generator: new Generator(2)), Tensor.Rand([4, 16, 12, 12], generator: new Generator(3))];
            parts[place] = With(parts[place], value);
            var (narrow, wide) = (Run([.. parts]), Run([.. parts.Select(Wide)]));
            for (var i = 0; i < narrow.Length; i++)
            {
                foreach (var (found, expected) in narrow[i].Zip(wide[i]))
                    Assert.True(double.IsFinite(expected) && Math.Abs(expected) < float.MaxValue ? Math.Abs(found - expected) <= 1e-5 * Math.Max(1, Math.Abs(expected)) : Same(found, expected), $"place {place}, part {i}: {found} for {expected}");
            }
        }

        static bool Same(double found, double expected) => found.Equals((double)(float)expected);

        static double[][] Run(Tensor[] parts)
        {
            var (image, kernel) = (new Variable("x", parts[0]), new Variable("w", parts[1]));
            var y = image.Convolution2d(kernel, padding: 1);
            return [Values(y), .. Gradients.Of(y, [image, kernel], parts[2]).Select(Values)];
        }
    }

    private static Tensor With(Tensor x, double value)
    {
        var values = x.ToArray<float>();
        values[values.Length / 2 + 5] = (float)value;
        return Tensor.From(values, x.Shape);
    }

    private static Tensor Wide(Tensor x) => x.Cast(DType.Float64);

    private static double[] Values(Tensor x) => x.Cast(DType.Float64).ToArray<double>();

    private static Tensor Whole(ulong seed, Shape shape, DType type) => (Tensor.Rand(shape, generator: new Generator(seed)) * 9 - 4.5f).Round().Cast(type);

    private static (double[] Result, double[] OfImage, double[] OfKernel) Loops(
        double[] x, int[] image, double[] w, int[] kernel, double[] g, Shape result, int stride, int padding, int dilation, int groups)
    {
        var (y, ofImage, ofKernel) = (new double[g.Length], new double[x.Length], new double[w.Length]);
        var at = 0;
        for (var b = 0; b < result[0]; b++)
        {
            for (var f = 0; f < result[1]; f++)
            {
                for (var i = 0; i < result[2]; i++)
                {
                    for (var j = 0; j < result[3]; j++, at++)
                    {
                        for (var k = 0; k < kernel[1] * kernel[2] * kernel[3]; k++)
                        {
                            var (rest, column) = Math.DivRem(k, kernel[3]);
                            var (channel, row) = Math.DivRem(rest, kernel[2]);
                            channel += f / (result[1] / groups) * kernel[1];
                            (row, column) = (i * stride + row * dilation - padding, j * stride + column * dilation - padding);
                            if ((uint)row >= (uint)image[2] || (uint)column >= (uint)image[3])
                                continue;
                            var pixel = ((b * image[1] + channel) * image[2] + row) * image[3] + column;
                            var weight = f * kernel[1] * kernel[2] * kernel[3] + k;
                            y[at] += x[pixel] * w[weight];
                            ofImage[pixel] += g[at] * w[weight];
                            ofKernel[weight] += g[at] * x[pixel];
                        }
                    }
                }
            }
        }
        return (y, ofImage, ofKernel);
    }
}
