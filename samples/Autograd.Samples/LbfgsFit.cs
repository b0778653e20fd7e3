namespace Autograd.Samples;

/// <summary>A curve with four parameters laid through noisy measurements: a swing that dies down, a·e⁻ᵇᵗ·cos(ct + d).</summary>
public static class LbfgsFit
{
    /// <summary>Finds the parameters and returns them, a to d, and how many steps it took.</summary>
    public static (double[] Parameters, int Steps) Run(TextWriter output)
    {
        Randomness.Seed(0);
        double[] truth = [2, 0.3, 4, 0.5];
        const double noise = 0.05;
        var time = Tensor.Linspace(0, 8, 200, DType.Float64);
        var measured = truth[0] * (-truth[1] * time).Exp() * (truth[2] * time + truth[3]).Cos() + noise * Tensor.Randn([200], DType.Float64);

        // A rough guess is enough to start from.
        Variable amplitude = new("amplitude", 1.0), decay = new("decay", 0.1), frequency = new("frequency", 3.0), phase = new("phase", 0.0);
        Variable[] parameters = [amplitude, decay, frequency, phase];
        Tensor Loss() => (amplitude * (-decay * time).Exp() * (frequency * time + phase).Cos()).MeanSquaredError(measured);

        // With few parameters and all data at once, a quasi-Newton method needs a few steps where gradient descent needs thousands, and a single call makes
        // them all. The strong Wolfe conditions have it search along each direction until the loss has fallen enough and its slope is nearly flat: without,
        // it takes three times the steps from here, and ends in the wrong place from a guess of 2 for the frequency.
        var optimizer = new Lbfgs(parameters, maxIterations: 100, strongWolfe: true);
        optimizer.Step(Loss);

        for (var i = 0; i < parameters.Length; i++)
            output.WriteLine($"{parameters[i].Name,-9}  {(double)parameters[i]:F3}  (truth {truth[i]:F3})");
        output.WriteLine($"{optimizer.Iterations} steps, {optimizer.Evaluations} evaluations; typical error {Math.Sqrt((double)Loss()):F3}, noise {noise:F3}");
        return ([.. parameters.Select(parameter => (double)parameter)], optimizer.Iterations);
    }
}
