namespace Autograd.Cli;

/// <summary>A graph to look at.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Description">One line that says what there is to see.</param>
/// <param name="Create">Runs the forward pass and returns its result.</param>
internal sealed record SampleGraph(string Name, string Description, Func<Tensor> Create);

/// <summary>The graphs that <c>autograd graph</c> knows by name.</summary>
internal static class SampleGraphs
{
    /// <summary>All of them; the first is shown if no name is given.</summary>
    public static IReadOnlyList<SampleGraph> All { get; } =
    [
        new("classifier", "layers of 3, 100 and 1 neurons, ReLU between, sigmoid at the end, mean squared error", Classifier),
        new("sheet", "v = sqrt(-A), the smallest graph with a gradient", () => (-Weight("A", Tensor.From(new double[,] { { -5, -2, -1 }, { -5, -1, -3 } }))).Sqrt()),
        new("regression", "a straight line through 36 points, mean squared error", Regression),
        new("diamond", "tensors that are used twice: x·x, and y in both arms of a diamond", Diamond),
        new("softmax", "a classifier of ten classes with cross entropy", Softmax),
        new("convolution", "two convolutions over an image of one channel, then a matrix product", ConvolutionNetwork),
        new("layers", "50 equal layers with a shortcut around each, folded", Layers),
        new("deep", "1,000 multiplications and additions in a chain, folded", Deep),
        new("recurrent", "a recurrent network over 200 time steps, folded", Recurrent),
    ];

    private static Tensor Classifier()
    {
        var random = new Generator(0);
        var points = new Input("points", Noise(random, 8, 3));
        var labels = new Input("labels", Tensor.From([[0f], [1f], [1f], [0f], [1f], [0f], [0f], [1f]]));
        Tensor hidden, output;
        using (Tensor.Section("hidden"))
            hidden = points.MatMul(Weight("hidden.weight", Noise(random, 3, 100) * 0.01)).Relu();
        using (Tensor.Section("output"))
            output = hidden.MatMul(Weight("output.weight", Noise(random, 100, 1) * 0.01)).Sigmoid();
        using (Tensor.Section("loss"))
            return output.MeanSquaredError(labels);
    }

    private static Tensor Regression()
    {
        var random = new Generator(0);
        var x = new Input("x", Noise(random, 36, 1));
        var y = new Input("y", x * 2 + 1);
        return (x.MatMul(Weight("weight", Tensor.Zeros(1, 1))) + Weight("bias", Tensor.Zeros(1))).MeanSquaredError(y);
    }

    private static Tensor Diamond()
    {
        var x = Weight("x", Tensor.From(3.0));
        var y = x * x;
        return y.Sin() * y.Cos() + y;
    }

    private static Tensor Softmax()
    {
        var random = new Generator(0);
        var images = new Input("images", Noise(random, 16, 64));
        var digits = new Input("digits", Tensor.Arange(16).Remainder(10));
        var logits = images.MatMul(Weight("weight", Noise(random, 64, 10) * 0.1)) + Weight("bias", Tensor.Zeros(10));
        return logits.CrossEntropy(digits);
    }

    private static Tensor ConvolutionNetwork()
    {
        var random = new Generator(0);
        Tensor x = new Input("image", Noise(random, 8, 8).Reshape(1, 1, 8, 8));
        foreach (var (name, kernel) in new[] { ("edges", Noise(random, 4, 9).Reshape(4, 1, 3, 3)), ("shapes", Noise(random, 8, 36).Reshape(8, 4, 3, 3)) })
        {
            using (Tensor.Section(name))
                x = x.Convolution2d(Weight($"{name}.kernel", kernel)).Relu();
        }
        using (Tensor.Section("output"))
            return x.Flatten(1).MatMul(Weight("output.weight", Noise(random, 128, 1) * 0.1)).BinaryCrossEntropyWithLogits(Tensor.From([[1f]]));
    }

    private static Tensor Layers()
    {
        var random = new Generator(0);
        Tensor x = new Input("x", Noise(random, 8, 32));
        for (var i = 1; i <= 50; i++)
        {
            using (Tensor.Section($"layer {i}"))
                x = x + (x.MatMul(Weight($"layer {i} weight", Noise(random, 32, 32) * 0.01)) + Weight($"layer {i} bias", Tensor.Zeros(32))).Gelu();
        }
        return x.Square().Mean();
    }

    private static Tensor Deep()
    {
        Tensor y = Weight("x", Tensor.From(1.0));
        var (w, b) = (Weight("w", Tensor.From(0.999)), Weight("b", Tensor.From(0.001)));
        for (var i = 0; i < 1000; i++)
            y = y * w + b;
        return y;
    }

    private static Tensor Recurrent()
    {
        var random = new Generator(0);
        var (recurrent, input, bias) = (Weight("recurrent", Noise(random, 16, 16) * 0.1), Weight("input", Noise(random, 4, 16) * 0.1), Weight("bias", Tensor.Zeros(16)));
        var output = Weight("output", Noise(random, 16, 1) * 0.1);
        Tensor state = new Input("start", Tensor.Zeros(8, 16));
        for (var i = 1; i <= 200; i++)
        {
            using (Tensor.Section("cell"))
                state = (state.MatMul(recurrent) + new Input($"x{i}", Noise(random, 8, 4)).MatMul(input) + bias).Tanh();
        }
        return state.MatMul(output).MeanSquaredError(new Input("target", Noise(random, 8, 1)));
    }

    private static Variable Weight(string name, Tensor value) => new(name, value);

    /// <summary>Normally distributed numbers, the same in every run, whoever else draws some.</summary>
    private static Input Noise(Generator random, int rows, int columns) => Tensor.Randn([rows, columns], generator: random);
}
