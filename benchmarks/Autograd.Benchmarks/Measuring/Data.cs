namespace Autograd.Benchmarks.Measuring;

/// <summary>The inputs: the same numbers for every library.</summary>
public static class Data
{
    /// <summary>Numbers drawn evenly from [−1, 1).</summary>
    public static float[] Uniform(int seed, int count)
    {
        // A seeded Random draws the same numbers in every version of .NET.
        var random = new Random(seed);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = 2 * random.NextSingle() - 1;
        return values;
    }

    /// <summary>Initial weights of a layer with so many inputs for each output: drawn evenly from [−1/√inputs, 1/√inputs).</summary>
    public static float[] Weights(int seed, int inputs, int count) => [.. Uniform(seed, count).Select(value => value / MathF.Sqrt(inputs))];

    /// <summary>Indices of classes, drawn evenly.</summary>
    public static long[] Classes(int seed, int count, int classes)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(classes))];
    }

    /// <summary>A line with noise: x in [−1, 1) and y = 3x + 1 + noise.</summary>
    public static (float[] X, float[] Y) Line(int count)
    {
        var (x, noise) = (Uniform(1, count), Uniform(2, count));
        return (x, [.. x.Zip(noise, (x, noise) => 3 * x + 1 + 0.1f * noise)]);
    }
}
