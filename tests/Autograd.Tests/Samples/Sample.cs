namespace Autograd.Tests.Samples;

/// <summary>
/// One row of the table that all generic tests and the parity check run over: an operation applied to inputs, and the same in
/// TorchScript, whose inputs are named a, b, c.
/// </summary>
public sealed record Sample(Type Operation, string Torch, Func<Tensor[], Tensor> Apply, SampleInput[] Inputs)
{
    /// <summary>Differentiable near the inputs: gradients are checked against finite differences.</summary>
    public bool IsSmooth { get; init; }

    /// <summary>Works element by element: any shapes that broadcast may take the place of the inputs' own.</summary>
    public bool IsElementwise { get; init; }

    /// <summary>How far the value may lie from libtorch's, relative to the greater of 1 and the value.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>The key of the golden values.</summary>
    public string Id => $"{Operation.Name}: {Torch} of {string.Join(", ", Inputs.Select(input => input.ToString()))}";

    public override string ToString() => Id;

    /// <summary>The inputs as tensors; real ones Float64 unless they ask for a type of their own.</summary>
    public Tensor[] Tensors() => [.. Inputs.Select((input, i) => input.ToTensor(Seed(i)))];

    /// <summary>The inputs' values: the same for every run on every machine.</summary>
    public double[] Values(int input) => Inputs[input].Values(Seed(input));

    /// <summary>The gradient that the backward pass of the golden values starts from.</summary>
    public static double[] UpstreamGradient(int count) => [.. Enumerable.Range(1, count).Select(i => Math.Cos(i))];

    private ulong Seed(int input)
    {
        // FNV-1a of the text, so that adding a row changes no other.
        var hash = 14695981039346656037UL;
        foreach (var character in $"{Torch}/{input}")
            hash = (hash ^ character) * 1099511628211UL;
        return hash;
    }
}

/// <summary>The shape, type and range of one input of a sample, or its values themselves.</summary>
public sealed record SampleInput(int[] Shape, DType Type, double Low, double High, double[]? Given = null)
{
    public double[] Values(ulong seed)
    {
        if (Given is not null)
            return Given;
        var count = Shape.Aggregate(1, (product, size) => product * size);
        var order = Enumerable.Range(0, count).ToArray();
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var j = i + (int)(Next(ref seed) * (count - i));
            (order[i], order[j]) = (order[j], order[i]);
            if (Type is DType.Int32 or DType.Int64 or DType.Bool)
            {
                values[i] = Math.Floor(Low + Next(ref seed) * (High - Low + 1));
                continue;
            }
            // One value in each of count equal strips: all different, well apart, and none at the kinks that sit at 0.
            values[i] = Low + (High - Low) * (order[i] + 0.25 + 0.5 * Next(ref seed)) / count;
            if (Math.Abs(values[i]) < 0.02)
                values[i] += 0.05;
        }
        return values;
    }

    public Tensor ToTensor(ulong seed) => Tensor.From(Values(seed), Shape).Cast(Type);

    public override string ToString() =>
        Given is null ? $"{Type}[{string.Join(",", Shape)}]({Low}..{High})" : $"{Type}[{string.Join(",", Shape)}]{{{string.Join(" ", Given)}}}";

    // SplitMix64 (Steele, Lea, Flood 2014).
    private static double Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}

/// <summary>The words that the tables are written with.</summary>
public static class SampleWords
{
    /// <summary>Real numbers from −2 to 2.</summary>
    public static SampleInput Real(params int[] shape) => new(shape, DType.Float64, -2, 2);

    /// <summary>Real numbers of a range.</summary>
    public static SampleInput Real(double low, double high, params int[] shape) => new(shape, DType.Float64, low, high);

    /// <summary>Real numbers from 0.1 to 3.</summary>
    public static SampleInput Positive(params int[] shape) => new(shape, DType.Float64, 0.1, 3);

    /// <summary>Whole numbers of a range, both ends included.</summary>
    public static SampleInput Whole(int low, int high, params int[] shape) => new(shape, DType.Int64, low, high);

    /// <summary>Booleans.</summary>
    public static SampleInput Booleans(params int[] shape) => new(shape, DType.Bool, 0, 1);

    /// <summary>The very values, Float64, as a vector.</summary>
    public static SampleInput Values(params double[] values) => new([values.Length], DType.Float64, 0, 0, values);

    /// <summary>The very values under a shape and a type.</summary>
    public static SampleInput Values(int[] shape, DType type, params double[] values) => new(shape, type, 0, 0, values);

    /// <summary>A differentiable operation.</summary>
    public static Sample Smooth<TOperation>(string torch, Func<Tensor[], Tensor> apply, params SampleInput[] inputs) where TOperation : Operation =>
        new(typeof(TOperation), torch, apply, inputs) { IsSmooth = true };

    /// <summary>A differentiable operation that works element by element.</summary>
    public static Sample Elementwise<TOperation>(string torch, Func<Tensor[], Tensor> apply, params SampleInput[] inputs) where TOperation : Operation =>
        new(typeof(TOperation), torch, apply, inputs) { IsSmooth = true, IsElementwise = true };

    /// <summary>Values and gradients compared with libtorch's only: kinks, ties, infinities, NaN, and results that carry no gradient.</summary>
    public static Sample Exact<TOperation>(string torch, Func<Tensor[], Tensor> apply, params SampleInput[] inputs) where TOperation : Operation =>
        new(typeof(TOperation), torch, apply, inputs);
}
