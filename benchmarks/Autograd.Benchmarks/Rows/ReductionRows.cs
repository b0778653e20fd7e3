using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Many elements combined into few.</summary>
internal static class ReductionRows
{
    private const string Group = "reductions";

    public static IReadOnlyList<Row> All { get; } =
    [
        Reduction("sum of 1M float32", [AutogradRows.Million], x => x.Sum()),
    ];

    private static Row Reduction(string name, Shape shape, Func<Tensor, Tensor> operation) => new(name, Group, () =>
    {
        var x = AutogradRows.Uniform(1, shape);
        return AutogradRows.Result(() => operation(x));
    });
}
