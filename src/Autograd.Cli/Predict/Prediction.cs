namespace Autograd.Cli;

/// <summary>What a network says of a drawing.</summary>
/// <param name="Drawing">The drawing as the network gets it.</param>
/// <param name="Probabilities">How likely each class is.</param>
internal sealed record Prediction(DigitDrawing Drawing, double[] Probabilities)
{
    /// <summary>The classes, the likeliest first.</summary>
    public int[] Ranking { get; } = [.. Enumerable.Range(0, Probabilities.Length).OrderByDescending(k => Probabilities[k])];
}
