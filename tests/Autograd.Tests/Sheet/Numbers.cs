namespace Autograd.Tests.Sheet;

/// <summary>Plain arrays to check formulas with, independent of the library's own kernels and gradients.</summary>
internal static class Numbers
{
    /// <summary>Numbers from −2 to 2, at least 0.05 away from 0, where some functions have kinks.</summary>
    public static double[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.Next(2) * 2 - 1) * (0.05 + 1.95 * random.NextDouble()))];

    /// <summary>The derivative of a function by each of its arguments, by central differences: exact to about 1e-9.</summary>
    public static double[] CentralDifferences(Func<double[], double> function, double[] at)
    {
        const double Step = 1e-5;
        return [.. at.Select((_, i) => (function(Moved(at, i, Step)) - function(Moved(at, i, -Step))) / (2 * Step))];
    }

    /// <summary>Fails unless all numbers agree to a tolerance, relative to the greater of 1 and the number.</summary>
    public static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Closeness.IsClose(expected[i], actual[i], tolerance), $"element {i}: expected {expected[i]:R}, got {actual[i]:R}");
    }

    private static double[] Moved(double[] values, int place, double by)
    {
        var moved = (double[])values.Clone();
        moved[place] += by;
        return moved;
    }
}
