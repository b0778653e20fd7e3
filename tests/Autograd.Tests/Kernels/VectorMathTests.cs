using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Autograd.Kernels;

namespace Autograd.Tests.Kernels;

public class VectorMathTests
{
    private delegate Vector<T> Lanes<T>(Vector<T> x);

    /// <summary>A function of vectors, the function of one number it must agree with, and the errors its documentation promises.</summary>
    private sealed record Function(
        Lanes<float> Single, double SingleBound, Lanes<double> Double, double DoubleBound, Func<double, double> Scalar,
        Func<Vector512<float>, Vector512<float>> Wide);

    /// <summary>The documented errors are those with fused multiply-add; without it a little more is granted.</summary>
    private static readonly double _allowance = Fma.IsSupported || AdvSimd.Arm64.IsSupported ? 0 : 0.3;

    private static readonly Dictionary<string, Function> _functions = new()
    {
        ["Exp"] = new(VectorMath.Exp<float>, 0.91, VectorMath.Exp<double>, 1, Math.Exp, VectorMath.Exp),
        ["Log"] = new(VectorMath.Log<float>, 0.86, VectorMath.Log<double>, 0.8, Math.Log, VectorMath.Log),
        ["Sin"] = new(VectorMath.Sin<float>, 1.6, VectorMath.Sin<double>, 1.5, Math.Sin, VectorMath.Sin),
        ["Cos"] = new(VectorMath.Cos<float>, 1.6, VectorMath.Cos<double>, 1.5, Math.Cos, VectorMath.Cos),
        ["Tanh"] = new(VectorMath.Tanh<float>, 1.6, VectorMath.Tanh<double>, 2.4, SpecialFunctions.Tanh, VectorMath.Tanh),
        ["Sigmoid"] = new(VectorMath.Sigmoid<float>, 2, VectorMath.Sigmoid<double>, 1.7, SpecialFunctions.Sigmoid, VectorMath.Sigmoid),
        ["Erf"] = new(VectorMath.Erf<float>, 1.6, VectorMath.Erf<double>, 1.2, SpecialFunctions.Erf, VectorMath.Erf),
        ["Log1p"] = new(VectorMath.Log1p<float>, 1.6, VectorMath.Log1p<double>, 1.5, SpecialFunctions.Log1p, VectorMath.Log1p),
        ["Expm1"] = new(VectorMath.Expm1<float>, 1.3, VectorMath.Expm1<double>, 1.5, SpecialFunctions.Expm1, VectorMath.Expm1),
        ["Softplus"] = new(VectorMath.Softplus<float>, 1.8, VectorMath.Softplus<double>, 1.7, SpecialFunctions.Softplus, VectorMath.Softplus),
        ["Gelu"] = new(VectorMath.Gelu<float>, 12, VectorMath.Gelu<double>, 2.5, x => x * SpecialFunctions.NormalCdf(x), VectorMath.Gelu),
    };

