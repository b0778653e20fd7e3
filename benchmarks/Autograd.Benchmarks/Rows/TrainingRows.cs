using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Steps of training: forward, backward and the update.</summary>
internal static class TrainingRows
{
    private const string Group = "training steps";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("linear regression step on 36×1, SGD", Group, LinearRegression) { Bar = 20 },
        new("2-16-1 step, batch 32, SGD, mean squared error", Group, SmallNetwork) { Bar = 15 },
        new("784-256-10 step, batch 64, Adam, cross entropy", Group,
            () => Classifier(64, [784, 256, 10], parameters => new Adam(parameters))) { Bar = 1.5, Limit = Products(64, 784 * 256, 256 * 10) },
        new("784-512-512-10 step, batch 128, SGD, cross entropy", Group,
            () => Classifier(128, [784, 512, 512, 10], parameters => new Sgd(parameters, 0.1))) { Bar = 1.3, Limit = Products(128, 784 * 512, 512 * 512, 512 * 10) },
        new("convolutional network step on 28², batch 64, Adam, cross entropy", Group, ConvolutionalNetwork)
        {
            Bar = 1.3,
            Limit = Products(64, 9 * 32 * 26 * 26, 9 * 32 * 64 * 24 * 24, 64 * 12 * 12 * 128, 128 * 10),
        },
    ];

    /// <summary>Layers with so many products for each example: forward, for the weights, and, but for the first layer, for the inputs.</summary>
    private static Limit Products(int batch, params double[] layers) => Limit.Arithmetic(2 * batch * (3 * layers.Sum() - layers[0]));

    private static Workload LinearRegression()
    {
        var (x, y) = Data.Line(36);
        var (inputs, targets) = (Tensor.From(x, [36, 1]), Tensor.From(y, [36, 1]));
        var w = new Variable("w", Tensor.Zeros(1, 1));
        var b = new Variable("b", Tensor.Zeros(1));
        var optimizer = new Sgd([w, b], learningRate: 0.1);
        return AutogradRows.Training(() => optimizer.Step(() => (inputs.MatMul(w) + b).MeanSquaredError(targets)));
    }

    private static Workload SmallNetwork()
    {
        var (x, y) = (AutogradRows.Uniform(1, [32, 2]), AutogradRows.Uniform(2, [32, 1]));
        Layer[] layers = [Layer.Dense(3, 2, 16), Layer.Dense(4, 16, 1)];
        var optimizer = new Sgd(layers.SelectMany(layer => layer.Parameters), learningRate: 0.1);
        return AutogradRows.Training(() => optimizer.Step(() => Perceptron(x, layers).MeanSquaredError(y)));
    }

    /// <summary>The training of a classifier, written without any scope.</summary>
    public static Workload ClassifierPlainly(int batch, int[] sizes, Func<IEnumerable<Variable>, Optimizer> create)
    {
        var (optimizer, loss) = ClassifierParts(batch, sizes, create);
        return AutogradRows.Training(() => PlainStep(optimizer, loss));
    }

    /// <summary>The training of the convolutional network, written without any scope.</summary>
    public static Workload ConvolutionalNetworkPlainly()
    {
        var (optimizer, loss) = ConvolutionalParts();
        return AutogradRows.Training(() => PlainStep(optimizer, loss));
    }

    private static Tensor PlainStep(Optimizer optimizer, Func<Tensor> function)
    {
        optimizer.ZeroGradients();
        var loss = function();
        loss.Backward();
        optimizer.Step();
        return loss;
    }

    private static Workload Classifier(int batch, int[] sizes, Func<IEnumerable<Variable>, Optimizer> create)
    {
        var (optimizer, loss) = ClassifierParts(batch, sizes, create);
        return AutogradRows.Training(() => optimizer.Step(loss));
    }

    private static (Optimizer Optimizer, Func<Tensor> Loss) ClassifierParts(int batch, int[] sizes, Func<IEnumerable<Variable>, Optimizer> create)
    {
        var (x, classes) = (AutogradRows.Uniform(1, [batch, sizes[0]]), AutogradRows.Classes(2, batch, sizes[^1]));
        Layer[] layers = [.. sizes.Skip(1).Select((outputs, i) => Layer.Dense(3 + i, sizes[i], outputs))];
        return (create(layers.SelectMany(layer => layer.Parameters)), () => Perceptron(x, layers).CrossEntropy(classes));
    }

    private static Workload ConvolutionalNetwork()
    {
        var (optimizer, loss) = ConvolutionalParts();
        return AutogradRows.Training(() => optimizer.Step(loss));
    }

    private static (Optimizer Optimizer, Func<Tensor> Loss) ConvolutionalParts()
    {
        var (images, classes) = (AutogradRows.Uniform(1, [64, 1, 28, 28]), AutogradRows.Classes(2, 64, 10));
        Layer[] layers = [Layer.Convolution(3, 1, 32), Layer.Convolution(4, 32, 64), Layer.Dense(5, 64 * 12 * 12, 128), Layer.Dense(6, 128, 10)];
        // A small rate: a network that has learned its batch by heart has a loss of nothing but rounding, which no two libraries share.
        var optimizer = new Adam(layers.SelectMany(layer => layer.Parameters), 1e-4);
        return (optimizer, () =>
        {
            var x = images.Convolution2d(layers[0].Weight, layers[0].Bias).Relu();
            x = x.Convolution2d(layers[1].Weight, layers[1].Bias).Relu().MaxPool2d(2);
            return Perceptron(x.Flatten(1), layers.AsSpan(2)).CrossEntropy(classes);
        }
        );
    }

    /// <summary>Dense layers with ReLU between them.</summary>
    private static Tensor Perceptron(Tensor x, ReadOnlySpan<Layer> layers)
    {
        foreach (var layer in layers[..^1])
            x = (x.MatMul(layer.Weight) + layer.Bias).Relu();
        return x.MatMul(layers[^1].Weight) + layers[^1].Bias;
    }

    private sealed record Layer(Variable Weight, Variable Bias)
    {
        public IEnumerable<Variable> Parameters => [Weight, Bias];

        public static Layer Dense(int seed, int inputs, int outputs) => Create(seed, inputs, [inputs, outputs], outputs);

        public static Layer Convolution(int seed, int inputs, int outputs) => Create(seed, 9 * inputs, [outputs, inputs, 3, 3], outputs);

        private static Layer Create(int seed, int inputs, Shape shape, int outputs) => new(
            new Variable("weight", Tensor.From(Data.Weights(seed, inputs, shape.ElementCount), shape)),
            new Variable("bias", Tensor.Zeros(outputs)));
    }
}
