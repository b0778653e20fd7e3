using static Autograd.Tests.Samples.SampleWords;

namespace Autograd.Tests.Samples;

internal static class ArithmeticSamples
{
    public static IEnumerable<Sample> All =>
    [
        Elementwise<Add>("torch.add(a, b)", x => x[0] + x[1], Real(3, 4), Real(3, 4)),
        Smooth<Add>("a + b", x => x[0] + x[1], Real(3, 1), Real(4)),
        Smooth<Add>("a + b + c", x => x[0].Add(x[1], x[2]), Real(3, 4), Real(4), Real()),
        Exact<Add>("a + b", x => x[0] + x[1], Edges.Left, Edges.Right),
        Exact<Or>("a + b", x => x[0] + x[1], Booleans(8), Booleans(8)),

        Elementwise<Sub>("torch.sub(a, b)", x => x[0] - x[1], Real(3, 4), Real(3, 4)),
        Smooth<Sub>("a - b", x => x[0] - x[1], Real(3, 1), Real(2, 1, 4)),
        Smooth<Sub>("a - b", x => x[0] - x[1], Real(), Real(2, 3)),
        Smooth<Sub>("2.5 - a", x => 2.5 - x[0], Real(3)),
        Exact<Sub>("a - b", x => x[0] - x[1], Edges.Left, Edges.Right),
        Exact<Sub>("a - b", x => x[0] - x[1], Whole(-9, 9, 2, 3), Real(3)),
        Exact<Sub>("1 - a", x => 1 - x[0], Whole(-9, 9, 4)),

        Elementwise<Mul>("torch.mul(a, b)", x => x[0] * x[1], Real(3, 4), Real(3, 4)),
        Smooth<Mul>("a * b", x => x[0] * x[1], Real(2, 1, 4), Real(3, 1)),
        Smooth<Mul>("a * 3.5", x => x[0] * 3.5, Real(3)),
        Exact<Mul>("a * b", x => x[0] * x[1], Values(0, double.PositiveInfinity, double.NaN, -0.0), Values(double.PositiveInfinity, 0, 1, 2)),
        Exact<And>("a * b", x => x[0] * x[1], Booleans(8), Booleans(8)),

        Elementwise<Div>("torch.div(a, b)", x => x[0] / x[1], Real(3, 4), Real(0.5, 3, 3, 4)),
        Exact<Div>("a / b", x => x[0] / x[1], Values(1, -1, 0, 5), Values(0, 0, 0, -0.0)),
        Exact<Div>("a / b", x => x[0] / x[1], Edges.Left, Edges.Right),
        Exact<Div>("a / b", x => x[0] / x[1], Whole(-9, 9, 6), Values([6], DType.Int64, 1, 2, 3, 4, -5, 7)),
        Exact<Div>("a / b", x => x[0] / x[1], Booleans(6), Values([6], DType.Bool, 1, 1, 1, 0, 0, 0)),

        Elementwise<Neg>("torch.neg(a)", x => -x[0], Real(3, 4)),
        Exact<Neg>("-a", x => -x[0], Whole(-9, 9, 2, 3)),

        Elementwise<Abs>("torch.abs(a)", x => x[0].Abs(), Real(3, 4)),
        Exact<Abs>("torch.abs(a)", x => x[0].Abs(), Edges.All),
        Exact<Abs>("torch.abs(a)", x => x[0].Abs(), Whole(-9, 9, 2, 6)),
        Elementwise<Sign>("torch.sign(a)", x => x[0].Sign(), Real(3, 4)),
        Exact<Sign>("torch.sign(a)", x => x[0].Sign(), Edges.All),
        Exact<Sign>("torch.sign(a)", x => x[0].Sign(), Whole(-1, 1, 2, 6)),
        Elementwise<Square>("torch.square(a)", x => x[0].Square(), Real(3, 4)),
        Exact<Square>("torch.square(a)", x => x[0].Square(), Edges.All),
        Exact<Square>("torch.square(a)", x => x[0].Square(), Whole(-9, 9, 2, 6)),
        Exact<Square>("torch.square(a)", x => x[0].Square(), Booleans(3)),

        Elementwise<Sqrt>("torch.sqrt(a)", x => x[0].Sqrt(), Real(0.5, 3, 3, 4)),
        Exact<Sqrt>("torch.sqrt(a)", x => x[0].Sqrt(), Values(0, -0.0, -1, double.PositiveInfinity, double.NaN, 4)),
        Elementwise<Rsqrt>("torch.rsqrt(a)", x => x[0].Rsqrt(), Real(0.5, 3, 3, 4)),
        Exact<Rsqrt>("torch.rsqrt(a)", x => x[0].Rsqrt(), Edges.All),
        Exact<Rsqrt>("torch.rsqrt(a)", x => x[0].Rsqrt(), Values([3], DType.Int64, 0, 1, 4)),
        Elementwise<Reciprocal>("torch.reciprocal(a)", x => x[0].Reciprocal(), Real(0.5, 3, 3, 4)),
        Exact<Reciprocal>("torch.reciprocal(a)", x => x[0].Reciprocal(), Edges.All),
        Exact<Reciprocal>("torch.reciprocal(a)", x => x[0].Reciprocal(), Values([3], DType.Int64, 0, 2, -4)),

        Exact<FloorDivide>("torch.div(a, b, rounding_mode='floor')", x => x[0].FloorDivide(x[1]), Values(7, -7, 7, -7, 1, 0), Values(2, 2, -2, -2, 0.1, 0)),
        Exact<FloorDivide>("torch.div(a, b, rounding_mode='floor')", x => x[0].FloorDivide(x[1]), Edges.Left, Edges.Right),
        Exact<FloorDivide>("torch.floor_divide(a, b)", x => x[0].FloorDivide(x[1]), Whole(-9, 9, 6), Values([6], DType.Int64, 1, 2, 3, 4, -5, 7)),
        Exact<FloorDivide>("torch.floor_divide(a, 2.5)", x => x[0].FloorDivide(2.5), Whole(-9, 9, 6)),

        Elementwise<Remainder>("torch.remainder(a, b)", x => x[0] % x[1], Real(0.1, 1.9, 3, 4), Real(2.1, 4, 3, 4)),
        Smooth<Remainder>("torch.remainder(a, b)", x => x[0] % x[1], Values([2, 1], DType.Float64, 5.3, -7.1), Values(2, -3)),
        Smooth<Remainder>("torch.remainder(a, 1.5)", x => x[0] % 1.5, Values(4, -4, 0.7, -0.7)),
        Exact<Remainder>("torch.remainder(a, b)", x => x[0].Remainder(x[1]), Values(7, -7, 7, -7, 1, 0, 6, -6), Values(2, 2, -2, -2, 0.1, 0, -3, 3)),
        Exact<Remainder>("torch.remainder(a, b)", x => x[0].Remainder(x[1]), Values(5, -5, 5, -5, 0, -0.0), Values(Edges.Infinity, Edges.Infinity, -Edges.Infinity, -Edges.Infinity, 2, 2)),
        Exact<Remainder>("torch.remainder(a, b)", x => x[0].Remainder(x[1]), Edges.Left, Edges.Right),
        Exact<Remainder>("torch.remainder(a, b)", x => x[0].Remainder(x[1]), Whole(-9, 9, 6), Values([6], DType.Int64, -1, 2, 3, 4, -5, 7)),
        Exact<Remainder>("torch.remainder(a, 3)", x => x[0] % 3, Whole(-9, 9, 8)),
        Exact<Remainder>("torch.remainder(7, a)", x => 7 % x[0], Values([4], DType.Int64, -1, 2, -3, 4)),
        Exact<Remainder>("torch.remainder(a, 2.5)", x => x[0] % 2.5, Whole(-9, 9, 8)),

        .. Powers,
    ];

