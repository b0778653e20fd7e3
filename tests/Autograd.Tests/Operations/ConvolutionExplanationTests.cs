namespace Autograd.Tests.Operations;

/// <summary>Convolutions worked by hand: the answers that are known, and the library's own for all others.</summary>
public class ConvolutionExplanationTests
{
    // Dumoulin and Visin, "A guide to convolution arithmetic for deep learning".
    private static readonly Tensor _image = Tensor.From([[3d, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]]);
    private static readonly Tensor _kernel = Tensor.From([[0d, 1, 2], [2, 2, 0], [0, 1, 2]]);

    [Fact]
    public void The_known_example_comes_out()
    {
        AssertEqual([[12, 12, 17], [10, 17, 19], [9, 6, 14]], Convolution.Explain(_image, _kernel).Output);
        AssertEqual([[6, 17, 3], [8, 17, 13], [6, 4, 4]], Convolution.Explain(_image, _kernel, stride: 2, padding: 1).Output);
    }

    [Fact]
    public void The_known_gradients_come_out()
    {
        var explanation = Convolution.Explain(Tensor.From([[1d, 2, 3], [4, 5, 6], [7, 8, 9]]), Tensor.Ones([2, 2], DType.Float64));
        Tensor upstream = Tensor.From([[3d, 1], [2, 0]]);
        AssertEqual([[3, 4, 1], [5, 6, 1], [2, 2, 0]], explanation.ImageGradient(upstream).Output);
        AssertEqual([[13, 19], [31, 37]], explanation.KernelGradient(upstream).Output);
    }

