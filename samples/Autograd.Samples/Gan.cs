namespace Autograd.Samples;

/// <summary>
/// A generative adversarial network: a generator turns noise into numbers, a discriminator tells them from real ones, and each learns from the other.
/// The real numbers come from a normal distribution, which the generator never gets to see.
/// </summary>
public static class Gan
{
    private const double RealMean = 3, RealDeviation = 0.5;
    private const int Batch = 64, NoiseWidth = 2;

    /// <summary>Plays the game and returns the mean and the standard deviation of what is generated in the end.</summary>
    public static (double Mean, double Deviation) Run(TextWriter output, int steps = 1000)
    {
        Randomness.Seed(0);
        Sequential generator = [new Linear(NoiseWidth, 16), Activation.Tanh, new Linear(16, 1)];
        Sequential discriminator = [new Linear(1, 16), Activation.Tanh, new Linear(16, 16), Activation.Tanh, new Linear(16, 1)];

        // Each side has an optimizer of its own, which changes its weights and nobody else's. The discriminator learns faster, so that its judgement is
        // worth following, and neither has momentum (beta1): it would go on against an opponent who is no longer there.
        var generatorOptimizer = new Adam(generator.Parameters(), learningRate: 0.002, beta1: 0);
        var discriminatorOptimizer = new Adam(discriminator.Parameters(), learningRate: 0.008, beta1: 0);
        Tensor isReal = Tensor.Ones(Batch, 1), isMade = Tensor.Zeros(Batch, 1);

        for (var step = 0; step < steps; step++)
        {
            // The discriminator learns to say which is which. Detach: it takes what was made as it is, and no gradient flows back to its maker.
            discriminatorOptimizer.Step(() =>
                discriminator.Forward(Real()).BinaryCrossEntropyWithLogits(isReal)
                + discriminator.Forward(Made(generator).Detach()).BinaryCrossEntropyWithLogits(isMade));

            // The generator learns to make what is taken for real. Its gradient comes through the discriminator, so nothing is detached here.
            generatorOptimizer.Step(() => discriminator.Forward(Made(generator)).BinaryCrossEntropyWithLogits(isReal));
        }

        using var _ = Tensor.NoGradient();
        var made = Made(generator, 10_000);
        var (mean, deviation) = ((double)made.Mean(), (double)made.StandardDeviation());
        output.WriteLine($"generated: mean {mean:F2}, standard deviation {deviation:F2}; real: {RealMean:F2}, {RealDeviation:F2}");
        return (mean, deviation);
    }

    private static Tensor Real() => RealMean + RealDeviation * Tensor.Randn([Batch, 1]);

    private static Tensor Made(Module generator, int count = Batch) => generator.Forward(Tensor.Randn([count, NoiseWidth]));
}
