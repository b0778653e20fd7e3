using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

/// <summary>The type in which two operands meet: every pair of types, with and without axes, and C# numbers.</summary>
internal static class PromotionSamples
{
    private static readonly DType[] _types = [DType.Bool, DType.Int32, DType.Int64, DType.Float32, DType.Float64];

    public static IEnumerable<Sample> All =>
    [
        .. from left in _types
           from right in _types
           from shapes in ((int[], int[])[])[([2, 2], [2]), ([2], []), ([], [2]), ([], [])]
           let a = Of(shapes.Item1, left)
           let b = Of(shapes.Item2, right)
           let areBool = left == DType.Bool && right == DType.Bool
           from sample in (Sample[])
           [
               new(areBool ? typeof(Or) : typeof(Add), "a + b", x => x[0] + x[1], [a, b]),
               new(areBool ? typeof(And) : typeof(Mul), "a * b", x => x[0] * x[1], [a, b]),
               new(typeof(Div), "a / b", x => x[0] / x[1], [a, b]),
           ]
           select sample,
        .. from type in _types
           from shape in (int[][])[[2], []]
           let a = Of(shape, type)
           let isBool = type == DType.Bool
           from sample in (Sample[])
           [
               new(typeof(Add), "a + 2", x => x[0] + 2, [a]),
               new(typeof(Add), "a + 2.5", x => x[0] + 2.5, [a]),
               new(typeof(Mul), "2 * a", x => 2 * x[0], [a]),
               new(typeof(Mul), "a * 2.5", x => x[0] * 2.5, [a]),
               new(typeof(Mul), "2.5 * a", x => 2.5f * x[0], [a]),
               new(isBool ? typeof(And) : typeof(Mul), "a * torch.tensor(True)", x => x[0] * true, [a]),
               new(typeof(Div), "a / 2", x => x[0] / 2, [a]),
               new(typeof(Div), "torch.tensor(2.5) / a", x => 2.5 / x[0], [a]),
           ]
           select sample,
    ];

    private static SampleInput Of(int[] shape, DType type)
    {
        double[] values = type == DType.Bool ? [1, 0, 1, 1] : type.IsInteger ? [3, -2, 7, 1] : [1.5, -0.25, 4, 0.75];
        return Values(shape, type, values[..shape.Aggregate(1, (count, size) => count * size)]);
    }
}