    public static TheoryData<string> Names => [.. _functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_double_precision_the_error_is_as_documented(string name)
    {
        var function = _functions[name];
        foreach (var point in ReferencePoint.Of(name))
        {
            var result = function.Double(new Vector<double>(point.X))[0];
            var error = point.ErrorOf(result);
            Assert.True(error <= function.DoubleBound + _allowance, $"{name}({point.X:R}) = {result:R}, {error:F2} ulp from {point.Value:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void In_single_precision_the_error_is_as_documented(string name)
    {
        var function = _functions[name];
        foreach (var point in ReferencePoint.Of(name).Where(point => point.IsSingle))
        {
            var result = function.Single(new Vector<float>((float)point.X))[0];
            var error = point.ErrorOf(result);
            Assert.True(error <= function.SingleBound + _allowance, $"{name}({(float)point.X:R}) = {result:R}, {error:F2} ulp from {point.Value:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_agrees_with_the_scalar_function_over_all_floats(string name)
    {
        // Every 262,147th bit pattern: 32 floats of each exponent and sign, NaNs and infinities among them.
        var function = _functions[name];
        Span<float> inputs = stackalloc float[Vector<float>.Count];
        for (ulong bits = 0; bits <= uint.MaxValue;)
        {
            for (var lane = 0; lane < inputs.Length; lane++, bits += 262147)
                inputs[lane] = BitConverter.UInt32BitsToSingle((uint)bits);
            var results = function.Single(new Vector<float>(inputs));
            for (var lane = 0; lane < inputs.Length; lane++)
            {
                var expected = function.Scalar(inputs[lane]);
                var error = float.IsFinite((float)expected)
                    ? Math.Abs(results[lane] - expected) / ReferencePoint.UnitInTheLastPlace(expected, 23, -149)
                    : results[lane].Equals((float)expected) ? 0 : double.PositiveInfinity;
                Assert.True(error <= function.SingleBound + _allowance, $"{name}({inputs[lane]:R}) = {results[lane]:R}, {error:F2} ulp from {expected:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Double_precision_agrees_with_the_scalar_function_over_all_exponents(string name)
    {
        // The scalar function has an error of its own, of less than the bound.
        var function = _functions[name];
        for (ulong i = 0; i < 8192; i++)
        {
            // The high bits sweep the exponents and signs, the golden ratio fills the mantissa.
            var x = BitConverter.UInt64BitsToDouble((i << 51) | (i * 0x9E3779B97F4A7C15 >> 13));
            var expected = function.Scalar(x);
            var result = function.Double(new Vector<double>(x))[0];
            var error = double.IsFinite(expected)
                ? Math.Abs(result - expected) / ReferencePoint.UnitInTheLastPlace(expected, 52, -1074)
                : result.Equals(expected) ? 0 : double.PositiveInfinity;
            Assert.True(error <= function.DoubleBound + 2, $"{name}({x:R}) = {result:R}, {error:F2} ulp from {expected:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_values_equal_those_of_the_scalar_function(string name)
    {
        var function = _functions[name];
        foreach (var x in (double[])[0.0, -0.0, 1, -1, -2, 1e30, -1e30, double.PositiveInfinity, double.NegativeInfinity, double.NaN])
        {
            var expected = function.Scalar(x);
            // Where the function is exact so are the lanes; elsewhere the other tests measure the error.
            if (expected is not (0 or 1 or -1 or 0.5) && double.IsFinite(expected))
                continue;
            AssertSame((float)expected, function.Single(new Vector<float>((float)x))[0], $"{name}({x}) in single precision");
            AssertSame(expected, function.Double(new Vector<double>(x))[0], $"{name}({x}) in double precision");
        }

        static void AssertSame(double expected, double actual, string what)
        {
            var same = expected.Equals(actual) && (double.IsNaN(expected) || double.IsNegative(expected) == double.IsNegative(actual));
            Assert.True(same, $"{what} is {actual:R} instead of {expected:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_lane_depends_on_nothing_but_its_own_argument(string name)
    {
        var function = _functions[name];
        AssertIndependent(function.Single, [0.3f, -0.7f, 2f, -5.5f, 12345.678f, -1e-30f, 90f, -100f], [0f, float.NaN, float.PositiveInfinity, -1e20f, 1e-40f]);
        AssertIndependent(function.Double, [0.3, -0.7, 2, -5.5, 12345.678, -1e-30, 90, -100], [0, double.NaN, double.PositiveInfinity, -1e20, 1e-310]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Wide_vectors_give_the_same_bits(string name)
    {
        if (!Vector512.IsHardwareAccelerated)
            return;
        var function = _functions[name];
        Span<float> inputs = stackalloc float[Vector512<float>.Count];
        for (ulong bits = 0; bits <= uint.MaxValue;)
        {
            for (var lane = 0; lane < inputs.Length; lane++, bits += 131071)
                inputs[lane] = BitConverter.UInt32BitsToSingle((uint)bits);
            var wide = function.Wide(Vector512.Create<float>(inputs));
            for (var start = 0; start < inputs.Length; start += Vector<float>.Count)
            {
                var narrow = function.Single(new Vector<float>(inputs[start..]));
                for (var lane = 0; lane < Vector<float>.Count; lane++)
                    Assert.Equal(BitConverter.SingleToUInt32Bits(narrow[lane]), BitConverter.SingleToUInt32Bits(wide[start + lane]));
            }
        }
    }

    [Fact]
    public void The_slope_of_gelu_is_exact_but_for_three_units_of_its_greater_term()
    {
        for (var x = -13f; x < 8; x += 0.0037f)
        {
            var (left, right) = (SpecialFunctions.NormalCdf((double)x), x * Math.Exp(-(double)x * x / 2) / Math.Sqrt(2 * Math.PI));
            var error = Math.Abs(VectorMath.GeluSlope(new Vector<float>(x))[0] - left - right);
            var unit = ReferencePoint.UnitInTheLastPlace(Math.MaxMagnitude(left, right), 23, -149);
            Assert.True(error / unit <= 3 + _allowance, $"GeluSlope({x:R}) is off by {error / unit:F2}");
            Assert.Equal(left + right, VectorMath.GeluSlope(new Vector<double>(x))[0], 1e-15);
        }
    }

    [Fact]
    public void Other_element_types_are_refused_by_name()
    {
        var exception = Assert.Throws<NotSupportedException>(() => VectorMath.Exp(Vector<int>.One));
        Assert.Equal("VectorMath computes in float and double, not in Int32.", exception.Message);
    }

    private static void AssertIndependent<T>(Lanes<T> function, T[] arguments, T[] neighbours) where T : struct, IFloatingPointIeee754<T>
    {
        foreach (var x in arguments)
        {
            var alone = function(new Vector<T>(x))[0];
            foreach (var neighbour in neighbours)
            {
                for (var lane = 0; lane < Vector<T>.Count; lane++)
                    Assert.Equal(alone, function(new Vector<T>(neighbour).WithElement(lane, x))[lane]);
            }
        }
    }
}
