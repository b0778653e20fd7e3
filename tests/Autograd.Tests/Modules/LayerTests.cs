namespace Autograd.Tests.Modules;

/// <summary>What the golden values of the layers do not show: state, statistics over several batches, layers that libtorch's binding lacks, and mistakes.</summary>
public sealed class LayerTests
{
    private static Sequential Network(ulong seed)
    {
        var generator = new Generator(seed);
        return new Sequential(
            ("conv", new Convolution2d(1, 4, 3, padding: 1, hasBias: false, generator: generator)), ("norm", new BatchNorm2d(4)), ("relu", Activation.Relu),
            ("pool", new MaxPool2d(2)), ("flatten", new Flatten()), ("fc", new Linear(16, 3, generator: generator)));
    }

    [Fact]
    public void State_names_are_PyTorchs() => Assert.Equal(
        ["conv.weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "fc.weight", "fc.bias"], Network(0).State().Keys);

    [Fact]
    public void A_summary_of_a_small_network()
    {
        Assert.Equal(
            """
            module   kind                                                output        parameters  multiply-adds  activations
            (all)    Sequential                                          [2, 3]                 0              0          0 B
            conv     Convolution2d(1 → 4, kernel 3, padding 1, no bias)  [2, 4, 4, 4]          36          1,152        512 B
            norm     BatchNorm2d(4)                                      [2, 4, 4, 4]           8              0        616 B
            relu     Activation(relu)                                    [2, 4, 4, 4]           0              0        512 B
            pool     MaxPool2d(window 2)                                 [2, 4, 2, 2]           0              0        128 B
            flatten  Flatten                                             [2, 16]                0              0          0 B
            fc       Linear(16 → 3)                                      [2, 3]                51             96         48 B
            sum                                                                                95          1,248       1.8 KB
            95 of the parameters are trained.
            """, SummaryOf(Network(0)));

        static string SummaryOf(Sequential network)
        {
            var text = network.Summary(Tensor.Ones([2, 1, 4, 4])).ToString();
            Assert.Equal(0L, network.State()["norm.num_batches_tracked"].Item<long>());
            return text;
        }
    }

    [Fact]
    public void Running_statistics_are_saved_and_loaded()
    {
        var (one, other) = (Network(1), Network(2));
        for (var i = 0; i < 3; i++)
            _ = one.Forward(Tensor.Randn([5, 1, 4, 4], generator: new Generator((ulong)i)) * 3 + 1);
        other.LoadState(one.State().ToDictionary(part => part.Key, part => part.Value.Clone()));
        one.Evaluate();
        other.Evaluate();
        var x = Tensor.Randn([2, 1, 4, 4], generator: new Generator(9));
        Assert.Equal(3L, other.State()["norm.num_batches_tracked"].Item<long>());
        Assert.Equal(one.Forward(x).ToArray<float>(), other.Forward(x).ToArray<float>());
        // What is evaluated depends on what was trained, and changes nothing.
        Assert.Equal(one.State()["norm.running_mean"].ToArray<float>(), other.State()["norm.running_mean"].ToArray<float>());
        Assert.NotEqual(Network(1).State()["norm.running_var"].ToArray<float>(), other.State()["norm.running_var"].ToArray<float>());
    }

    [Fact]
    public void Without_momentum_all_batches_count_the_same()
    {
        var norm = new BatchNorm1d(2, momentum: null, type: DType.Float64);
        var batches = Enumerable.Range(0, 4).Select(seed => Tensor.Randn([6, 2], DType.Float64, new Generator((ulong)seed))).ToArray();
        foreach (var batch in batches)
            _ = norm.Forward(batch);
        AssertClose(batches.Aggregate(Tensor.Zeros([2], DType.Float64) as Tensor, (sum, batch) => sum + batch.Mean(0)) / 4, norm.RunningMean!);
        AssertClose(batches.Aggregate(Tensor.Zeros([2], DType.Float64) as Tensor, (sum, batch) => sum + batch.Variance(0)) / 4, norm.RunningVariance!);
        Assert.Equal(4L, norm.BatchesTracked!.Item<long>());
    }

    [Fact]
    public void Running_statistics_change_without_recording_and_before_a_backward_pass()
    {
        var norm = new BatchNorm1d(2);
        var x = Tensor.Randn([4, 2], generator: new Generator(1));
        var loss = norm.Forward(x).Sum() + norm.Forward(x * 2).Sum();
        loss.Backward();
        Assert.False(norm.RunningMean!.RequiresGradient);
        Assert.Equal(2L, norm.BatchesTracked!.Item<long>());
    }

    [Fact]
    public void Layers_that_TorchSharp_lacks_or_breaks_are_their_operations()
    {
        var x = Tensor.Randn([2, 3, 4, 5, 6], DType.Float64, new Generator(1));
        Assert.Equal(x.RmsNorm(1, Tensor.Ones([6], DType.Float64)).ToArray<double>(), new RmsNorm(6, type: DType.Float64).Forward(x).ToArray<double>());
        Assert.Equal(x.RmsNorm(2, null, 0.1).ToArray<double>(), new RmsNorm([5, 6], 0.1, isAffine: false).Forward(x).ToArray<double>());
        Assert.Equal(["weight"], new RmsNorm(6).State().Keys);
        Assert.Equal(x.AdaptiveMaxPool3d((2, 3, 1)).ToArray<double>(), new AdaptiveMaxPool3d((2, 3, 1)).Forward(x).ToArray<double>());
        var mirrored = new Convolution3d(3, 2, (2, 3, 1), padding: Padding.Same, dilation: (1, 2, 1), paddingMode: PadMode.Reflect, type: DType.Float64);
        Assert.Equal(
            x.Pad([0, 0, 2, 2, 0, 1], PadMode.Reflect).Convolution3d(mirrored.Weight, mirrored.Bias, dilation: (1, 2, 1)).ToArray<double>(), mirrored.Forward(x).ToArray<double>());
        Assert.Equal(x.Pad([1, 1, 1, 1, 1, 1], PadMode.Circular).ToArray<double>(), new Pad3d(1, PadMode.Circular).Forward(x).ToArray<double>());
    }

    [Fact]
    public void An_embedding_shortens_only_the_vectors_that_are_looked_up()
    {
        var embedding = new Embedding(4, 3, maxNorm: 0.5, generator: new Generator(0));
        var before = embedding.Weight.ToArray<float>();
        _ = embedding.Forward(Tensor.From([2L, 2L]));
        var after = embedding.Weight.ToArray<float>();
        Assert.Equal(before[..6], after[..6]);
        Assert.Equal(before[9..], after[9..]);
        Assert.Equal(0.5, Math.Sqrt(after[6..9].Sum(value => value * (double)value)), 6);
    }

    [Fact]
    public void An_embedding_shortens_only_the_vectors_that_are_too_long_and_says_that_it_has_changed()
    {
        var embedding = new Embedding(2, 2, maxNorm: 5, type: DType.Float64);
        embedding.Weight.Assign(Tensor.From(new[,] { { 3.0, 4 }, { 6, 8 } }));
        var before = embedding.Weight.Square().Sum();
        _ = embedding.Forward(Tensor.From([0L, 1L]));
        Assert.Equal([3.0, 4], embedding.Weight[0].ToArray<double>());
        Assert.All(embedding.Weight[1].ToArray<double>().Zip([3.0, 4]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Throws<GraphException>(() => before.Backward());
    }

    [Fact]
    public void Settings_are_told() => Assert.Equal(
        [
            "4 → 6, kernel [3, 2], padding same, groups 2, no bias", "2 → 3, kernel 3, padding 1, circular", "4 → 2, kernel 3, stride 2, padding 1, output padding 1",
            "window 3, stride 2, padding 1, ceil mode", "window 2, padding not counted, divisor 3", "size [2, 3]", "1, reflect", "3, epsilon 0.01, momentum 0.2",
            "3, average of all batches", "3, no running statistics, no weights", "6 in 2", "3 × 4, no bias", "7 × 3, padding 6, at most 1.5 long", "3, 4 → 2", "to [5, 7], linear", "by 2, nearest",
            "axis 1 to [2, 3]", "2",
        ],
        new Module[]
        {
            new Convolution2d(4, 6, (3, 2), padding: Padding.Same, groups: 2, hasBias: false), new Convolution2d(2, 3, 3, padding: 1, paddingMode: PadMode.Circular), new ConvolutionTransposed2d(4, 2, 3, 2, 1, 1),
            new MaxPool2d(3, 2, 1, ceilMode: true), new AveragePool2d(2, countIncludesPadding: false, divisor: 3), new AdaptiveMaxPool2d((2, 3)), new Pad2d(1, PadMode.Reflect), new BatchNorm2d(3, 0.01, 0.2),
            new BatchNorm1d(3, momentum: null), new InstanceNorm1d(3), new GroupNorm(2, 6), new LayerNorm([3, 4], hasBias: false), new Embedding(7, 3, -1, 1.5), new Bilinear(3, 4, 2),
            new Upsample((5, 7), InterpolationMode.Linear), Upsample.By(2), new Unflatten(1, 2, 3), new PixelShuffle(2),
        }.Select(module => module.Settings));

    [Fact]
    public void Mistakes_are_explained()
    {
        AssertMistake<ShapeException>(
            () => new BatchNorm2d(3).Forward(Tensor.Ones([4, 3])),
            "BatchNorm2d: input [4, 3] has 2 axes; it takes [batch, channels, height, width]. BatchNorm1d takes 2 axes.");
        AssertMistake<ShapeException>(
            () => new BatchNorm1d(3).Forward(Tensor.Ones([4, 3, 2, 2])),
            "BatchNorm1d: input [4, 3, 2, 2] has 4 axes; it takes [batch, channels] or [batch, channels, length]. BatchNorm2d takes 4 axes.");
        AssertMistake<ShapeException>(
            () => new BatchNorm2d(3).Forward(Tensor.Ones([4, 2, 2, 2])), "BatchNorm2d: input [4, 2, 2, 2] has 2 channels, along axis 1; the layer was made for 3.");
        AssertMistake<TypeException>(
            () => new BatchNorm1d(3).Forward(Tensor.Ones([4, 3], DType.Float64)),
            "BatchNorm1d: input is Float64, the layer Float32; convert the input with Cast, or give the layer another type.");
        AssertMistake<ShapeException>(
            () => new BatchNorm1d(3).Forward(Tensor.Ones([1, 3])),
            "BatchNorm: input [1, 3] has 1 value in each channel, which is its own mean; give more than 1, or, when not training, a mean and a variance.");
        AssertMistake<ShapeException>(
            () => new InstanceNorm2d(3).Forward(Tensor.Ones([3, 2])),
            "InstanceNorm2d: input [3, 2] has 2 axes; it takes [batch, channels, height, width] or [channels, height, width].");
        AssertMistake<ShapeException>(
            () => new GroupNorm(2, 6).Forward(Tensor.Ones([2, 4])), "GroupNorm: input [2, 4] must be [batch, 6, …]; the layer was made for 6 channels.");
        AssertMistake<ArgumentException>(() => _ = new GroupNorm(4, 6), "GroupNorm: 4 groups do not divide 6 channels; use a divisor of 6. (Parameter 'groups')");
        AssertMistake<ArgumentException>(
            () => _ = new Convolution2d(4, 6, 3, groups: 4),
            "Convolution2d: 4 groups cannot share 4 channels and 6 filters evenly; use a number that divides both. (Parameter 'groups')");
        AssertMistake<ArgumentOutOfRangeException>(
            () => _ = new Convolution1d(0, 6, 3), "Convolution1d: channels is 0; it must be at least 1. (Parameter 'channels')\nActual value was 0.");
        AssertMistake<ArgumentException>(
            () => _ = new ConvolutionTransposed2d(1, 1, (1, 2, 3)),
            "ConvolutionTransposed2d: kernel [1, 2, 3] has 3 numbers; give one for all, or 2: one for each spatial axis. (Parameter 'kernel')");
        AssertMistake<ShapeException>(
            () => new Convolution2d(3, 6, 3).Forward(Tensor.Ones([2, 4, 5, 5])), "Convolution2d: input has 4 channels, the kernel wants 3 (kernel [6, 3, 3, 3], groups 1).");
        AssertMistake<ArgumentException>(() => _ = new MaxPool2d(0), "MaxPool2d: window 0 must be at least 1 along each axis. (Parameter 'window')");
        AssertMistake<ArgumentException>(() => _ = new AdaptiveAveragePool1d(0), "AdaptiveAveragePool1d: size 0 must be at least 1. (Parameter 'size')");
        AssertMistake<ArgumentException>(
            () => _ = new Pad2d(Padding.Same), "Pad2d: padding same depends on a kernel, and here is none; give the padding as numbers. (Parameter 'padding')");
        AssertMistake<ShapeException>(
            () => new Pad2d(1).Forward(Tensor.Ones([3, 3])), "Pad2d: input [3, 3] has 2 axes; it takes 4 ([batch, channels, …] with 2 spatial), or 3 without the batch.");
        AssertMistake<ShapeException>(
            () => new Embedding(7, 2).Forward(Tensor.From([0L, 7L])), "Embedding: index 7 is not one of the table's 7 rows; indices go from 0 to 6.");
        AssertMistake<ShapeException>(
            () => new Embedding(7, 2, maxNorm: 1).Forward(Tensor.From([0L, -1L])), "Embedding: index -1 is not one of the table's 7 rows; indices go from 0 to 6.");
        AssertMistake<TypeException>(
            () => new Embedding(7, 2).Forward(Tensor.Ones([2])), "Embedding: indices are Int64 or Int32, got Float32; convert with Cast(DType.Int64) first.");
        AssertMistake<ArgumentOutOfRangeException>(
            () => _ = new Embedding(7, 2, 7), "Embedding: paddingIndex is 7; it must be between -7 and 6. (Parameter 'paddingIndex')\nActual value was 7.");
        AssertMistake<NotSupportedException>(() => new Bilinear(2, 3, 1).Forward(Tensor.Ones([2])), "Bilinear: takes two tensors; call Forward(left, right).");
        AssertMistake<ShapeException>(
            () => new Bilinear(2, 3, 1).Forward(Tensor.Ones([4, 2]), Tensor.Ones([5, 3])),
            "Bilinear: inputs [4, 2] and [5, 3] do not fit weight [1, 2, 3]; they must be […, 2] and […, 3] with the same outer axes.");
        AssertMistake<ShapeException>(
            () => new PRelu(3).Forward(Tensor.Ones([2, 4])), "PRelu: weight [3] does not fit input [2, 4]; it must be [1] or [4], one for each channel of axis 1.");
        AssertMistake<ShapeException>(
            () => new Unflatten(1, 2, 2).Forward(Tensor.Ones([2, 6])),
            "Unflatten: axis 1 of shape [2, 6] has size 6, and [2, 2] does not multiply to that; one size may be -1, for what is left.");
        AssertMistake<ShapeException>(
            () => new PixelShuffle(2).Forward(Tensor.Ones([2, 6, 3, 3])), "PixelShuffle: input [2, 6, 3, 3] has 6 channels, axis 1; a factor of 2 takes a multiple of 4.");
        AssertMistake<ShapeException>(
            () => new PixelUnshuffle(2).Forward(Tensor.Ones([6, 3, 4])), "PixelUnshuffle: input [6, 3, 4] has images of 3 × 4; a factor of 2 takes multiples of 2.");
        AssertMistake<ArgumentException>(
            () => _ = new LayerNorm([]), "LayerNorm: the shape is empty; give the sizes of the last axes. (Parameter 'shape')");
    }

    private static void AssertMistake<TException>(Action make, string message) where TException : Exception =>
        Mistake.AssertExplained((make, typeof(TException), message));

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        foreach (var (first, second) in expected.ToArray<double>().Zip(actual.ToArray<double>()))
            Assert.Equal(first, second, 12);
    }
}
