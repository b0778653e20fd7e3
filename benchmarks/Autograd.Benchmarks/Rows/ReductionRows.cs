using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Many elements combined into few.</summary>
internal static class ReductionRows
{
    private const string Group = "reductions";

    public static IReadOnlyList<Row> All { get; } =
    [
        Reduction("sum of 1M float32", [AutogradRows.Million], x => x.Sum()) with { Bar = 1 },
        Reduction("sum of [1024, 1024] over axis 0", [1024, 1024], x => x.Sum(0)) with { Bar = 2 },
        Reduction("sum of [1024, 1024] over axis 1", [1024, 1024], x => x.Sum(1)) with { Bar = 1 },
    ];

    private static Row Reduction(string name, Shape shape, Func<Tensor, Tensor> operation) => new(name, Group, () =>
    {
        var x = AutogradRows.Uniform(1, shape);
        return AutogradRows.Result(() => operation(x));
    })
    {
        Limit = Limit.Floats(shape.ElementCount),
    };
}
