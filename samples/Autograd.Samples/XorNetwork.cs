namespace Autograd.Samples;

/// <summary>Exclusive or: the smallest problem that no straight line solves, and so the smallest that needs a hidden layer.</summary>
public static class XorNetwork
{
    /// <summary>Learns the four answers and returns how likely the network holds each to be true, in the order 00, 01, 10, 11.</summary>
    public static float[] Run(TextWriter output)
    {
        Randomness.Seed(0);
        Tensor questions = Tensor.From([[0f, 0f], [0f, 1f], [1f, 0f], [1f, 1f]]);
        Tensor answers = Tensor.From([[0f], [1f], [1f], [0f]]);

        // Without the layer in between, and its bend, the best that the network could do is to answer 0.5 four times.
        Sequential model = [new Linear(2, 8), Activation.Tanh, new Linear(8, 1)];
        var optimizer = new Adam(model.Parameters(), learningRate: 0.05);
        for (var step = 0; step < 200; step++)
            optimizer.Step(() => model.Forward(questions).BinaryCrossEntropyWithLogits(answers));

        // The model gives logits, any number at all; the sigmoid makes probabilities of them.
        var learned = model.Forward(questions).Sigmoid().ToArray<float>();
        output.WriteLine("a  b  a xor b  learned");
        for (var row = 0; row < learned.Length; row++)
            output.WriteLine($"{(int)questions[row, 0]}  {(int)questions[row, 1]}     {(int)answers[row]}      {learned[row]:F3}");
        return learned;
    }
}
