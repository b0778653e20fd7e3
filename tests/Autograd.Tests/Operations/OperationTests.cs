using Autograd.Tests.Samples;

namespace Autograd.Tests.Operations;

/// <summary>What must hold for every operation, over the whole table of samples.</summary>
public class OperationTests
{
    public static TheoryData<Samples.Sample> All => [.. OperationSamples.All];

    public static TheoryData<Samples.Sample> Smooth => [.. OperationSamples.All.Where(sample => sample.IsSmooth)];

    public static TheoryData<Samples.Sample> Elementwise => [.. OperationSamples.All.Where(sample => sample.IsElementwise)];

    [Theory, MemberData(nameof(Smooth), DisableDiscoveryEnumeration = true)]
    public void Gradients_agree_with_finite_differences(Samples.Sample sample) =>
        GradientCheck.Run(x => sample.Apply([.. x]), sample.Tensors());

    [Theory, MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void The_graph_holds_the_operation_it_claims(Samples.Sample sample)
    {
        var variables = AsVariables(sample.Tensors());
        var result = sample.Apply(variables);
        Assert.Contains(sample.Operation, Types(result));
    }

    [Theory, MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Layout_does_not_matter(Samples.Sample sample)
    {
        var inputs = sample.Tensors();
        var expected = sample.Apply(inputs);
        var actual = sample.Apply([.. inputs.Select(Scattered)]);
        AssertClose(expected, actual, 1e-14);
    }

    [Theory, MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Inputs_stay_as_they_are(Samples.Sample sample)
    {
        var inputs = AsVariables(sample.Tensors());
        var before = inputs.Select(Doubles).ToArray();
        var result = sample.Apply(inputs);
        if (result.RequiresGradient)
            result.Backward(Tensor.Ones(result.Shape, result.DType));
        Assert.Equal(before, inputs.Select(Doubles));
    }

    [Theory, MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Without_gradients_nothing_is_recorded(Samples.Sample sample)
    {
        Assert.False(sample.Apply(sample.Tensors()).RequiresGradient);
        using (Tensor.NoGradient())
        {
            var result = sample.Apply(AsVariables(sample.Tensors()));
            Assert.Empty(result.Inputs);
            Assert.False(result.RequiresGradient);
        }
    }

    [Theory, MemberData(nameof(Smooth), DisableDiscoveryEnumeration = true)]
    public void Single_precision_agrees_with_double(Samples.Sample sample)
    {
        var inputs = AsVariables(sample.Tensors());
        var narrow = AsVariables([.. inputs.Select(x => x.DType == DType.Float64 ? x.Detach().Cast(DType.Float32) : x)]);
        var expected = sample.Apply(inputs);
        var actual = sample.Apply(narrow);
        AssertClose(expected, actual, 2e-5);
        expected.Sum().Backward();
        actual.Sum().Backward();
        foreach (var (x, y) in inputs.Zip(narrow).Where(pair => pair.First is Variable))
            AssertClose(x.Gradient!, y.Gradient!, 1e-4);
    }

    [Theory, MemberData(nameof(Elementwise), DisableDiscoveryEnumeration = true)]
    public void Elementwise_operations_take_every_shape(Samples.Sample sample)
    {
        int[][] shapes = [[], [1], [0], [3, 0], [17], [5, 7], [2, 3, 4]];
        foreach (var shape in shapes)
        {
            var inputs = sample.Inputs.Select((input, i) => (input with { Shape = shape }).ToTensor((ulong)i + 1)).ToArray();
            var result = sample.Apply(inputs);
            Assert.Equal((Shape)shape, result.Shape);
            // Each element alone gives what it gives among the others.
            var values = inputs.Select(Doubles).ToArray();
            var all = Doubles(result);
            for (var i = 0; i < all.Length; i++)
            {
                var alone = sample.Apply([.. inputs.Select((x, k) => Tensor.From(values[k][i]).Cast(x.DType))]);
                AssertClose(alone, Tensor.From(all[i]).Cast(alone.DType), 1e-14);
            }
        }
    }

    [Theory, MemberData(nameof(Elementwise), DisableDiscoveryEnumeration = true)]
    public void Elementwise_operations_broadcast(Samples.Sample sample)
    {
        if (sample.Inputs.Length != 2)
            return;
        var left = (sample.Inputs[0] with { Shape = [3, 1, 2] }).ToTensor(1);
        var right = (sample.Inputs[1] with { Shape = [4, 1] }).ToTensor(2);
        Shape shape = [3, 4, 2];
        var expected = sample.Apply([left.Expand(shape).Reshape(-1), right.Expand(shape).Reshape(-1)]).Reshape(shape);
        AssertClose(expected, sample.Apply([left, right]), 1e-14);
        GradientCheck.Run(x => sample.Apply([.. x]), [left, right]);
    }

    [Theory, MemberData(nameof(Elementwise), DisableDiscoveryEnumeration = true)]
    public void The_number_of_threads_does_not_change_a_bit(Samples.Sample sample)
    {
        var inputs = sample.Inputs.Select((input, i) => (input with { Shape = [70_003] }).ToTensor((ulong)i + 1).Cast(DType.Float32)).ToArray();
        var before = Computation.Threads;
        try
        {
            Computation.Threads = 1;
            var expected = Doubles(sample.Apply(inputs));
            Computation.Threads = 2;
            Assert.Equal(expected, Doubles(sample.Apply(inputs)));
        }
        finally
        {
            Computation.Threads = before;
        }
    }

    internal static Tensor[] AsVariables(Tensor[] inputs) =>
        [.. inputs.Select((x, i) => x.DType.IsFloatingPoint ? new Variable($"x{i}", x) : x)];

    internal static double[] Doubles(Tensor x) => x.Detach().Cast(DType.Float64).ToArray<double>();

    internal static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = Doubles(expected), a = Doubles(actual);
        for (var i = 0; i < e.Length; i++)
            Assert.True(Closeness.IsClose(e[i], a[i], tolerance), $"element {i}: expected {e[i]:R}, got {a[i]:R}");
    }

    /// <summary>The same values in a layout with gaps: every second element, axes in reverse order.</summary>
    private static Tensor Scattered(Tensor x)
    {
        var order = Enumerable.Range(0, x.Rank).Reverse().ToArray();
        return Interleaved(x.Permute(order)).Permute(order);
    }

    private static Tensor Interleaved(Tensor x)
    {
        Shape withGap = Shape.Create([.. x.Shape, 2]);
        var values = Doubles(x).SelectMany(value => new[] { value, 99 }).ToArray();
        var layout = Tensor.From(values, withGap).Cast(x.DType);
        return new Input(layout.Layout.Select(x.Rank, 0), layout.Storage);
    }

    private static HashSet<Type> Types(Tensor root)
    {
        HashSet<Type> types = [];
        var stack = new Stack<Tensor>([root]);
        while (stack.TryPop(out var tensor))
        {
            types.Add(tensor.GetType());
            foreach (var input in tensor.Inputs)
                stack.Push(input);
        }
        return types;
    }
}