    private static IEnumerable<Sample> Powers =>
    [
        Elementwise<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Real(0.5, 3, 3, 4), Real(3, 4)),
        Smooth<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Real(0.5, 3, 3, 1), Real(4)),
        Smooth<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Real(-2, -0.5, 4), Values([4], DType.Int64, 2, 3, -1, 0)),
        Smooth<Pow>("torch.pow(2.5, a)", x => ((Tensor)2.5).Pow(x[0]), Real(4)),
        Exact<Pow>("torch.pow(2, a)", x => ((Tensor)2).Pow(x[0]), Edges.All),
        Exact<Pow>("torch.pow(0., a)", x => ((Tensor)0.0).Pow(x[0]), Edges.All),
        Exact<Pow>("torch.pow(1., a)", x => ((Tensor)1.0).Pow(x[0]), Edges.All),
        Exact<Pow>("torch.pow(-1., a)", x => ((Tensor)(-1.0)).Pow(x[0]), Edges.All),
        Exact<Pow>("torch.pow(2, a)", x => ((Tensor)2).Pow(x[0]), Whole(0, 9, 5)),
        Exact<Pow>("torch.pow(2.5, a)", x => ((Tensor)2.5).Pow(x[0]), Values([3], DType.Int64, 0, 1, 2)),
        Exact<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Edges.Left, Edges.Right),
        Exact<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Values(0, 0, 0, 0, 0, -0.0, -0.0, 0), Values(0, 0.5, 1, 2, -1, -1, 3, Edges.NaN)),
        Exact<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Values(-2, -2, -2, -2, -0.5, Edges.Infinity, -Edges.Infinity, -Edges.Infinity), Values(2, 3, 0.5, -1, 0, -1, 3, 0.5)),
        Exact<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Values(Edges.NaN, 1, 2, 0.5, 2, 0.5), Values(0, Edges.NaN, Edges.Infinity, Edges.Infinity, -Edges.Infinity, -Edges.Infinity)),
        Exact<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Whole(-4, 4, 3, 1), Whole(0, 5, 4)),
        Exact<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Values([6], DType.Int64, 1, -1, -1, 2, 0, -3), Values([6], DType.Int64, -1, -1, -2, -1, -2, -3)),
        Exact<Pow>("torch.pow(a, b)", x => x[0].Pow(x[1]), Booleans(4), Whole(0, 3, 4)),

        .. from exponent in (double[])[0, 1, 2, 3, 4, 0.5, 1.5, -0.5, -1, -2, -3, 2.7]
           let torch = FormattableString.Invariant($"torch.pow(a, {exponent:0.0})")
           from sample in (Sample[])
           [
               new(ClassOfPower(exponent), torch, x => x[0].Pow(exponent), [Real(0.5, 3, 3, 4)]) { IsSmooth = true, IsElementwise = true },
               // PyTorch's power of −½ is that of a root, −∞ at −0 and NaN at −∞, but its gradient that of a power: +∞ and 0 there. Ours is a root's throughout.
               new(ClassOfPower(exponent), torch, x => x[0].Pow(exponent), [exponent == -0.5 ? Values(0, 1, -1, Edges.Infinity, Edges.NaN) : Edges.All]),
               new(ClassOfPower(exponent), torch, x => x[0].Pow(exponent), [Real(0, 2)]),
           ]
           select sample,
        .. from exponent in (long[])[0, 1, 2, 3, 4, 7]
           let torch = FormattableString.Invariant($"torch.pow(a, {exponent})")
           from sample in (Sample[])
           [
               new(ClassOfPower(exponent), torch, x => x[0].Pow(exponent), [Real(-2, -0.2, 3, 4)]) { IsSmooth = true },
               new(ClassOfPower(exponent), torch, x => x[0].Pow(exponent), [Edges.All]),
               new(ClassOfPower(exponent), torch, x => x[0].Pow(exponent), [Whole(-4, 4, 3, 4)]),
               new(ClassOfPower(exponent), torch, x => x[0].Pow(exponent), [Booleans(4)]),
           ]
           select sample,
        Exact<PowScalar>("torch.pow(a, 40)", x => x[0].Pow(40), Values([3], DType.Int64, 2, 3, -3)),
        Exact<PowScalar>("torch.pow(a, float('inf'))", x => x[0].Pow(Edges.Infinity), Edges.All),
        Exact<PowScalar>("torch.pow(a, float('nan'))", x => x[0].Pow(Edges.NaN), Edges.All),
        Exact<Reciprocal>("torch.pow(a, -1.)", x => x[0].Pow(-1.0), Values([3], DType.Int64, 2, 4, 0)),
        Exact<Square>("torch.pow(a, 2.)", x => x[0].Pow(2.0), Whole(-4, 4, 4)),
    ];

    /// <summary>Squares, roots and reciprocals have operations of their own.</summary>
    private static Type ClassOfPower(double exponent) => exponent switch
    {
        2 => typeof(Square),
        0.5 => typeof(Sqrt),
        -0.5 => typeof(Rsqrt),
        -1 => typeof(Reciprocal),
        _ => typeof(PowScalar),
    };
}
