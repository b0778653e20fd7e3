namespace Autograd.Tests.Kernels;

/// <summary>Convolutions with strides, their gradients and transposes, beside their definition written out in double precision.</summary>
public class StridedConvolutionTests
{
    /// <summary>An image, a kernel, and for each spatial axis the stride, the padding before and after, the dilation.</summary>
    public static TheoryData<string, int[], int[], int[], int[], int[], int[], int> Shapes => new()
    {
        // Sizes that are and are not multiples of the stride, filters for panels, and few.
        { "even", [2, 9, 12, 16], [17, 9, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "odd", [2, 9, 13, 35], [40, 9, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "long rows", [1, 3, 7, 141], [18, 3, 7, 7], [2, 2], [3, 3], [3, 3], [1, 1], 1 },
        { "a remainder unseen at the end", [2, 9, 14, 16], [12, 9, 3, 3], [3, 3], [0, 0], [0, 0], [1, 1], 1 },
        { "sides of their own", [2, 9, 13, 18], [12, 9, 3, 4], [2, 3], [2, 0], [0, 3], [1, 1], 1 },
        { "a kernel smaller than the stride", [2, 10, 17, 19], [12, 10, 2, 2], [3, 3], [0, 0], [0, 0], [1, 1], 1 },
        { "a kernel that is the stride", [2, 10, 16, 18], [12, 10, 2, 2], [2, 2], [0, 0], [0, 0], [1, 1], 1 },
        { "1×1", [3, 10, 14, 15], [18, 10, 1, 1], [2, 2], [0, 0], [0, 0], [1, 1], 1 },
        { "5×5 by 3", [2, 9, 20, 23], [33, 9, 5, 5], [3, 3], [2, 2], [2, 2], [1, 1], 1 },
        { "a dilation of the stride", [2, 9, 16, 21], [12, 9, 3, 3], [2, 2], [2, 2], [2, 2], [2, 2], 1 },
        { "a dilation beside the stride", [2, 9, 19, 21], [12, 9, 3, 3], [2, 2], [3, 3], [3, 3], [3, 3], 1 },
        { "steps of their own", [2, 9, 15, 34], [12, 9, 3, 2], [1, 4], [1, 0], [1, 2], [2, 3], 1 },
        { "rows alone", [2, 9, 15, 34], [12, 9, 3, 3], [3, 1], [1, 1], [1, 1], [1, 1], 1 },
        { "a stride beyond the image", [2, 9, 5, 6], [12, 9, 3, 3], [50, 50], [1, 1], [1, 1], [1, 1], 1 },
        { "one filter", [2, 3, 13, 37], [1, 3, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "depthwise", [2, 5, 13, 37], [5, 1, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 5 },
        { "depthwise by 3, narrow", [2, 5, 13, 8], [5, 1, 5, 5], [3, 3], [2, 2], [2, 2], [1, 1], 5 },
        { "groups", [2, 6, 13, 19], [34, 3, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 2 },
        { "one axis", [3, 7, 51], [19, 7, 4], [3], [2], [1], [2], 1 },
        { "one axis, few filters", [3, 7, 51], [2, 7, 4], [2], [2], [1], [1], 1 },
        { "three axes", [2, 4, 7, 9, 10], [13, 4, 3, 2, 3], [2, 3, 2], [1, 0, 1], [1, 1, 0], [1, 1, 2], 1 },
        { "three axes, depthwise", [2, 3, 7, 9, 10], [3, 1, 3, 3, 3], [2, 2, 2], [1, 1, 1], [1, 1, 1], [1, 1, 1], 3 },
        { "bands", [1, 40, 70, 90], [10, 40, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "phases whose last rows are half a panel", [1, 10, 6, 32], [12, 10, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "phases whose last rows are half a narrow panel", [1, 10, 6, 16], [12, 10, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "several small images in a piece", [11, 4, 6, 7], [20, 4, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "many small images in a piece", [150, 2, 4, 4], [40, 2, 3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 1 },
        { "many windows in a band", [1, 2, 100, 120], [10, 2, 2, 2], [2, 2], [0, 0], [0, 0], [1, 1], 1 },
    };

    /// <summary>Whole numbers, so that each sum is exact in whatever order.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void Results_and_gradients_are_those_of_the_definition(
        string name, int[] image, int[] kernel, int[] stride, int[] before, int[] after, int[] dilation, int groups)
    {
        foreach (var type in (DType[])[DType.Float32, DType.Float64, DType.Int32])
        {
            var (x, w) = (Whole(1, image, type), Whole(2, kernel, type));
            var geometry = ConvolutionGeometry.Create("", x, w, stride, Padding.Sides(before, after), dilation, groups);
            var y = Operation.Run(new Convolution(x, w, geometry));
            // In the order [filters, batch, …] in memory, as a transposition leaves it.
            int[] swapped = [1, 0, .. Enumerable.Range(2, image.Length - 2)];
            var gradients = Whole(3, y.Shape, type);
            var strided = gradients.Permute(swapped).Contiguous().Permute(swapped);
            var (result, ofImage, ofKernel) = Definition(Values(x), image, Values(w), kernel, Values(gradients), y.Shape, stride, before, dilation, groups);
            Assert.True(result.SequenceEqual(Values(y)), $"{name}, {type}: the result");
            foreach (var g in (Tensor[])[gradients, strided])
            {
                Assert.True(ofImage.SequenceEqual(Values(Operation.Run(new ConvolutionTransposed(g, w, geometry, image)))), $"{name}, {type}: the gradient of the image");
                Assert.True(ofKernel.SequenceEqual(Values(Operation.Run(new ConvolutionKernelGradient(x, g, geometry, kernel)))), $"{name}, {type}: the gradient of the kernel");
            }
        }
    }

    /// <summary>Rows of windows of one pixel are joined where they lie one after another, and only there.</summary>
    [Theory, InlineData(12), InlineData(2)]
    public void A_pointwise_convolution_may_be_of_a_part_of_an_image(int filters)
    {
        Tensor whole = Whole(1, [2, 5, 6, 17], DType.Float32), w = Whole(2, [filters, 5, 1, 1], DType.Float32), gradients = Whole(3, [2, filters, 6, 17], DType.Float32);
        foreach (var (from, to) in ((int, int)[])[(0, 17), (1, 17), (2, 10), (3, 8)])
        {
            Tensor x = whole.Slice(3, from, to), g = gradients.Slice(3, from, to);
            var geometry = ConvolutionGeometry.Create("", x, w, 1, 0, 1, 1);
            Assert.Equal(Values(Operation.Run(new Convolution(x.Contiguous(), w, geometry))), Values(Operation.Run(new Convolution(x, w, geometry))));
            var expected = Values(Operation.Run(new ConvolutionKernelGradient(x.Contiguous(), g.Contiguous(), geometry, w.Shape)));
            foreach (var (image, gradient) in ((Tensor, Tensor)[])[(x, g), (x.Contiguous(), g), (x, g.Contiguous())])
                Assert.Equal(expected, Values(Operation.Run(new ConvolutionKernelGradient(image, gradient, geometry, w.Shape))));
            Assert.Equal(
                Values(Operation.Run(new ConvolutionTransposed(g.Contiguous(), w, geometry, x.Shape))), Values(Operation.Run(new ConvolutionTransposed(g, w, geometry, x.Shape))));
        }
    }

    /// <summary>An incoming gradient that is one number everywhere has no steps in memory.</summary>
    [Fact]
    public void A_gradient_may_be_expanded()
    {
        var (x, w) = (Whole(1, [2, 4, 9, 11], DType.Float32), Whole(2, [12, 4, 3, 3], DType.Float32));
        var geometry = ConvolutionGeometry.Create("", x, w, 2, 1, 1, 1);
        Tensor ones = Tensor.Ones(1, 1, 1, 1).Expand(2, 12, 5, 6);
        var (_, ofImage, ofKernel) = Definition(Values(x), x.Shape, Values(w), w.Shape, Values(ones), ones.Shape, [2, 2], [1, 1], [1, 1], 1);
        Assert.Equal(ofImage, Values(Operation.Run(new ConvolutionTransposed(ones, w, geometry, x.Shape))));
        Assert.Equal(ofKernel, Values(Operation.Run(new ConvolutionKernelGradient(x, ones, geometry, w.Shape))));
    }

    /// <summary>What lies beside the windows of a row is read with whole vectors, but counts for nothing.</summary>
    [Theory, InlineData(20), InlineData(2)]
    public void A_pixel_that_no_window_sees_may_be_anything(int filters)
    {
        Tensor x = Tensor.Ones(2, 3, 10, 10), w = Tensor.Ones(filters, 3, 3, 3);
        var values = x.ToArray<float>();
        for (var i = 0; i < values.Length; i++)
        {
            if (i % 10 == 9 || i / 10 % 10 == 9)
                values[i] = float.NaN;
        }
        x = Tensor.From(values, x.Shape);
        var geometry = ConvolutionGeometry.Create("", x, w, 2, 0, 1, 1);
        Assert.All(Values(Operation.Run(new Convolution(x, w, geometry))), value => Assert.Equal(27, value));
        Assert.All(Values(Operation.Run(new ConvolutionKernelGradient(x, Tensor.Ones(2, filters, 4, 4), geometry, w.Shape))), value => Assert.Equal(32, value));
    }

    /// <summary>An infinite weight reaches the pixels whose windows it stood over, and no product with a zero is formed.</summary>
    [Fact]
    public void An_infinite_weight_reaches_the_pixels_that_met_it()
    {
        var (image, kernel) = (new[] { 2, 4, 7, 9 }, new[] { 12, 4, 3, 3 });
        var weights = Values(Whole(2, kernel, DType.Float32));
        weights[40] = double.PositiveInfinity;
        Tensor w = Tensor.From(weights, kernel).Cast(DType.Float32), g = Tensor.Ones(2, 12, 4, 5);
        var (_, expected, _) = Definition(Values(Tensor.Ones(image)), image, weights, kernel, Values(g), g.Shape, [2, 2], [1, 1], [1, 1], 1);
        var geometry = ConvolutionGeometry.Create("", Tensor.Ones(image), w, 2, 1, 1, 1);
        Assert.Equal(expected, Values(Operation.Run(new ConvolutionTransposed(g, w, geometry, image))));
        Assert.Contains(double.PositiveInfinity, expected);
        Assert.DoesNotContain(double.NaN, expected);
    }

    private static double[] Values(Tensor x) => x.Cast(DType.Float64).ToArray<double>();

    private static Tensor Whole(ulong seed, Shape shape, DType type) => (Tensor.Rand(shape, generator: new Generator(seed)) * 9 - 4.5f).Round().Cast(type);

    /// <summary>One product after another: window, filter and tap say which pixel and which weight meet.</summary>
    private static (double[] Result, double[] OfImage, double[] OfKernel) Definition(
        double[] x, Shape image, double[] w, Shape kernel, double[] g, Shape result, int[] stride, int[] before, int[] dilation, int groups)
    {
        var (y, ofImage, ofKernel) = (new double[g.Length], new double[x.Length], new double[w.Length]);
        var axes = stride.Length;
        var (windows, taps) = (g.Length / (result[0] * result[1]), w.Length / (kernel[0] * kernel[1]));
        for (var window = 0; window < windows; window++)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                if (Pixel(window, tap) is not { } pixel)
                    continue;
                for (var b = 0; b < result[0]; b++)
                {
                    for (var f = 0; f < result[1]; f++)
                    {
                        for (var c = 0; c < kernel[1]; c++)
                        {
                            var channel = f / (result[1] / groups) * kernel[1] + c;
                            var (i, j, k) = ((b * image[1] + channel) * (x.Length / (image[0] * image[1])) + pixel, (b * result[1] + f) * windows + window, (f * kernel[1] + c) * taps + tap);
                            y[j] += x[i] * w[k];
                            ofImage[i] += g[j] * w[k];
                            ofKernel[k] += g[j] * x[i];
                        }
                    }
                }
            }
        }
        return (y, ofImage, ofKernel);

        int? Pixel(int window, int tap)
        {
            var (pixel, step) = (0, 1);
            for (var axis = axes - 1; axis >= 0; axis--)
            {
                var at = window % result[axis + 2] * stride[axis] + tap % kernel[axis + 2] * dilation[axis] - before[axis];
                if (at < 0 || at >= image[axis + 2])
                    return null;
                pixel += at * step;
                step *= image[axis + 2];
                window /= result[axis + 2];
                tap /= kernel[axis + 2];
            }
            return pixel;
        }
    }
}
