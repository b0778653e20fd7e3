namespace Autograd.Tests.Operations;

/// <summary>What the table of samples does not show of normalisations: precision, statistics, nothing to normalize, and mistakes.</summary>
public class NormalizationTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> _kinds = new()
    {
        ["layer"] = x => x.LayerNorm(),
        ["group"] = x => x.GroupNorm(2),
        ["instance"] = x => x.InstanceNorm(),
        ["batch"] = x => x.BatchNorm(),
        ["root mean square"] = x => x.RmsNorm(epsilon: 1e-5),
    };

    private static readonly Dictionary<string, (Action Mistake, Type Exception, string Message)> _mistakes = new()
    {
        ["More axes than there are"] = (
            () => _ = Ones(2, 3).LayerNorm(3), typeof(ShapeException),
            "LayerNorm: cannot normalize along the last 3 axes of input [2, 3]; use 1 to 2."),
        ["No axes"] = (
            () => _ = Ones(2, 3).RmsNorm(0), typeof(ShapeException),
            "RmsNorm: cannot normalize along the last 0 axes of input [2, 3]; use 1 to 2."),
        ["A single number"] = (
            () => _ = Ones().LayerNorm(), typeof(ShapeException),
            "LayerNorm: the input is a single number; it needs at least one axis to normalize along."),
        ["Another shape than the last axes'"] = (
            () => _ = Ones(2, 3).LayerNorm([2]), typeof(ShapeException),
            "LayerNorm: the last axes of input [2, 3] are not [2]; give the sizes of the axes to normalize along, the innermost last."),
        ["A weight of another shape"] = (
            () => _ = Ones(2, 3).LayerNorm(1, Ones(2)), typeof(ShapeException),
            "LayerNorm: weight [2] does not fit input [2, 3]; it must be [3]."),
        ["A bias of another shape"] = (
            () => _ = Ones(2, 3, 4).BatchNorm(Ones(3), Ones(4)), typeof(ShapeException),
            "BatchNorm: bias [4] does not fit input [2, 3, 4]; it must be [3]."),
        ["A mean of another shape"] = (
            () => _ = Ones(2, 3, 4).BatchNorm(Ones(2), Ones(3), null, null), typeof(ShapeException),
            "BatchNorm: mean [2] does not fit input [2, 3, 4]; it must be [3]."),
        ["A weight of another type"] = (
            () => _ = Ones(2, 3).RmsNorm(1, Ones(3).Cast(DType.Float64)), typeof(TypeException),
            "RmsNorm: input is Float32, the weight Float64; convert one of them with Cast first."),
        ["Whole numbers"] = (
            () => _ = Tensor.Arange(6).Reshape(2, 3).LayerNorm(), typeof(TypeException),
            "LayerNorm: takes floating-point numbers, got Int64; convert with Cast(DType.Float32) first."),
        ["A negative epsilon"] = (
            () => _ = Ones(2, 3).LayerNorm(epsilon: -1), typeof(ArgumentException),
            "LayerNorm: epsilon -1 must be 0 or more. (Parameter 'epsilon')"),
        ["Groups that do not divide the channels"] = (
            () => _ = Ones(2, 4, 5).GroupNorm(3), typeof(ShapeException),
            "GroupNorm: 3 groups do not divide the 4 channels of input [2, 4, 5]; use a divisor of 4."),
        ["No groups"] = (
            () => _ = Ones(2, 4, 5).GroupNorm(0), typeof(ShapeException),
            "GroupNorm: 0 groups do not divide the 4 channels of input [2, 4, 5]; use a divisor of 4."),
        ["No channels"] = (
            () => _ = Ones(4).GroupNorm(2), typeof(ShapeException),
            "GroupNorm: input [4] has 1 axis; it takes [batch, channels, …]."),
        ["Nothing behind the channels"] = (
            () => _ = Ones(4, 3).InstanceNorm(), typeof(ShapeException),
            "InstanceNorm: input [4, 3] has 2 axes; it takes [batch, channels, …] with at least one axis behind."),
        ["One value in each channel of an image"] = (
            () => _ = Ones(4, 3, 1, 1).InstanceNorm(), typeof(ShapeException),
            "InstanceNorm: input [4, 3, 1, 1] has 1 value in each channel of an image, which is its own mean; give more than 1, or use LayerNorm."),
        ["One value in each channel"] = (
            () => _ = Ones(1, 3).BatchNorm(), typeof(ShapeException),
            "BatchNorm: input [1, 3] has 1 value in each channel, which is its own mean; give more than 1, or, when not training, a mean and a variance."),
    };

    public static TheoryData<string> Kinds => [.. _kinds.Keys];

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_answered_with_what_is_wrong_and_what_to_do(string name) => Mistake.AssertExplained(_mistakes[name]);

    [Theory, MemberData(nameof(Kinds))]
    public void Elements_far_from_zero_keep_their_digits_in_single_precision(string kind)
    {
        // Whole numbers near a million, which single precision holds exactly: their distances are small numbers, not differences of sums.
        var wide = (Tensor.Randn([4, 4, 1000], DType.Float64, new Generator(1)) * 20).Round() + 1e6;
        var expected = _kinds[kind](wide);
        var actual = _kinds[kind](wide.Cast(DType.Float32));
        OperationTests.AssertClose(expected, actual, 1e-6);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Gradients_far_from_zero_keep_their_digits_in_single_precision(string kind)
    {
        var values = (Tensor.Randn([4, 4, 1000], DType.Float64, new Generator(1)) * 20).Round() + 1e6;
        var upstream = Tensor.Randn([4, 4, 1000], DType.Float64, new Generator(2));
        var (wide, narrow) = (new Variable("x", values), new Variable("x", values.Cast(DType.Float32)));
        _kinds[kind](wide).Backward(upstream);
        _kinds[kind](narrow).Backward(upstream.Cast(DType.Float32));
        OperationTests.AssertClose(wide.Gradient!, narrow.Gradient!, 1e-6);
    }

    // Runs shorter than a vector, of whole vectors, with a rest, of whole blocks of sums, and beyond.
    [Theory]
    [InlineData(1), InlineData(5), InlineData(16), InlineData(33), InlineData(49), InlineData(64), InlineData(1024), InlineData(1029), InlineData(2100)]
    public void Values_and_all_gradients_are_those_of_the_formula(int length)
    {
        Check((x, weight, bias) => x.BatchNorm(weight, bias), axes: [0, 2], weights: [4, 1]);
        Check((x, weight, bias) => x.GroupNorm(2, weight, bias), axes: [2, 3], weights: [4, 1], groups: 2);
        Check((x, weight, bias) => x.LayerNorm(1, weight, bias), axes: [2], weights: [length]);

        void Check(Func<Tensor, Tensor, Tensor, Tensor> kind, int[] axes, int[] weights, int groups = 0)
        {
            // Ten images: more than a chunk of rows whose weights are added up together.
            var generator = new Generator((ulong)length);
            var values = new[] { Tensor.Randn([10, 4, length], DType.Float64, generator) + 3, Tensor.Randn(weights, DType.Float64, generator), Tensor.Randn(weights, DType.Float64, generator) };
            var upstream = Tensor.Randn([10, 4, length], DType.Float64, generator);
            var (exact, doubles, singles) = (Variables(DType.Float64), Variables(DType.Float64), Variables(DType.Float32));
            var grouped = groups == 0 ? exact[0] : exact[0].Reshape(10, groups, 4 / groups, length);
            var distance = grouped - grouped.Mean(axes, keepDimensions: true);
            var standard = distance / (distance.Square().Mean(axes, keepDimensions: true) + 1e-5).Sqrt();
            var expected = standard.Reshape(10, 4, length) * exact[1] + exact[2];
            expected.Backward(upstream);
            foreach (var (variables, tolerance) in new[] { (doubles, 1e-9), (singles, 2e-4) })
            {
                var x = variables[0];
                Tensor weight = variables[1], bias = variables[2];
                if (axes is not [2])
                    (weight, bias) = (weight.Reshape(4), bias.Reshape(4));
                var actual = kind(x, weight, bias);
                OperationTests.AssertClose(expected, actual, tolerance);
                actual.Backward(upstream.Cast(x.DType));
                for (var i = 0; i < 3; i++)
                    OperationTests.AssertClose(exact[i].Gradient!, variables[i].Gradient!, tolerance);
            }

            Variable[] Variables(DType type) => [.. values.Select((value, i) => new Variable($"v{i}", value.Cast(type)))];
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_is_normalized_to_nothing(string kind)
    {
        var x = new Variable("x", Tensor.Zeros(0, 4, 3));
        var y = _kinds[kind](x);
        y.Sum().Backward();
        Assert.Equal((x.Shape, x.Shape), (y.Shape, x.Gradient!.Shape));
    }

    [Fact]
    public void Groups_have_mean_0_and_variance_1()
    {
        var y = Tensor.Randn([3, 500], generator: new Generator(1)).LayerNorm(epsilon: 0);
        OperationTests.AssertClose(Tensor.Zeros(3), y.Mean(1), 1e-6);
        OperationTests.AssertClose(Tensor.Ones(3), y.Variance(1, correction: 0), 1e-6);
    }

    [Fact]
    public void Equal_elements_give_the_bias_and_without_epsilon_nothing()
    {
        Assert.Equal([7f, 8, 9], Tensor.Full([1, 3], 0.1).LayerNorm(1, Ones(3), Tensor.From([7f, 8, 9])).ToArray<float>());
        Assert.All(Ones(1, 3).LayerNorm(epsilon: 0).ToArray<float>(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Batch_norm_knows_the_mean_and_the_variance_of_a_sample()
    {
        var x = Tensor.Randn([5, 3, 7], DType.Float64, new Generator(1));
        var y = x.BatchNorm();
        OperationTests.AssertClose(x.Mean([0, 2]), y.BatchMean, 1e-14);
        OperationTests.AssertClose(x.Variance([0, 2]), y.BatchVariance, 1e-14);
        Assert.False(y.BatchMean.RequiresGradient);
        Assert.Equal(DType.Float32, x.Cast(DType.Float32).BatchNorm().BatchVariance.DType);
        Assert.All(Tensor.Zeros(0, 3).BatchNorm().BatchMean.ToArray<float>(), value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Batch_norm_with_the_statistics_of_the_batch_is_what_it_is_in_training()
    {
        var x = Tensor.Randn([5, 3, 7], DType.Float64, new Generator(1));
        var y = x.BatchNorm();
        OperationTests.AssertClose(y, x.BatchNorm(y.BatchMean, x.Variance([0, 2], correction: 0), null, null), 1e-13);
        GradientCheck.Run(v => v[0].BatchNorm(v[1], v[2].Square(), v[3], null), [x, y.BatchMean, Ones(3).Cast(DType.Float64), y.BatchVariance]);
    }

    [Fact]
    public void Batch_norm_in_evaluation_takes_a_single_image()
    {
        var y = Ones(1, 2).BatchNorm(Tensor.From([1f, 0]), Tensor.From([1f, 0.25f]), null, Ones(2), epsilon: 0);
        Assert.Equal([1f, 3], y.ToArray<float>());
    }

    private static Input Ones(params ReadOnlySpan<int> shape) => Tensor.Ones(shape);
}
