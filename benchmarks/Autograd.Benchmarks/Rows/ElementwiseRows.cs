using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>One function of each element, into a new tensor.</summary>
internal static class ElementwiseRows
{
    private const string Group = "elementwise";

    public static IReadOnlyList<Row> All { get; } =
    [
        Binary("add of 1,000 elements", [1000], [1000], (left, right) => left + right) with { Bar = 8, Limit = null },
        Binary("add of 1M float32", [AutogradRows.Million], [AutogradRows.Million], (left, right) => left + right) with { Bar = 1 },
        Binary("multiply of 1M float32", [AutogradRows.Million], [AutogradRows.Million], (left, right) => left * right) with { Bar = 1 },
        Unary("relu of 1M float32", [AutogradRows.Million], x => x.Relu()) with { Bar = 1 },
        Unary("sigmoid of 1M float32", [AutogradRows.Million], x => x.Sigmoid()) with { Bar = 1.5 },
        Unary("tanh of 1M float32", [AutogradRows.Million], x => x.Tanh()) with { Bar = 4 },
        Unary("exp of 1M float32", [AutogradRows.Million], x => x.Exp()) with { Bar = 2.5 },
        Unary("gelu of 1M float32", [AutogradRows.Million], x => x.Gelu()) with { Bar = 1.2 },
        Binary("row broadcast [1024, 1024] + [1024]", [1024, 1024], [1024], (left, right) => left + right) with { Bar = 1 },
        Unary("transpose and copy of [1024, 1024]", [1024, 1024], x => x.Transpose().Contiguous()) with { Bar = 1.2 },
    ];

    private static Row Unary(string name, Shape shape, Func<Tensor, Tensor> operation) => new(name, Group, () =>
    {
        var x = AutogradRows.Uniform(1, shape);
        return AutogradRows.Result(() => operation(x));
    })
    {
        Limit = Limit.Floats(2 * shape.ElementCount),
    };

    private static Row Binary(string name, Shape leftShape, Shape rightShape, Func<Tensor, Tensor, Tensor> operation) => new(name, Group, () =>
    {
        var (left, right) = (AutogradRows.Uniform(1, leftShape), AutogradRows.Uniform(2, rightShape));
        return AutogradRows.Result(() => operation(left, right));
    })
    {
        Limit = Limit.Floats(2 * leftShape.ElementCount + rightShape.ElementCount),
    };
}
