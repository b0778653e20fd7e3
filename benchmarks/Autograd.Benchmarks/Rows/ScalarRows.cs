using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Tensors so small that the time is that of the engine, not of arithmetic.</summary>
internal static class ScalarRows
{
    private const string Group = "scalars";
    private const int ChainLength = 1000;

    public static IReadOnlyList<Row> All { get; } =
    [
        new("one-element add", Group, Add) { Bar = 10 },
        new("y = mean(w·x + b) forward and backward on one element", Group, Mean) { Bar = 40 },
        new("chain of 1,000 scalar multiply-adds, per operation, forward and backward", Group, Chain) { Bar = 30, Operations = 2 * ChainLength },
    ];

    private static Workload Add()
    {
        Tensor left = Tensor.From([2f]), right = Tensor.From([3f]);
        // Nothing to give back: so small a result lives in its tensor.
        return new Workload(() => left + right, () => Checksum.Of((left + right).ToArray<float>()));
    }

    private static Workload Mean()
    {
        var x = Tensor.From([5f]);
        var w = new Variable("w", Tensor.From([2f]));
        var b = new Variable("b", Tensor.From([3f]));
        return AutogradRows.SmallGradients(() => (w * x + b).Mean().Backward(), w, b);
    }

    private static Workload Chain()
    {
        var x = new Variable("x", Tensor.From([0.5f]));
        var w = new Variable("w", Tensor.From([0.999f]));
        var b = new Variable("b", Tensor.From([0.001f]));
        return AutogradRows.SmallGradients(
            () =>
            {
                Tensor y = x;
                for (var i = 0; i < ChainLength; i++)
                    y = y * w + b;
                y.Backward();
            },
            x, w, b);
    }
}
