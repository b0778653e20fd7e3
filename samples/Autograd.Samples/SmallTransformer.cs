namespace Autograd.Samples;

/// <summary>A small transformer that learns to read sequences backwards: each place must find out where to look.</summary>
public static class SmallTransformer
{
    private const int Symbols = 6, Length = 6, Width = 32;

    /// <summary>Learns from random sequences and returns the last loss and the share of symbols that it gets right in new ones.</summary>
    public static (float Loss, double Accuracy) Run(TextWriter output)
    {
        Randomness.Seed(0);
        Sequential model =
        [
            new Linear(Symbols, Width),
            new PositionalEncoding(Width, batchFirst: true),
            new TransformerEncoderLayer(Width, heads: 2, feedForward: 64, dropout: 0, batchFirst: true),
            new Linear(Width, Symbols),
        ];
        var optimizer = new Adam(model.Parameters(), learningRate: 0.005);

        var loss = 0f;
        for (var step = 0; step < 150; step++)
        {
            var symbols = Draw(32);
            loss = optimizer.Step(() => Scores(model, symbols).CrossEntropy(symbols.Flip(1).Reshape(-1))).Item<float>();
        }

        model.Evaluate();
        using var _ = Tensor.NoGradient();
        var unseen = Draw(100);
        var isRight = Scores(model, unseen).ArgMax(1).Equal(unseen.Flip(1).Reshape(-1));
        var accuracy = isRight.Cast(DType.Float64).Mean().Item<double>();
        output.WriteLine($"After 150 steps the loss is {loss:F4}, and {accuracy:P1} of the symbols of new sequences are right.");
        return (loss, accuracy);
    }

    /// <summary>Sequences of symbols, [batch, length].</summary>
    private static Input Draw(int batch)
    {
        var symbols = new long[batch * Length];
        Randomness.Default.Integers(symbols, 0, Symbols);
        return Tensor.From(symbols, [batch, Length]);
    }

    /// <summary>How likely each symbol is at each place, [batch · length, symbols].</summary>
    private static Tensor Scores(Module model, Tensor symbols) =>
        model.Forward(symbols.OneHot(Symbols).Cast(DType.Float32)).Reshape(-1, Symbols);
}
