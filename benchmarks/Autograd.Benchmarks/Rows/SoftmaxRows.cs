using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Probabilities from scores, and the loss that measures them.</summary>
internal static class SoftmaxRows
{
    private const string Group = "softmax";

    public static IReadOnlyList<Row> All { get; } =
    [
        new("softmax of [512, 1024]", Group, Softmax) { Bar = 2, Limit = Limit.Floats(2 * 512 * 1024) },
        new("cross entropy of [512, 1000] forward and backward", Group, CrossEntropy) { Bar = 1.5, Limit = Limit.Floats(2 * 512 * 1000) },
    ];

    private static Workload Softmax()
    {
        var x = AutogradRows.Uniform(1, [512, 1024]);
        return AutogradRows.Result(() => x.Softmax(-1));
    }

    private static Workload CrossEntropy()
    {
        var x = new Variable("x", AutogradRows.Uniform(1, [512, 1000]));
        var classes = AutogradRows.Classes(2, 512, 1000);
        return AutogradRows.Gradients(() => x.CrossEntropy(classes).Backward(), x);
    }
}
