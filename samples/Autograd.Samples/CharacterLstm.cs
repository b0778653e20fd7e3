namespace Autograd.Samples;

/// <summary>An LSTM that learns a text by heart, character by character, and writes it down again.</summary>
public static class CharacterLstm
{
    private const string Text = "a gradient flows back along the way that the values came.";

    /// <summary>Learns which character follows which and returns the last loss and the text that it writes.</summary>
    public static (float Loss, string Written) Run(TextWriter output)
    {
        Randomness.Seed(0);
        var alphabet = Text.Distinct().Order().ToArray();
        var numbers = Tensor.From(Text.Select(character => (long)Array.IndexOf(alphabet, character)).ToArray());
        var lstm = new Lstm(alphabet.Length, 48);
        var readout = new Linear(48, alphabet.Length);
        var optimizer = new Adam([.. lstm.Parameters(), .. readout.Parameters()], learningRate: 0.02);

        // All characters but the last go in, [time, alphabet]; what should come out are all but the first.
        var x = numbers[..^1].OneHot(alphabet.Length).Cast(DType.Float32);
        var next = numbers[1..];
        var loss = 0f;
        for (var step = 0; step < 100; step++)
            loss = optimizer.Step(() => readout.Forward(lstm.Forward(x)).CrossEntropy(next)).Item<float>();
        output.WriteLine($"After 100 steps the loss is {loss:F4}.");

        // Each character that it writes is what it reads next; the state remembers the rest.
        using var _ = Tensor.NoGradient();
        var written = Text[..1];
        LstmState? state = null;
        while (written.Length < Text.Length)
        {
            var last = Tensor.From([(long)Array.IndexOf(alphabet, written[^1])]).OneHot(alphabet.Length).Cast(DType.Float32);
            var (read, after) = lstm.Forward(last, state);
            written += alphabet[(int)readout.Forward(read).ArgMax().Item<long>()];
            state = after;
        }
        output.WriteLine($"It writes: {written}");
        return (loss, written);
    }
}
