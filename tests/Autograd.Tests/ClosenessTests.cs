namespace Autograd.Tests;

public class ClosenessTests
{
    [Theory]
    [InlineData(1, 1.01, 0.02)]
    [InlineData(100, 101.9, 0.02)]
    [InlineData(0.001, 0.02, 0.02)]
    [InlineData(0.0, 0.0, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 0)]
    [InlineData(double.NaN, double.NaN, 0)]
    public void Numbers_within_the_tolerance_are_close(double expected, double actual, double tolerance)
    {
        Assert.True(Closeness.IsClose(expected, actual, tolerance));
        Closeness.AssertLibtorchs("", 0, expected, actual, tolerance);
    }

    [Theory]
    [InlineData(1, 1.03)]
    [InlineData(100, 102.1)]
    [InlineData(double.PositiveInfinity, 5)]
    [InlineData(double.PositiveInfinity, double.MaxValue)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(double.NaN, 5)]
    [InlineData(double.PositiveInfinity, double.NaN)]
    public void Others_are_not(double expected, double actual)
    {
        Assert.False(Closeness.IsClose(expected, actual, 0.02));
        Assert.False(Closeness.IsClose(actual, expected, 0.02));
    }

    [Fact]
    public void The_sign_of_a_zero_is_libtorchs() =>
        Assert.Contains("element 3: libtorch gives 0, we -0", Assert.ThrowsAny<Exception>(() => Closeness.AssertLibtorchs("", 3, 0.0, -0.0, 1)).Message, StringComparison.Ordinal);
}
