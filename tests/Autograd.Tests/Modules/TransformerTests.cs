using Autograd.Samples;

namespace Autograd.Tests.Modules;

public sealed class TransformerTests
{
    public static TheoryData<(Action, Type, string)> Mistakes =>
    [
        (() => _ = new MultiHeadAttention(8, 3), typeof(ArgumentException),
            "MultiHeadAttention: 3 heads do not divide a width of 8; each head takes an equal part. (Parameter 'heads')"),
        (() => _ = new MultiHeadAttention(8, 0), typeof(ArgumentOutOfRangeException), "MultiHeadAttention: heads is 0; it must be at least 1. (Parameter 'heads')\nActual value was 0."),
        (() => new MultiHeadAttention(8, 2).Forward(Tensor.Ones([3, 8]), Tensor.Ones([3, 1, 8]), Tensor.Ones([3, 1, 8])), typeof(ShapeException),
            "MultiHeadAttention: key [3, 1, 8] must be [places, batch, width], or [places, width] for one example, with width = 8; the query has shape [3, 8]."),
        (() => Attend(keyPaddingMask: Tensor.Ones([2, 3])), typeof(TypeException), "MultiHeadAttention: keyPaddingMask is Float32; it takes booleans, true for keys that are padding."),
        (() => Attend(keyPaddingMask: Tensor.Ones([3, 2], DType.Bool)), typeof(ShapeException), "MultiHeadAttention: keyPaddingMask [3, 2] must be [batch, keys], [2, 3]."),
        (() => Attend(attentionMask: Tensor.Ones([3, 2])), typeof(ShapeException),
            "MultiHeadAttention: attentionMask [3, 2] must be [queries, keys], [3, 3], or [batch · heads, queries, keys], [4, 3, 3]."),
        (() => Attend(attentionMask: Tensor.Ones([3, 3], DType.Int64)), typeof(TypeException),
            "MultiHeadAttention: attentionMask is Int64; it takes booleans or the queries' type, Float32."),
        (() => _ = new TransformerEncoder([]), typeof(ArgumentException), "TransformerEncoder: there is no layer; give at least one. (Parameter 'layers')"),
        (() => new PositionalEncoding(4).Forward(Tensor.Ones([2, 3])), typeof(ShapeException),
            "PositionalEncoding: input [2, 3] must be [places, batch, width], or [places, width] for one example, with width = 4."),
    ];

