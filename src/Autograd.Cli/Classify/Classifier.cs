namespace Autograd.Cli;

/// <summary>
/// A network that tells two classes apart. The probability that the point x belongs to the second one is σ([x, 1]·W) without a hidden
/// layer, σ(max([x, 1]·W₁, 0)·W₂) with one, and so on.
/// </summary>
internal sealed class Classifier
{
    private const int RowsAtOnce = 4096;

    /// <summary>Draws the weights to start from.</summary>
    /// <param name="layers">The size of each layer: the features and a column of ones first, 1 last.</param>
    /// <param name="initialScale">The standard deviation of the weights; null for √(2 / inputs), which keeps a signal's size from layer to layer (He et al. 2015).</param>
    /// <param name="generator">Draws them.</param>
    public Classifier(int[] layers, double? initialScale, Generator generator)
    {
        for (var i = 1; i < layers.Length; i++)
        {
            Shape shape = [layers[i - 1], layers[i]];
            var scale = initialScale ?? Math.Sqrt(2.0 / layers[i - 1]);
            Weights.Add(new Variable($"weights{i}", Tensor.Randn(shape, generator: generator) * scale));
        }
    }

    /// <summary>What is learned: one matrix between each layer and the next.</summary>
    public List<Variable> Weights { get; } = [];

    /// <summary>The logarithm of the odds for the second class, ln(p / (1 − p)).</summary>
    /// <param name="points">[points, features], standardised.</param>
    /// <returns>[points, 1].</returns>
    public Tensor Logits(Tensor points)
    {
        // A column of ones makes the bias a weight like any other: [points, features] → [points, features + 1].
        var x = points.Pad([0, 1], value: 1).MatMul(Weights[0]);
        foreach (var weights in Weights.Skip(1))
            x = x.Relu().MatMul(weights);
        return x;
    }

    /// <summary>The logits of any number of points, without a graph, a part of them at a time.</summary>
    public Tensor Predict(Tensor points)
    {
        using var _ = Tensor.NoGradient();
        var parts = new List<Tensor>();
        for (var start = 0; start < points.Shape[0]; start += RowsAtOnce)
            parts.Add(Logits(points[start..Math.Min(start + RowsAtOnce, points.Shape[0])]));
        return Tensor.Concatenate([.. parts]);
    }
}
