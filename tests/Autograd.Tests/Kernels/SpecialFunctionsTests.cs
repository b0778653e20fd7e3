using Autograd.Kernels;

namespace Autograd.Tests.Kernels;

public class SpecialFunctionsTests
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>Each function with the error its documentation promises, in double precision.</summary>
    private static readonly Dictionary<string, (Func<double, double> Double, Func<float, float> Single, double Bound)> _functions = new()
    {
        ["Erf"] = (SpecialFunctions.Erf, SpecialFunctions.Erf<float>, 1.2),
        ["Erfc"] = (SpecialFunctions.Erfc, SpecialFunctions.Erfc<float>, 1.8),
        ["Expm1"] = (SpecialFunctions.Expm1, SpecialFunctions.Expm1<float>, 1.1),
        ["Log1p"] = (SpecialFunctions.Log1p, SpecialFunctions.Log1p<float>, 1.5),
        ["Sigmoid"] = (SpecialFunctions.Sigmoid, SpecialFunctions.Sigmoid<float>, 2),
        ["Softplus"] = (SpecialFunctions.Softplus, SpecialFunctions.Softplus<float>, 1.8),
        ["LogSigmoid"] = (SpecialFunctions.LogSigmoid, SpecialFunctions.LogSigmoid<float>, 1.9),
        ["Tanh"] = (SpecialFunctions.Tanh, SpecialFunctions.Tanh<float>, 1.5),
        ["NormalCdf"] = (SpecialFunctions.NormalCdf, SpecialFunctions.NormalCdf<float>, 2),
        ["NormalPdf"] = (SpecialFunctions.NormalPdf, SpecialFunctions.NormalPdf<float>, 1.1),
    };

    public static TheoryData<string> Names => [.. _functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_double_precision_the_error_is_as_documented(string name)
    {
        var (function, _, bound) = _functions[name];
        Assert.True(ReferencePoint.Of(name).Count() >= 100);
        foreach (var point in ReferencePoint.Of(name))
        {
            var error = point.ErrorOf(function(point.X));
            Assert.True(error <= bound, $"{name}({point.X:R}) = {function(point.X):R}, {error:F2} ulp from {point.Value:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_single_precision_the_result_is_rounded_once(string name)
    {
        var function = _functions[name].Single;
        foreach (var point in ReferencePoint.Of(name).Where(point => point.IsSingle))
        {
            var error = point.ErrorOf(function((float)point.X));
            Assert.True(error <= 0.51, $"{name}({(float)point.X:R}) = {function((float)point.X):R}, {error:F2} ulp from {point.Value:R}");
        }
    }

    [Theory]
    [InlineData("Erf", 0.0, 0.0)]
    [InlineData("Erf", Infinity, 1.0)]
    [InlineData("Erf", -Infinity, -1.0)]
    [InlineData("Erfc", 0.0, 1.0)]
    [InlineData("Erfc", Infinity, 0.0)]
    [InlineData("Erfc", -Infinity, 2.0)]
    [InlineData("Expm1", 0.0, 0.0)]
    [InlineData("Expm1", Infinity, Infinity)]
    [InlineData("Expm1", -Infinity, -1.0)]
    [InlineData("Expm1", 710.0, Infinity)]
    [InlineData("Log1p", 0.0, 0.0)]
    [InlineData("Log1p", -1.0, -Infinity)]
    [InlineData("Log1p", -1.5, double.NaN)]
    [InlineData("Log1p", -Infinity, double.NaN)]
    [InlineData("Log1p", Infinity, Infinity)]
    [InlineData("Sigmoid", 0.0, 0.5)]
    [InlineData("Sigmoid", Infinity, 1.0)]
    [InlineData("Sigmoid", -Infinity, 0.0)]
    [InlineData("Softplus", Infinity, Infinity)]
    [InlineData("Softplus", -Infinity, 0.0)]
    [InlineData("LogSigmoid", Infinity, -0.0)]
    [InlineData("LogSigmoid", -Infinity, -Infinity)]
    [InlineData("Tanh", 0.0, 0.0)]
    [InlineData("Tanh", Infinity, 1.0)]
    [InlineData("Tanh", -Infinity, -1.0)]
    [InlineData("NormalCdf", 0.0, 0.5)]
    [InlineData("NormalCdf", Infinity, 1.0)]
    [InlineData("NormalCdf", -Infinity, 0.0)]
    [InlineData("NormalPdf", Infinity, 0.0)]
    [InlineData("NormalPdf", -Infinity, 0.0)]
    public void Special_values_are_exact(string name, double x, double expected)
    {
        var (function, single, _) = _functions[name];
        Assert.Equal(expected, function(x));
        Assert.Equal((float)expected, single((float)x));
    }

    [Theory]
    [InlineData("Erf")]
    [InlineData("Expm1")]
    [InlineData("Log1p")]
    [InlineData("Tanh")]
    public void Zero_keeps_its_sign(string name)
    {
        var (function, single, _) = _functions[name];
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(function(-0.0)));
        Assert.Equal(BitConverter.DoubleToInt64Bits(0.0), BitConverter.DoubleToInt64Bits(function(0.0)));
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(single(-0f)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_propagates(string name)
    {
        Assert.True(double.IsNaN(_functions[name].Double(double.NaN)));
        Assert.True(float.IsNaN(_functions[name].Single(float.NaN)));
    }

    [Theory]
    [InlineData("Erf")]
    [InlineData("Tanh")]
    public void Odd_functions_are_odd_to_the_last_bit(string name)
    {
        var function = _functions[name].Double;
        Assert.All(ReferencePoint.Of(name), point => Assert.Equal(-function(point.X), function(-point.X)));
    }

    [Fact]
    public void The_normal_density_is_the_slope_of_the_distribution_function()
    {
        // Simpson's rule over one step is exact to step⁵·φ⁗/2880.
        const double Step = 1.0 / 256;
        for (var x = -8.0; x < 0; x += Step)
        {
            var densities = SpecialFunctions.NormalPdf(x) + 4 * SpecialFunctions.NormalPdf(x + Step / 2) + SpecialFunctions.NormalPdf(x + Step);
            var rise = SpecialFunctions.NormalCdf(x + Step) - SpecialFunctions.NormalCdf(x);
            Assert.Equal(1, Step / 6 * densities / rise, 1e-9);
        }
    }
}