    [Theory, MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public void Mistakes_are_explained((Action, Type, string) mistake) => Mistake.AssertExplained(mistake);

    [Fact]
    public void One_example_is_a_batch_of_one()
    {
        var attention = new MultiHeadAttention(6, 2, type: DType.Float64);
        var x = Random(5, 6);
        var (one, weights) = attention.ForwardWithWeights(x, x, x);
        var batch = x.Unsqueeze(1);
        AssertNear(attention.Forward(batch).Squeeze(1), one);
        AssertNear(attention.Forward(x), one);
        Assert.Equal([5, 5], weights.Shape.Sizes.ToArray());
        AssertNear(Tensor.Ones([5], DType.Float64), weights.Sum(-1));
    }

    [Fact]
    public void Weights_are_averaged_on_request()
    {
        var attention = new MultiHeadAttention(6, 3, keyWidth: 4, valueWidth: 5, batchFirst: true, type: DType.Float64);
        var (q, k, v) = (Random(2, 3, 6), Random(2, 4, 4), Random(2, 4, 5));
        var heads = attention.ForwardWithWeights(q, k, v, isAveraged: false).Weights;
        Assert.Equal([2, 3, 3, 4], heads.Shape.Sizes.ToArray());
        AssertNear(heads.Mean(1), attention.ForwardWithWeights(q, k, v).Weights);
        AssertNear(attention.Forward(q, k, v), attention.ForwardWithWeights(q, k, v).Output);
    }

    [Fact]
    public void All_ways_to_forbid_the_future_are_one()
    {
        var attention = new MultiHeadAttention(6, 2, type: DType.Float64);
        var x = Random(4, 3, 6);
        var future = Tensor.Ones([4, 4], DType.Bool).Triu(1);
        var causal = attention.Forward(x, x, x, isCausal: true);
        AssertNear(causal, attention.Forward(x, x, x, attentionMask: future));
        AssertNear(causal, attention.Forward(x, x, x, attentionMask: Tensor.Zeros([4, 4], DType.Float64).MaskedFill(future, double.NegativeInfinity)));
        AssertNear(causal, attention.Forward(x, x, x, attentionMask: future.Expand(6, 4, 4)));
        AssertNear(causal, attention.Forward(x, x, x, Tensor.Zeros([3, 4], DType.Bool), isCausal: true));
        AssertNear(causal, attention.Forward(x, x, x, Tensor.Zeros([3, 4], DType.Bool), Tensor.Zeros([4, 4], DType.Float64), isCausal: true));
        AssertNear(causal, attention.ForwardWithWeights(x, x, x, isCausal: true).Output);
    }

    [Fact]
    public void Padding_is_not_seen_and_who_sees_nothing_gets_the_bias()
    {
        var attention = new MultiHeadAttention(6, 2, batchFirst: true, type: DType.Float64);
        var x = Random(2, 4, 6);
        var padding = Tensor.From([[false, false, true, true], [true, true, true, true]]);
        var seen = attention.Forward(x, x, x, padding);
        AssertNear(attention.Forward(x[0], x[0][..2], x[0][..2]), seen[0]);
        AssertNear(Tensor.Zeros([4, 6], DType.Float64), seen[1]);
        AssertNear(seen, attention.ForwardWithWeights(x, x, x, padding).Output);
    }

    [Fact]
    public void A_mask_of_numbers_is_added_to_the_scores()
    {
        var attention = new MultiHeadAttention(6, 2, type: DType.Float64);
        var x = Random(4, 3, 6);
        Tensor mask = Random(4, 4) * 2, nobody = Tensor.Zeros([3, 4], DType.Bool);
        var grown = attention.ForwardWithWeights(x, x, x, isAveraged: false).Weights * mask.Exp();
        var (output, weights) = attention.ForwardWithWeights(x, x, x, attentionMask: mask, isAveraged: false);
        AssertNear(grown / grown.Sum(-1, keepDimensions: true), weights);
        AssertNear(output, attention.Forward(x, x, x, attentionMask: mask));
        AssertNear(output, attention.Forward(x, x, x, nobody, mask));
    }

    [Fact]
    public void Weights_that_are_dropped_are_shown_so()
    {
        MultiHeadAttention Create() => new(6, 2, dropout: 0.5, type: DType.Float64, generator: new Generator(3));
        var (shown, attention) = (Create(), Create());
        var x = Random(7, 3, 6);
        var (output, dropped) = shown.ForwardWithWeights(x, x, x, isAveraged: false);
        AssertNear(output, attention.Forward(x, x, x));
        attention.Evaluate();
        var whole = attention.ForwardWithWeights(x, x, x, isAveraged: false).Weights;
        var kept = dropped.NotEqual(0);
        Assert.InRange((double)kept.Cast(DType.Float64).Mean(), 0.35, 0.65);
        AssertNear(Tensor.Where(kept, whole * 2, 0), dropped);
    }

    [Fact]
    public void Who_sees_nothing_has_a_gradient_of_zero()
    {
        var attention = new MultiHeadAttention(6, 2, batchFirst: true, type: DType.Float64);
        var padding = Tensor.From([[false, false, true, true], [true, true, true, true]]);
        foreach (var isShown in (bool[])[false, true])
        {
            var x = new Variable("x", Random(2, 4, 6));
            var output = isShown ? attention.ForwardWithWeights(x, x, x, padding).Output : attention.Forward(x, x, x, padding);
            output.Square().Sum().Backward();
            Assert.All(x.Gradient![0].Reshape(-1).ToArray<double>(), value => Assert.True(double.IsFinite(value)));
            AssertNear(Tensor.Zeros([4, 6], DType.Float64), x.Gradient[1]);

            // Numbers may forbid everything too: the second place of each example sees nothing, and is seen by the others.
            x.ClearGradient();
            var mask = Tensor.Zeros([4, 4], DType.Float64).MaskedFill(Tensor.From([[false], [true], [false], [false]]), double.NegativeInfinity);
            output = isShown ? attention.ForwardWithWeights(x, x, x, attentionMask: mask).Output : attention.Forward(x, x, x, attentionMask: mask);
            AssertNear(Tensor.Zeros([2, 6], DType.Float64), output.Select(1, 1));
            output.Square().Sum().Backward();
            Assert.All(x.Gradient!.Reshape(-1).ToArray<double>(), value => Assert.True(double.IsFinite(value)));
        }
    }

    [Fact]
    public void Layers_can_be_differentiated_twice()
    {
        var generator = new Generator(1);
        var layer = new TransformerEncoderLayer(4, 2, 5, 0, TransformerActivation.Gelu, type: DType.Float64, generator: generator);
        GradientCheck.Run(layer.Forward, Random(3, 2, 4));
    }

    [Fact]
    public void Layers_of_an_encoder_begin_equal_or_each_with_weights_of_its_own()
    {
        static TransformerEncoderLayer Layer(Generator generator) => new(4, 2, 5, generator: generator);
        var equal = new TransformerEncoder(Layer, 2, generator: new Generator(0)).State();
        Assert.Equal(equal["layers.0.linear1.weight"].ToArray<float>(), equal["layers.1.linear1.weight"].ToArray<float>());
        Assert.NotSame(equal["layers.0.linear1.weight"], equal["layers.1.linear1.weight"]);
        var generator = new Generator(0);
        var own = new TransformerEncoder([Layer(generator), Layer(generator)], new LayerNorm(4)).State();
        Assert.NotEqual(own["layers.0.linear1.weight"].ToArray<float>(), own["layers.1.linear1.weight"].ToArray<float>());
        Assert.Equal(["norm.weight", "norm.bias"], own.Keys.TakeLast(2));
    }

    [Fact]
    public void Places_are_told_by_waves()
    {
        var waves = PositionalEncoding.Waves(3, 5, DType.Float64);
        double[] expected =
        [
            0, 1, 0, 1, 0,
            Math.Sin(1), Math.Cos(1), Math.Sin(Math.Pow(10_000, -0.4)), Math.Cos(Math.Pow(10_000, -0.4)), Math.Sin(Math.Pow(10_000, -0.8)),
        ];
        AssertNear(Tensor.From(expected), waves.Reshape(-1)[..10]);

        var x = Random(3, 2, 5);
        var sum = new PositionalEncoding(5).Forward(x);
        AssertNear(x[2][1] + waves[2], sum[2][1]);
        AssertNear(sum.Transpose(0, 1), new PositionalEncoding(5, batchFirst: true).Forward(x.Transpose(0, 1)));
        AssertNear(sum.Select(1, 0), new PositionalEncoding(5).Forward(x.Select(1, 0)));
    }

    [Fact]
    public void Waves_grow_with_the_sequence_and_follow_its_type()
    {
        var encoding = new PositionalEncoding(6);
        foreach (var (places, type) in ((int, DType)[])[(2, DType.Float32), (5, DType.Float32), (3, DType.Float64), (3, DType.Float32)])
        {
            var waves = encoding.Forward(Tensor.Zeros([places, 6], type));
            Assert.Equal(type, waves.DType);
            Assert.Equal(PositionalEncoding.Waves(places, 6, type).Cast(DType.Float64).Reshape(-1).ToArray<double>(), waves.Cast(DType.Float64).Reshape(-1).ToArray<double>());
        }
    }

    [Fact]
    public void Waves_outlive_the_step_that_made_them()
    {
        var (encoding, linear) = (new PositionalEncoding(64), new Linear(64, 1));
        var optimizer = new Sgd(linear.Parameters(), 0.1);
        for (var step = 0; step < 3; step++)
            optimizer.Step(() => linear.Forward(encoding.Forward(Tensor.Zeros([100, 64]))).Mean());
    }

    [Fact]
    public void A_transformer_learns_to_read_backwards()
    {
        var (loss, accuracy) = SmallTransformer.Run(TextWriter.Null);
        Assert.InRange(loss, 0, 0.1f);
        Assert.InRange(accuracy, 0.98, 1);
    }

    private static void Attend(Tensor? keyPaddingMask = null, Tensor? attentionMask = null)
    {
        var x = Tensor.Ones([3, 2, 8]);
        new MultiHeadAttention(8, 2).Forward(x, x, x, keyPaddingMask, attentionMask);
    }

    private static Tensor Random(params int[] shape) => Tensor.Randn(Shape.Create(shape), DType.Float64, new Generator(5));

    private static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange((expected - actual).Abs().Max().Item<double>(), 0, 1e-12);
    }
}
