using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ComparisonSamples
{
    // Without 0 against −0: which of them libtorch takes depends on their place in the tensor; here −0 is the lesser.
    private static (SampleInput Left, SampleInput Right) Ties => (
        Values(1, 1, 2, -1, Edges.NaN, 1, Edges.NaN, Edges.Infinity, -Edges.Infinity, Edges.Infinity, 1),
        Values(1, 2, 1, -1, 1, Edges.NaN, Edges.NaN, Edges.Infinity, -Edges.Infinity, -Edges.Infinity, Edges.Infinity));

    public static IEnumerable<Sample> All =>
    [
        Exact<Equal>("torch.eq(a, b)", x => x[0].Equal(x[1]), Edges.Left, Edges.Right),
        Exact<Equal>("torch.eq(a, b)", x => x[0].Equal(x[1]), Booleans(8), Booleans(8)),
        Exact<Equal>("torch.eq(a, b)", x => x[0].Equal(x[1]), Whole(-2, 2, 3, 1), Whole(-2, 2, 5)),
        Exact<Equal>("torch.eq(a, 2.5)", x => x[0].Equal(2.5), Whole(1, 3, 4)),
        Exact<Equal>("torch.eq(a, True)", x => x[0].Equal(true), Whole(0, 2, 4)),
        Exact<NotEqual>("torch.ne(a, b)", x => x[0].NotEqual(x[1]), Edges.Left, Edges.Right),
        Exact<NotEqual>("torch.ne(a, b)", x => x[0].NotEqual(x[1]), Booleans(8), Whole(0, 2, 8)),
        Exact<Less>("torch.lt(a, b)", x => x[0] < x[1], Edges.Left, Edges.Right),
        Exact<Less>("torch.lt(a, b)", x => x[0] < x[1], Booleans(8), Booleans(8)),
        Exact<Less>("torch.lt(a, 0)", x => x[0] < 0, Whole(-2, 2, 2, 3)),
        Exact<Less>("torch.lt(a, 0.5)", x => x[0] < 0.5, Whole(-2, 2, 2, 3)),
        Exact<Less>("0.5 < a", x => 0.5 < x[0], Real(2, 3)),
        Exact<LessOrEqual>("torch.le(a, b)", x => x[0] <= x[1], Edges.Left, Edges.Right),
        Exact<LessOrEqual>("torch.le(a, b)", x => x[0] <= x[1], Booleans(2, 1), Booleans(3)),
        Exact<Greater>("torch.gt(a, b)", x => x[0] > x[1], Edges.Left, Edges.Right),
        Exact<Greater>("torch.gt(a, b)", x => x[0] > x[1], Booleans(8), Booleans(8)),
        Exact<Greater>("torch.gt(a, b)", x => x[0] > x[1], Whole(-2, 2, 3, 1), Real(4)),
        Exact<GreaterOrEqual>("torch.ge(a, b)", x => x[0] >= x[1], Edges.Left, Edges.Right),
        Exact<GreaterOrEqual>("torch.ge(a, b)", x => x[0] >= x[1], Whole(-2, 2, 0, 3), Whole(-2, 2, 3)),

        Exact<NotEqual>("torch.isnan(a)", x => x[0].IsNaN(), Edges.All),
        Exact<NotEqual>("torch.isnan(a)", x => x[0].IsNaN(), Whole(-2, 2, 3)),
        Exact<NotEqual>("torch.isnan(a)", x => x[0].IsNaN(), Booleans(3)),
        Exact<Equal>("torch.isinf(a)", x => x[0].IsInfinite(), Edges.All),
        Exact<NotEqual>("torch.isinf(a)", x => x[0].IsInfinite(), Whole(-2, 2, 3)),
        Exact<Less>("torch.isfinite(a)", x => x[0].IsFinite(), Edges.All),
        Exact<Equal>("torch.isfinite(a)", x => x[0].IsFinite(), Whole(-2, 2, 3)),

        Exact<And>("torch.logical_and(a, b)", x => x[0].And(x[1]), Booleans(8), Booleans(8)),
        Exact<And>("torch.logical_and(a, b)", x => x[0].And(x[1]), Edges.Left, Edges.Right),
        Exact<And>("torch.logical_and(a, b)", x => x[0].And(x[1]), Whole(0, 2, 3, 1), Booleans(4)),
        Exact<Or>("torch.logical_or(a, b)", x => x[0].Or(x[1]), Booleans(8), Booleans(8)),
        Exact<Or>("torch.logical_or(a, b)", x => x[0].Or(x[1]), Edges.Left, Edges.Right),
        Exact<Or>("torch.logical_or(a, b)", x => x[0].Or(x[1]), Whole(0, 1, 8), Real(8)),
        Exact<Xor>("torch.logical_xor(a, b)", x => x[0].Xor(x[1]), Booleans(8), Booleans(8)),
        Exact<Xor>("torch.logical_xor(a, b)", x => x[0].Xor(x[1]), Edges.Left, Edges.Right),
        Exact<Xor>("torch.logical_xor(a, b)", x => x[0].Xor(x[1]), Whole(0, 1, 2, 4), Whole(0, 1, 4)),
        Exact<Equal>("torch.logical_not(a)", x => !x[0], Booleans(5)),
        Exact<Equal>("torch.logical_not(a)", x => x[0].Not(), Edges.All),
        Exact<Equal>("torch.logical_not(a)", x => x[0].Not(), Whole(-1, 1, 6)),

        Elementwise<Minimum>("torch.minimum(a, b)", x => x[0].Minimum(x[1]), Real(3, 4), Real(2.1, 4, 3, 4)),
        Smooth<Minimum>("torch.minimum(a, b)", x => x[0].Minimum(x[1]), Values([2, 1], DType.Float64, -1, 1), Values(-2, 0.5, 3)),
        Exact<Minimum>("torch.minimum(a, b)", x => x[0].Minimum(x[1]), Ties.Left, Ties.Right),
        Exact<Minimum>("torch.minimum(a, b)", x => x[0].Minimum(x[1]), Whole(-5, 5, 3, 1), Whole(-5, 5, 4)),
        Exact<And>("torch.minimum(a, b)", x => x[0].Minimum(x[1]), Booleans(8), Booleans(8)),
        Elementwise<Maximum>("torch.maximum(a, b)", x => x[0].Maximum(x[1]), Real(2.1, 4, 3, 4), Real(3, 4)),
        Smooth<Maximum>("torch.maximum(a, b)", x => x[0].Maximum(x[1]), Values([2, 1], DType.Float64, -1, 1), Values(-2, 0.5, 3)),
        Exact<Maximum>("torch.maximum(a, b)", x => x[0].Maximum(x[1]), Ties.Left, Ties.Right),
        Exact<Maximum>("torch.maximum(a, b)", x => x[0].Maximum(x[1]), Whole(-5, 5, 3, 1), Whole(-5, 5, 4)),
        Exact<Maximum>("torch.maximum(a, b)", x => x[0].Maximum(x[1]), Values([3], DType.Int64, 1, -1, 3), Values(0.5, 2, double.NaN)),
        Exact<Or>("torch.maximum(a, b)", x => x[0].Maximum(x[1]), Booleans(8), Booleans(8)),

        Elementwise<Clamp>("torch.clamp(a, -5., 1.)", x => x[0].Clamp(-5.0, 1.0), Real(1.1, 4, 3, 4)),
        Elementwise<Clamp>("torch.clamp(a, -2.5, 2.5)", x => x[0].Clamp(-2.5, 2.5), Real(3, 4)),
        Smooth<Clamp>("torch.clamp(a, min=0.3)", x => x[0].Clamp(min: 0.3), Values(-1, 0.2, 0.5, 2)),
        Smooth<Clamp>("torch.clamp(a, max=1)", x => x[0].Clamp(max: 1), Values(-1, 0.2, 0.5, 2)),
        Exact<Clamp>("torch.clamp(a, -1., 1.)", x => x[0].Clamp(-1, 1), Edges.All),
        Exact<Clamp>("torch.clamp(a, min=0.)", x => x[0].Clamp(min: 0.0), Edges.All),
        Exact<Clamp>("torch.clamp(a, max=0.5)", x => x[0].Clamp(max: 0.5), Edges.All),
        Exact<Clamp>("torch.clamp(a, 1., -1.)", x => x[0].Clamp(1.0, -1.0), Edges.All),
        Exact<Clamp>("torch.clamp(a, float('nan'), 1.)", x => x[0].Clamp(double.NaN, 1), Edges.All),
        Exact<Clamp>("torch.clamp(a, float('-inf'), float('inf'))", x => x[0].Clamp(-Edges.Infinity, Edges.Infinity), Edges.All),
        Exact<Clamp>("torch.clamp(a, 0.5, 2.5)", x => x[0].Clamp(0.5, 2.5), Whole(-5, 5, 2, 3)),
        Exact<Minimum>("torch.clamp(a, -1, 2)", x => x[0].Clamp(-1, 2), Whole(-5, 5, 2, 3)),
        Exact<Maximum>("torch.clamp(a, min=2)", x => x[0].Clamp(min: 2), Whole(-5, 5, 2, 3)),
        Exact<Minimum>("torch.clamp(a, max=0)", x => x[0].Clamp(max: 0), Booleans(4)),
        Elementwise<ClampGradient>(
            "torch.where((a >= -3) & (a <= 3), b, torch.zeros_like(b))", x => Operation.Run(new ClampGradient(x[0], x[1], -3, 3)), Real(3, 4), Real(3, 4)),

        Smooth<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(3, 4), Real(3, 4), Real(3, 4)),
        Smooth<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(3, 1), Real(4), Real()),
        Smooth<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(2, 1, 4), Real(3, 1), Real(4)),
        Smooth<Where>("torch.where(b > c, b, c)", x => Tensor.Where(x[1] > x[2], x[1], x[2]), Booleans(1), Real(-3.0, -1.0, 2, 3), Real(2, 1)),
        Exact<Where>("torch.where(a > 0, a, 0.)", x => Tensor.Where(x[0] > 0, x[0], 0), Edges.All),
        Exact<Where>("torch.where(a > 0, 1.5, a)", x => Tensor.Where(x[0] > 0, 1.5, x[0]), Edges.All),
        Exact<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Values([3], DType.Bool, 1, 0, 1), Values(Edges.NaN, Edges.NaN, 0), Values(Edges.Infinity, 1, Edges.NaN)),
        Exact<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(5), Whole(-5, 5, 5), Whole(-5, 5, 5)),
        Exact<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(5), Booleans(5), Booleans(5)),
        Exact<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(5), Booleans(5), Whole(-5, 5, 5)),
        Exact<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(2), Whole(-5, 5, 2), Values([2], DType.Float32, 0.5, -0.25)),
        Exact<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(2), Values([2], DType.Float32, 0.5, -0.25), Real()),
        Exact<Where>("torch.where(a, b, 2.5)", x => Tensor.Where(x[0], x[1], 2.5), Booleans(4), Whole(-5, 5, 4)),
        Exact<Where>("torch.where(a, b, c)", x => Tensor.Where(x[0], x[1], x[2]), Booleans(0, 3), Real(3), Real(3)),
    ];
}
