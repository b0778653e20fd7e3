namespace Autograd.Tests;

/// <summary>Whether numbers are what they should be.</summary>
internal static class Closeness
{
    /// <summary>True if a number is within a tolerance, relative to what is expected or to 1. Infinities and NaN are near nothing but themselves.</summary>
    public static bool IsClose(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || (double.IsFinite(expected) && Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)));

    /// <summary>Fails unless a number is libtorch's, within a tolerance, and a zero of the same sign: 1/x tells +0 and −0 apart.</summary>
    public static void AssertLibtorchs(string what, int element, double expected, double actual, double tolerance)
    {
        var hasSign = expected != 0 || actual != 0 || double.IsNegative(expected) == double.IsNegative(actual);
        Assert.True(IsClose(expected, actual, tolerance) && hasSign, $"{what}, element {element}: libtorch gives {expected:R}, we {actual:R}");
    }
}
