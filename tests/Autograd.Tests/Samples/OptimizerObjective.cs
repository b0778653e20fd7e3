namespace Autograd.Tests.Samples;

/// <summary>What optimizers are compared on: Σ scale·(w − target)² + 0.1·(w − target)⁴, curved differently along each axis.</summary>
public static class OptimizerObjective
{
    public static double[] Start { get; } = [1.5, -2, 0.25, 3, -0.75];

    public static double[] Scales { get; } = [0.1, 0.5, 1, 2, 4];

    public static double[] Targets { get; } = [-1, 0.5, 0, 1.25, 2];

    /// <summary>The steps after which the weights are compared.</summary>
    public static int[] Steps { get; } = [1, 2, 3, 10, 100, 1000];
}
