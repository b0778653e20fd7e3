namespace Autograd.Samples;

/// <summary>
/// The classifier of the course sheet that this library goes back to: two classes of points with a curved boundary, layers [3, 100, 1], mean squared
/// error and plain gradient descent, made of nothing but tensors.
/// </summary>
public static class SheetClassifier
{
    /// <summary>Learns the boundary and returns the share of new points that lie on the right side of it.</summary>
    public static double Run(TextWriter output, int steps = 10_000)
    {
        Randomness.Seed(0);
        var (points, labels) = Moons(150);

        // Drawn at √(2 / inputs), the values keep their size from layer to layer.
        var hidden = new Variable("hidden", Tensor.Randn([3, 100]) * Math.Sqrt(2.0 / 3));
        var readout = new Variable("readout", Tensor.Randn([100, 1]) * Math.Sqrt(2.0 / 100));
        Tensor Probability(Tensor x) => x.MatMul(hidden).Relu().MatMul(readout).Sigmoid();
        Tensor Loss() => (Probability(points) - labels).Square().Mean();

        // The idea of the sheet: a tensor is the operation that computed it and knows its inputs, so the loss is also the graph of the whole network,
        // a row for each tensor. Backward goes through it from the last row to the first, and leaves each variable its gradient.
        var loss = Loss();
        loss.Backward(keepGraph: true);
        loss.Print(output);

        var optimizer = new Sgd([hidden, readout], learningRate: 0.1);
        for (var step = 0; step < steps; step++)
            optimizer.Step(Loss);

        using var _ = Tensor.NoGradient();
        var (unseen, truth) = Moons(500);
        var isRight = (Probability(unseen) > 0.5).Equal(truth > 0.5);
        var accuracy = (double)isRight.Cast(DType.Float64).Mean();
        output.WriteLine($"After {steps} steps the loss went from {(float)loss:F4} to {(float)Loss():F4}; {accuracy:P1} of new points are on the right side.");
        return accuracy;
    }

    /// <summary>
    /// Two half circles that reach into each other, blurred: points [2 · count, 3], whose third column of ones makes the bias a weight like any other,
    /// and labels [2 · count, 1].
    /// </summary>
    private static (Input Points, Input Labels) Moons(int count)
    {
        var angle = Tensor.Rand([count, 1]) * Math.PI;
        var upper = Tensor.Concatenate([angle.Cos(), angle.Sin()], axis: 1);
        var lower = Tensor.Concatenate([1 - angle.Cos(), 0.5 - angle.Sin()], axis: 1);
        var points = Tensor.Concatenate([upper, lower]) + 0.15 * Tensor.Randn([2 * count, 2]);
        return (
            new Input("points", points.Pad([0, 1], value: 1)),
            new Input("labels", Tensor.Concatenate([Tensor.Zeros(count, 1), Tensor.Ones(count, 1)])));
    }
}