    [Fact]
    public void Every_step_says_what_lies_where()
    {
        var explanation = Convolution.Explain(_image, _kernel, stride: 2, padding: 1);
        Assert.Equal(9, explanation.Steps.Count);
        var step = explanation.Steps[3];
        Assert.Equal((1, 0, 1, -1), (step.Row, step.Column, step.Top, step.Left));
        AssertEqual([[0, 0, 0], [0, 3, 1], [0, 2, 0]], step.Window);
        AssertEqual([[0, 1, 2], [2, 2, 0], [0, 1, 2]], step.Weights);
        AssertEqual([[0, 0, 0], [0, 6, 0], [0, 2, 0]], step.Products);
        Assert.Equal(8, (double)step.Sum);
        Assert.Equal("0·0 + 0·1 + 0·2 + 0·2 + 3·2 + 1·0 + 0·0 + 2·1 + 0·2 = 8", step.ToString());
        Assert.Equal(explanation.Output.ToArray<double>(), explanation.Steps.Select(each => (double)each.Sum));
        Assert.Throws<ArgumentOutOfRangeException>(() => explanation.Steps[9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => explanation.Steps[-1]);
    }

    [Fact]
    public void A_flipped_kernel_is_turned()
    {
        var explanation = Convolution.Explain(Tensor.From([[1, 2], [3, 4]]), Tensor.From([[1, 10], [100, 1000]]), flip: true);
        Assert.Equal(1000 + 200 + 30 + 4, (int)explanation.Output);
        Assert.Equal([1000, 100, 10, 1], explanation.Weights.ToArray<int>());
        Assert.Equal([1, 10, 100, 1000], explanation.Kernel.ToArray<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_and_gradients_are_those_of_the_operation(bool flip)
    {
        var random = new Random(7);
        var (withRest, cutOff) = (0, 0);
        for (var run = 0; run < 300; run++)
        {
            int[] size = [random.Next(1, 8), random.Next(1, 8)], window = [random.Next(1, 4), random.Next(1, 4)];
            int[] stride = [random.Next(1, 4), random.Next(1, 4)], dilation = [random.Next(1, 4), random.Next(1, 4)];
            int[] before = [random.Next(4), random.Next(4)], after = [random.Next(4), random.Next(4)];
            if (Enumerable.Range(0, 2).Any(axis => size[axis] + before[axis] + after[axis] <= dilation[axis] * (window[axis] - 1)))
                continue;
            var padding = Padding.Sides(before, after);
            var (image, kernel) = (new Variable("image", Whole(size)), new Variable("kernel", Whole(window)));
            var weights = (flip ? kernel.Flip() : kernel).Unsqueeze(0).Unsqueeze(0);
            var result = image.Unsqueeze(0).Convolution2d(weights, stride: stride, padding: padding, dilation: dilation).Squeeze(0);
            var upstream = Whole([.. result.Shape]);
            var gradients = Gradients.Of(result, [image, kernel], upstream, createGraph: true);

            var explanation = Convolution.Explain(image, kernel, stride, padding, dilation, flip);
            var (ofImage, ofKernel) = (explanation.ImageGradient(upstream), explanation.KernelGradient(upstream));
            AssertEqual(result, explanation.Output);
            AssertEqual(gradients[0], ofImage.Output);
            AssertEqual(gradients[1], ofKernel.Output);
            foreach (var each in (ConvolutionExplanation[])[explanation, ofImage, ofKernel])
                Assert.Equal(each.Output.ToArray<double>(), each.Steps.Select(step => step.Products.ToArray<double>().Sum()));

            // The gradients of the gradients are such convolutions too.
            var (imageDirection, kernelDirection) = (Whole(size), Whole(window));
            AssertEqual(Gradients.Of(gradients[0], kernel, imageDirection, keepGraph: true), ofImage.KernelGradient(imageDirection).Output);
            AssertEqual(Gradients.Of(gradients[1], image, kernelDirection, keepGraph: true), Unturned(ofKernel.ImageGradient(kernelDirection).Output));

            withRest += Enumerable.Range(0, 2).Any(axis => (size[axis] + before[axis] + after[axis] - dilation[axis] * (window[axis] - 1) - 1) % stride[axis] != 0) ? 1 : 0;
            cutOff += ofImage.Before.Values[0] < 0 ? 1 : 0;
        }
        Assert.InRange(withRest, 50, 300);
        Assert.InRange(cutOff, 20, 300);

        Tensor Whole(int[] shape) => Tensor.From([.. Enumerable.Range(0, shape[0] * shape[1]).Select(_ => (double)random.Next(-9, 10))], shape);

        // The kernel's gradient of a turned kernel convolves the turned image.
        Tensor Unturned(Tensor gradient) => flip ? gradient.Flip() : gradient;
    }

    [Fact]
    public void Padding_that_no_window_needs_is_cut_off_again()
    {
        // One window in the padding alone, another far behind the image.
        var explanation = Convolution.Explain(Tensor.From([[5d]]), Tensor.From([[2d]]), stride: 30, padding: 10);
        AssertEqual([[0]], explanation.Output);
        AssertEqual([[0]], explanation.ImageGradient().Output);
        AssertEqual([[0]], explanation.KernelGradient().Output);
    }

    [Fact]
    public void Gradients_are_those_of_the_sum_unless_one_is_given()
    {
        var explanation = Convolution.Explain(_image, _kernel);
        AssertEqual(explanation.ImageGradient(Tensor.Ones([3, 3], DType.Float64)).Output, explanation.ImageGradient().Output);
        AssertEqual(explanation.KernelGradient(Tensor.Ones([3, 3], DType.Float64)).Output, explanation.KernelGradient().Output);
    }

    [Theory]
    [InlineData(1, 0, 1, false, "result [3, 3] = image [5, 5] ⋆ kernel [3, 3]",
        "∂L/∂image [5, 5] = ∂L/∂result [3, 3] (2 zeros around) ⋆ kernel [3, 3] turned by 180°",
        "∂L/∂kernel [3, 3] = image [5, 5] ⋆ ∂L/∂result [3, 3]")]
    [InlineData(2, 1, 1, false, "result [3, 3] = image [5, 5] (1 zero around) ⋆ kernel [3, 3], stride 2",
        "∂L/∂image [5, 5] = ∂L/∂result [3, 3] (1 zero between neighbours, 1 zero around) ⋆ kernel [3, 3] turned by 180°",
        "∂L/∂kernel [3, 3] = image [5, 5] (1 zero around) ⋆ ∂L/∂result [3, 3], dilation 2")]
    [InlineData(3, 0, 1, false, "result [1, 1] = image [5, 5] ⋆ kernel [3, 3], stride 3",
        "∂L/∂image [5, 5] = ∂L/∂result [1, 1] (2 zeros between neighbours, 2 zeros above, 4 zeros below, 2 zeros left, 4 zeros right) ⋆ kernel [3, 3] turned by 180°",
        "∂L/∂kernel [3, 3] = image [5, 5] (without the last 2 rows, without the last 2 columns) ⋆ ∂L/∂result [1, 1], dilation 3")]
    [InlineData(1, 1, 2, true, "result [3, 3] = image [5, 5] (1 zero around) ⋆ kernel [3, 3] turned by 180°, dilation 2",
        "∂L/∂image [5, 5] = ∂L/∂result [3, 3] (3 zeros around) ⋆ kernel [3, 3], dilation 2",
        "∂L/∂kernel [3, 3] = image turned by 180° [5, 5] (1 zero around) ⋆ ∂L/∂result [3, 3] turned by 180°, stride 2")]
    public void Each_is_described_as_the_convolution_that_it_is(int stride, int padding, int dilation, bool flip, string forward, string ofImage, string ofKernel)
    {
        var explanation = Convolution.Explain(_image, _kernel, stride, padding, dilation, flip);
        Assert.Equal(forward, explanation.Description);
        Assert.Equal(ofImage, explanation.ImageGradient().Description);
        Assert.Equal(ofKernel, explanation.KernelGradient().Description);
    }

    [Fact]
    public void Axes_that_differ_are_described_apart()
    {
        var explanation = Convolution.Explain(Tensor.Ones(7, 7), Tensor.Ones(3, 2), stride: (3, 1), padding: Padding.Sides((1, 0), (0, 2)), dilation: (1, 2));
        Assert.Equal("result [2, 7] = image [7, 7] (1 zero above, 2 zeros right) ⋆ kernel [3, 2], stride [3, 1], dilation [1, 2]", explanation.Description);
        Assert.Equal(
            "∂L/∂image [7, 7] = ∂L/∂result [2, 7] (2 zeros between rows, 1 zero above, 4 zeros below, 2 zeros left) ⋆ kernel [3, 2] turned by 180°, dilation [1, 2]",
            explanation.ImageGradient().Description);
        Assert.Equal(
            "∂L/∂image [3, 3] = ∂L/∂result [5, 5] (without the first row, without the last row, without the first column, without the last column) ⋆ kernel [1, 1] turned by 180°",
            Convolution.Explain(Tensor.Ones(3, 3), Tensor.Ones(1, 1), padding: 1).ImageGradient().Description);
    }

    [Fact]
    public void It_is_written_as_on_paper()
    {
        var explanation = Convolution.Explain(Tensor.From([[1, 2, -3], [4, 0, 10], [7, 8, 9]]), Tensor.From([[1, -2], [0, 5]]), stride: (1, 2), padding: Padding.Sides(0, (0, 1)));
        Assert.Equal(
            """
            result [2, 2] = image [3, 3] (1 zero right) ⋆ kernel [2, 2], stride [1, 2]

            [ 1][ 2] -3   0   ⋆   1 -2  =  [-3]  ·
            [ 4][ 0] 10   0       0  5       ·   ·
              7   8   9   0
            [0, 0]: 1·1 + 2·(-2) + 4·0 + 0·5 = -3

              1   2 [-3][ 0]  ⋆   1 -2  =   -3 [-3]
              4   0 [10][ 0]      0  5       ·   ·
              7   8   9   0
            [0, 1]: (-3)·1 + 0·(-2) + 10·0 + 0·5 = -3

              1   2  -3   0   ⋆   1 -2  =   -3  -3
            [ 4][ 0] 10   0       0  5     [44]  ·
            [ 7][ 8]  9   0
            [1, 0]: 4·1 + 0·(-2) + 7·0 + 8·5 = 44

              1   2  -3   0   ⋆   1 -2  =   -3  -3
              4   0 [10][ 0]      0  5      44 [10]
              7   8 [ 9][ 0]
            [1, 1]: 10·1 + 0·(-2) + 9·0 + 0·5 = 10

            """.ReplaceLineEndings("\n"),
            explanation.ToString());
    }

    [Fact]
    public void Every_second_pixel_is_marked_under_a_dilated_kernel() => Assert.Equal(
        """
        [3] 3 [2] 1  0   ⋆  1 1  =  [10]  ·   ·
         0  0  1  3  1      1 1       ·   ·   ·
        [3] 1 [2] 2  3                ·   ·   ·
         2  0  0  2  2
         2  0  0  0  1

        """.ReplaceLineEndings("\n"),
        Drawn(Convolution.Explain(_image, Tensor.Ones([2, 2], DType.Float64), dilation: 2), 0));

    [Fact]
    public void Large_ones_are_cut_short()
    {
        var text = Convolution.Explain(Tensor.Ones(40, 12), Tensor.Ones(6, 6)).ToString();
        Assert.StartsWith(
            "result [35, 7] = image [40, 12] ⋆ kernel [6, 6]\n[0, 0]: 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + … (24 more) = 36\n[0, 1]: ",
            text, StringComparison.Ordinal);
        Assert.EndsWith("\n… (181 more)\n", text, StringComparison.Ordinal);
        Assert.Equal(66, text.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void Numbers_are_written_short() => Assert.Equal(
        "0.33333·3 + (-0.5)·1E+20 = -5E+19", Convolution.Explain(Tensor.From([[1 / 3d, -0.5]]), Tensor.From([[3d, 1e20]])).Steps[0].ToString());

    [Fact]
    public void It_remembers_the_values_of_its_moment_and_records_nothing()
    {
        var image = new Variable("image", Tensor.Ones(2, 2));
        var explanation = Convolution.Explain(image, image);
        image.Assign(Tensor.Zeros(2, 2));
        Assert.Equal(4, (float)explanation.Output);
        Assert.Equal("1·1 + 1·1 + 1·1 + 1·1 = 4", explanation.Steps[0].ToString());
        Assert.False(explanation.Output.RequiresGradient);
        Assert.False(explanation.ImageGradient(image[..1, ..1]).Output.RequiresGradient);
    }

    private static readonly Dictionary<string, (Action Mistake, Type Exception, string Message)> _mistakes = new()
    {
        ["kernel larger than the image"] = (
            () => Convolution.Explain(Tensor.Ones(5, 3), Tensor.Ones(3, 3), padding: (0, 1), dilation: 3),
            typeof(ShapeException),
            "Convolution.Explain: the kernel [3, 3] spans 7 along axis 0 of the image [5, 3], which has 5 with its padding; "
            + "a window must fit: give more padding, a smaller kernel or less dilation."),
        ["axes of the image"] = (
            () => Convolution.Explain(Tensor.Ones(1, 5, 5), Tensor.Ones(3, 3)),
            typeof(ShapeException),
            "Convolution.Explain: the image [1, 5, 5] has 3 axes; it takes 2: height and width of one channel."),
        ["axes of the kernel"] = (
            () => Convolution.Explain(Tensor.Ones(5, 5), Tensor.Ones(3)),
            typeof(ShapeException),
            "Convolution.Explain: the kernel [3] has 1 axis; it takes 2: height and width of one channel."),
        ["empty"] = (
            () => Convolution.Explain(Tensor.Ones(0, 5), Tensor.Ones(1, 1), padding: 1),
            typeof(ShapeException),
            "Convolution.Explain: the image [0, 5] is empty; each axis must be at least 1."),
        ["types"] = (
            () => Convolution.Explain(Tensor.Ones(5, 5), _kernel),
            typeof(TypeException),
            "Convolution.Explain: the image is Float32, the kernel Float64; convert one of them with Cast first."),
        ["booleans"] = (
            () => Convolution.Explain(Tensor.Ones(5, 5).Cast(DType.Bool), Tensor.Ones(3, 3).Cast(DType.Bool)),
            typeof(TypeException),
            "Convolution.Explain: takes numbers, the image is Bool; convert with Cast first."),
        ["stride"] = (
            () => Convolution.Explain(_image, _kernel, stride: 0),
            typeof(ArgumentException),
            "Convolution.Explain: stride 0 must be at least 1 along each axis. (Parameter 'stride')"),
        ["upstream gradient of another shape"] = (
            () => Convolution.Explain(_image, _kernel).ImageGradient(_image),
            typeof(ShapeException),
            "ConvolutionExplanation.ImageGradient: the gradient [5, 5] does not fit the result [3, 3]; it must have its shape."),
        ["upstream gradient of another type"] = (
            () => Convolution.Explain(_image, _kernel).KernelGradient(Tensor.Ones(3, 3)),
            typeof(TypeException),
            "ConvolutionExplanation.KernelGradient: the gradient is Float32, the result Float64; convert one of them with Cast first."),
    };

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_to_the_letter(string name)
    {
        var (mistake, exception, message) = _mistakes[name];
        Assert.Equal(message, Assert.Throws(exception, mistake).Message);
    }

    private static string Drawn(ConvolutionExplanation explanation, int step) => explanation.Draw(explanation.Steps[step]);

    private static void AssertEqual(double[][] expected, Tensor actual) => AssertEqual(Tensor.From(expected), actual);

    private static void AssertEqual(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.ToArray<double>(), actual.ToArray<double>());
    }
}
