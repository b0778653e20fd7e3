using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Tests.Kernels;

/// <summary>Functions that are made of others keep the errors that docs/accuracy.md promises, also where their factors are subnormal.</summary>
public class AccuracyTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Apply, double Bound)> _functions = new()
    {
        ["Gelu with tanh"] = (x => x.Gelu(GeluApproximation.Tanh), 2.9),
        ["Mish"] = (x => x.Mish(), 4.2),
        ["Log10"] = (x => x.Log10(), 0.51),
        ["Log2"] = (x => x.Log2(), 0.76),
        ["Rsqrt"] = (x => x.Rsqrt(), 1.5),
        ["Elu"] = (x => x.Elu(), 1.3),
    };

    // Without fused multiply-add, sums of products round once more.
    private static readonly double _allowance = Fma.IsSupported || AdvSimd.Arm64.IsSupported ? 0 : 0.6;

    public static TheoryData<string> Names => [.. _functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Single_precision_errs_as_little_as_documented(string name)
    {
        var (apply, bound) = _functions[name];
        var x = Arguments();
        var results = apply(Tensor.From(x)).ToArray<float>();
        var exact = apply(Tensor.From(Array.ConvertAll(x, value => (double)value))).ToArray<double>();
        for (var i = 0; i < x.Length; i++)
        {
            if (results[i].Equals((float)exact[i]))
                continue;
            var error = Math.Abs(results[i] - exact[i]) / ReferencePoint.UnitInTheLastPlace(exact[i], 23, -149);
            Assert.True(error <= bound + _allowance, $"{name}({x[i]:R}) = {results[i]:R}, {error:F2} ulp from {exact[i]:R}");
        }
    }

    /// <summary>Numbers of all exponents and both signs, and closer together where products with decays leave the normal range.</summary>
    private static float[] Arguments()
    {
        List<float> values = [];
        for (long bits = 0; bits <= uint.MaxValue; bits += 100_003)
            values.Add(BitConverter.UInt32BitsToSingle((uint)bits));
        for (var i = 0; i < 20_000; i++)
            values.Add(-i / 180f);
        return [.. values.Where(value => !float.IsNaN(value))];
    }
}
