namespace Autograd.Benchmarks.Accuracy;

/// <summary>An elementary function of single precision and what it should be, in double precision, where a few units in the last place do not matter.</summary>
/// <param name="Name">As methods of a tensor are called.</param>
/// <param name="Apply">The library's function.</param>
/// <param name="Reference">All results for some arguments.</param>
internal sealed record FloatFunction(string Name, Func<Tensor, Tensor> Apply, Func<double[], double[]> Reference)
{
    /// <summary>Every function of one number that rounds.</summary>
    public static IReadOnlyList<FloatFunction> All { get; } =
    [
        new("Sqrt", x => x.Sqrt(), Math.Sqrt),
        new("Rsqrt", x => x.Rsqrt(), x => 1 / Math.Sqrt(x)),
        new("Reciprocal", x => x.Reciprocal(), x => 1 / x),
        new("Square", x => x.Square(), x => x * x),
        new("Log", x => x.Log(), Math.Log),
        new("Log1p", x => x.Log1p(), Log1p),
        new("Log2", x => x.Log2(), Math.Log2),
        new("Log10", x => x.Log10(), Math.Log10),
        new("Expm1", x => x.Expm1(), Expm1),
        new("Sin", x => x.Sin(), Math.Sin),
        new("Cos", x => x.Cos(), Math.Cos),
        new("Tan", x => x.Tan(), Math.Tan),
        new("Asin", x => x.Asin(), Math.Asin),
        new("Acos", x => x.Acos(), Math.Acos),
        new("Atan", x => x.Atan(), Math.Atan),
        new("Sinh", x => x.Sinh(), Math.Sinh),
        new("Cosh", x => x.Cosh(), Math.Cosh),
        Itself("Erf", x => x.Erf()),
        new("Softplus", x => x.Softplus(), Softplus),
        new("Silu", x => x.Silu(), x => x * Sigmoid(x)),
        new("Mish", x => x.Mish(), x => x * Math.Tanh(Softplus(x))),
        new("Elu", x => x.Elu(), x => x > 0 ? x : Expm1(x)),
        new("GeluTanh", x => x.Gelu(GeluApproximation.Tanh), x => x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        Itself("Gelu", x => x.Gelu()),
        new("Exp", x => x.Exp(), Math.Exp),
        new("Sigmoid", x => x.Sigmoid(), Sigmoid),
        new("Tanh", x => x.Tanh(), Math.Tanh),
    ];

    private FloatFunction(string name, Func<Tensor, Tensor> apply, Func<double, double> reference) : this(name, apply, x => Array.ConvertAll(x, new Converter<double, double>(reference))) { }

    /// <summary>
    /// A function that .NET lacks: in double precision the library's own, whose errors its tests hold to two units in the last place, against
    /// 113-bit arithmetic.
    /// </summary>
    private static FloatFunction Itself(string name, Func<Tensor, Tensor> apply) => new(name, apply, x => apply(Tensor.From(x)).ToArray<double>());

    // Kahan's: the error of 1 + x is in both factors, and cancels.
    private static double Log1p(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : double.IsPositiveInfinity(sum) ? sum : Math.Log(sum) * (x / (sum - 1));
    }

    private static double Expm1(double x)
    {
        var power = Math.Exp(x);
        return power == 1 ? x : power - 1 == -1 || double.IsPositiveInfinity(power) ? power - 1 : (power - 1) * (x / Math.Log(power));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));
}
