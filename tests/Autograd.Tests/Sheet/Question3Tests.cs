namespace Autograd.Tests.Sheet;

/// <summary>Question 3: convolutions by hand, as docs/sheet/3-convolution-by-hand.md works them.</summary>
public class Question3Tests
{
    private static readonly double[,] _image =
    {
        { 0, 0, 0, 0, 0, 0 }, { 0, 1, 2, 0, 1, 0 }, { 0, 0, 3, 1, 2, 0 }, { 0, 2, 0, 1, 0, 0 }, { 0, 1, 1, 0, 3, 0 }, { 0, 0, 0, 0, 0, 0 },
    };

    private static readonly double[,] _known = { { 3, 3, 2, 1, 0 }, { 0, 0, 1, 3, 1 }, { 3, 1, 2, 2, 3 }, { 2, 0, 0, 2, 2 }, { 2, 0, 0, 0, 1 } };

    private static readonly double[,] _knownKernel = { { 0, 1, 2 }, { 2, 2, 0 }, { 0, 1, 2 } };

    [Fact]
    public void The_two_kernels_of_the_sheet_over_the_image_of_the_page()
    {
        double[,] k1 = { { 0, 1, 1 }, { 0, 1, 0 }, { -2, 0, -1 } }, k2 = { { 1, 0 }, { 2, 1 } };
        AssertEqual(ByLoops(_image, k1, 1), Convolve(_image, k1, 1, 0));
        AssertEqual(new double[,] { { -2, 1, -8, -1 }, { 3, 0, 2, 1 }, { 4, 2, -1, 2 }, { 3, 2, 1, 3 } }, Convolve(_image, k1, 1, 0));
        AssertEqual(ByLoops(_image, k2, 2), Convolve(_image, k2, 2, 0));
        AssertEqual(new double[,] { { 1, 4, 2 }, { 2, 4, 2 }, { 0, 1, 3 } }, Convolve(_image, k2, 2, 0));
    }

    [Fact]
    public void The_known_answers_come_out()
    {
        AssertEqual(new double[,] { { 12, 12, 17 }, { 10, 17, 19 }, { 9, 6, 14 } }, Convolve(_known, _knownKernel, 1, 0));
        AssertEqual(new double[,] { { 6, 17, 3 }, { 8, 17, 13 }, { 6, 4, 4 } }, Convolve(_known, _knownKernel, 2, 1));
    }

    [Fact]
    public void The_known_gradients_come_out()
    {
        var (image, weights) = (new Variable("x", Tensor.From([1.0, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3])), new Variable("w", Tensor.Ones([1, 1, 2, 2], DType.Float64)));
        image.Convolution2d(weights).Backward(Tensor.From([3.0, 1, 2, 0], [1, 1, 2, 2]));
        Assert.Equal([3, 4, 1, 5, 6, 1, 2, 2, 0], image.Gradient!.ToArray<double>());
        Assert.Equal([13, 19, 31, 37], weights.Gradient!.ToArray<double>());
    }

    /// <summary>The operation, and its explanation, whose every window must add up to it.</summary>
    private static Tensor Convolve(double[,] image, double[,] kernel, int stride, int padding)
    {
        Tensor v = Tensor.From(image), k = Tensor.From(kernel);
        var explanation = Convolution.Explain(v, k, stride, padding);
        Assert.Equal(
            explanation.Output.ToArray<double>(), explanation.Steps.Select(step => step.Products.Sum().Item<double>()));
        var result = v.Unsqueeze(0).Unsqueeze(0).Convolution2d(k.Unsqueeze(0).Unsqueeze(0), stride: stride, padding: padding).Squeeze(0).Squeeze(0);
        Assert.Equal(result.ToArray<double>(), explanation.Output.ToArray<double>());
        return result;
    }

    private static double[,] ByLoops(double[,] image, double[,] kernel, int stride)
    {
        var (rows, columns) = ((image.GetLength(0) - kernel.GetLength(0)) / stride + 1, (image.GetLength(1) - kernel.GetLength(1)) / stride + 1);
        var result = new double[rows, columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                for (var k = 0; k < kernel.GetLength(0); k++)
                {
                    for (var l = 0; l < kernel.GetLength(1); l++)
                        result[i, j] += image[stride * i + k, stride * j + l] * kernel[k, l];
                }
            }
        }
        return result;
    }

    private static void AssertEqual(double[,] expected, Tensor actual)
    {
        Assert.Equal([expected.GetLength(0), expected.GetLength(1)], actual.Shape.Sizes.ToArray());
        Assert.Equal(expected.Cast<double>(), actual.ToArray<double>());
    }
}
