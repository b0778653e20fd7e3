using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Elements less the mean of those around them, divided by their spread, weighted and shifted.</summary>
internal static class NormalizationRows
{
    private const string Group = "normalizations";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("layer norm of [512, 1024]", Group, LayerNorm) { Bar = 1.4, Limit = Limit.Floats(2 * 512 * 1024) },
        // Forward reads x and writes y; backward reads x and the gradient and writes one.
        new("batch norm of 32×64×32² forward and backward", Group, BatchNorm) { Bar = 1.3, Limit = Limit.Floats(5 * 32 * 64 * 32 * 32) },
    ];

    private static Workload LayerNorm()
    {
        var (x, weight, bias) = (AutogradRows.Uniform(1, [512, 1024]), AutogradRows.Uniform(2, [1024]), AutogradRows.Uniform(4, [1024]));
        return AutogradRows.Result(() => x.LayerNorm(1, weight, bias));
    }

    private static Workload BatchNorm()
    {
        var x = new Variable("x", AutogradRows.Uniform(1, [32, 64, 32, 32]));
        var weight = new Variable("weight", AutogradRows.Uniform(2, [64]));
        var bias = new Variable("bias", AutogradRows.Uniform(4, [64]));
        return AutogradRows.Gradients(() => x.BatchNorm(weight, bias), x, weight, bias);
    }
}
