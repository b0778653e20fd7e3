using Autograd.Benchmarks.Measuring;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Autograd.Benchmarks.Peer;

/// <summary>Steps of training: forward, backward and the update.</summary>
internal static class TrainingRows
{
    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        new("linear regression step on 36×1, SGD", LinearRegression),
        new("2-16-1 step, batch 32, SGD, mean squared error", SmallNetwork),
        new("784-256-10 step, batch 64, Adam, cross entropy", () => Classifier(64, [784, 256, 10], parameters => optim.Adam(parameters))),
        new("784-512-512-10 step, batch 128, SGD, cross entropy", () => Classifier(128, [784, 512, 512, 10], parameters => optim.SGD(parameters, 0.1))),
        new("convolutional network step on 28², batch 64, Adam, cross entropy", ConvolutionalNetwork),
    ];

    private static Workload LinearRegression()
    {
        var (x, y) = Data.Line(36);
        var (inputs, targets) = (tensor(x, [36, 1]), tensor(y, [36, 1]));
        var (w, b) = (new Parameter(zeros(1, 1)), new Parameter(zeros(1)));
        return TorchSharpRows.Training(optim.SGD([w, b], learningRate: 0.1), () => functional.mse_loss(inputs.matmul(w) + b, targets));
    }

    private static Workload SmallNetwork()
    {
        var (x, y) = (TorchSharpRows.Uniform(1, 32, 2), TorchSharpRows.Uniform(2, 32, 1));
        Layer[] layers = [Layer.Dense(3, 2, 16), Layer.Dense(4, 16, 1)];
        var optimizer = optim.SGD(layers.SelectMany(layer => layer.Parameters), learningRate: 0.1);
        return TorchSharpRows.Training(optimizer, () => functional.mse_loss(Perceptron(x, layers), y));
    }

    private static Workload Classifier(int batch, int[] sizes, Func<IEnumerable<Parameter>, optim.Optimizer> create)
    {
        var (x, classes) = (TorchSharpRows.Uniform(1, batch, sizes[0]), TorchSharpRows.Classes(2, batch, sizes[^1]));
        Layer[] layers = [.. sizes.Skip(1).Select((outputs, i) => Layer.Dense(3 + i, sizes[i], outputs))];
        return TorchSharpRows.Training(
            create(layers.SelectMany(layer => layer.Parameters)), () => functional.cross_entropy(Perceptron(x, layers), classes));
    }

    private static Workload ConvolutionalNetwork()
    {
        var (images, classes) = (TorchSharpRows.Uniform(1, 64, 1, 28, 28), TorchSharpRows.Classes(2, 64, 10));
        Layer[] layers = [Layer.Convolution(3, 1, 32), Layer.Convolution(4, 32, 64), Layer.Dense(5, 64 * 12 * 12, 128), Layer.Dense(6, 128, 10)];
        return TorchSharpRows.Training(optim.Adam(layers.SelectMany(layer => layer.Parameters), 1e-4), () =>
        {
            var x = functional.conv2d(images, layers[0].Weight, layers[0].Bias).relu();
            x = functional.max_pool2d(functional.conv2d(x, layers[1].Weight, layers[1].Bias).relu(), 2);
            return functional.cross_entropy(Perceptron(x.flatten(1), layers.AsSpan(2)), classes);
        });
    }

    /// <summary>Dense layers with ReLU between them.</summary>
    private static Tensor Perceptron(Tensor x, ReadOnlySpan<Layer> layers)
    {
        foreach (var layer in layers[..^1])
            x = functional.linear(x, layer.Weight, layer.Bias).relu();
        return functional.linear(x, layers[^1].Weight, layers[^1].Bias);
    }

    private sealed record Layer(Parameter Weight, Parameter Bias)
    {
        public IEnumerable<Parameter> Parameters => [Weight, Bias];

        // The same matrix as the other libraries', laid out as torch's linear layers keep it: [outputs, inputs].
        public static Layer Dense(int seed, int inputs, int outputs) => Create(Weights(seed, inputs, inputs, outputs).t().contiguous());

        public static Layer Convolution(int seed, int inputs, int outputs) => Create(Weights(seed, 9 * inputs, outputs, inputs, 3, 3));

        private static Layer Create(Tensor weight)
        {
            // A parameter takes its tensor over and leaves it empty.
            var outputs = weight.shape[0];
            return new Layer(new Parameter(weight), new Parameter(zeros(outputs)));
        }

        private static Tensor Weights(int seed, int inputs, params long[] shape) =>
            tensor(Data.Weights(seed, inputs, (int)shape.Aggregate((product, size) => product * size)), shape);
    }
}
