namespace Autograd.Tests.Data;

public sealed class TransformTests
{
    private static readonly Tensor _image = Tensor.Arange(12).Cast(DType.Float32).Reshape(2, 2, 3);
    private static readonly Tensor _square = Tensor.Arange(32).Cast(DType.Float64).Reshape(2, 4, 4);

    [Fact]
    public void Flips_exchange_the_sides_they_should()
    {
        Assert.Equal([2f, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9], RandomFlip.Horizontal(1).Apply(_image, new Generator(0)).ToArray<float>());
        Assert.Equal([3f, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8], RandomFlip.Vertical(1).Apply(_image, new Generator(0)).ToArray<float>());
        Assert.Same(_image, RandomFlip.Vertical(0).Apply(_image, new Generator(0)));
        var generator = new Generator(1);
        // 250 expected, with a standard deviation of √(1000 · ¼ · ¾) = 13.7.
        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => RandomFlip.Horizontal(0.25).Apply(_image, generator) != _image), 195, 305);
    }

    [Fact]
    public void A_crop_lies_at_every_place_sooner_or_later_and_nowhere_else()
    {
        var generator = new Generator(0);
        var corners = Enumerable.Range(0, 200).Select(_ => new RandomCrop(3, 2).Apply(_square, generator)).Select(crop => (crop.Shape, (double)crop[0, 0, 0])).ToList();
        Assert.All(corners, corner => Assert.Equal(Shape.Create(2, 3, 2), corner.Shape));
        Assert.Equal([0.0, 1, 2, 4, 5, 6], corners.Select(corner => corner.Item2).Distinct().Order());
        var padded = Enumerable.Range(0, 200).Select(_ => new RandomCrop(4, 4, padding: 1).Apply(_square + 1, generator)).ToList();
        Assert.Equal(9, padded.Select(crop => (double)crop.Sum()).Distinct().Count());
        Assert.Contains(padded, crop => (double)crop[0, 0, 0] == 0 && (double)crop[0, 1, 1] == 1);
    }

    [Fact]
    public void Standardized_data_have_mean_0_and_deviation_1_and_come_back()
    {
        var data = Tensor.Randn([500, 3, 4, 4], generator: new Generator(0)) * 5 + 1e4;
        foreach (var axes in (int[][])[[], [0, 2, 3]])
        {
            var standardize = Standardize.Fit(data, axes);
            Assert.Equal(axes.Length == 0 ? Shape.Create(3, 4, 4) : [3, 1, 1], standardize.Mean.Shape);
            var result = standardize.Apply(data).Cast(DType.Float64);
            int[] along = axes.Length == 0 ? [0] : axes;
            Assert.InRange((double)result.Mean(along).Abs().Max(), 0, 1e-3);
            Assert.InRange((double)(result.Variance(along, correction: 0) - 1).Abs().Max(), 0, 1e-3);
            Assert.InRange((double)(standardize.Invert(standardize.Apply(data)) - data).Abs().Max(), 0, 2e-3);
            Assert.Equal(result[7].Cast(DType.Float32).ToArray<float>(), standardize.Apply(data[7], new Generator(0)).ToArray<float>());
        }
        Assert.Equal([1f, 2], Standardize.Fit(Tensor.From([[3f, 1], [3f, 5]])).Deviation.ToArray<float>());
        Assert.Equal([-1f, 1], Standardize.Channels([2, 2], [1, 3]).Apply(Tensor.From([1f, 5], [2, 1, 1])).ToArray<float>());
    }

    [Fact]
    public void An_affine_map_turns_shifts_and_scales_as_it_says()
    {
        Same(_square, RandomAffine.Warp(_square, 0, 0, 0, 1, 0));
        // A quarter turn clockwise: the first column, from below, becomes the first row.
        Same(_square.Transpose(1, 2).Flip(2), RandomAffine.Warp(_square, 90, 0, 0, 1, 0));
        Same(_square.Flip(1, 2), RandomAffine.Warp(_square, 180, 0, 0, 1, 0));
        Same(_square.Pad([2, 0, 1, 0]).Slice(1, 0, 4).Slice(2, 0, 4), RandomAffine.Warp(_square, 0, 2, 1, 1, 0));
        // Half a pixel to the right: the means of neighbours, and half of the first column beside nothing.
        Assert.Equal([0, 0.5, 1.5, 2.5], RandomAffine.Warp(_square, 0, 0.5, 0, 1, 0)[0, 0].ToArray<double>());
        // At twice the size, the image is seen from ¾ to 2¼.
        Assert.Equal(0.75 * 4 + 0.75, (double)RandomAffine.Warp(_square, 0, 0, 0, 2, 0)[0, 0, 0], 12);
        // A shear of 45° moves a row as far to the right as it lies below the middle: the last by one and a half.
        Assert.Equal([0, 12 * 0.5, 12.5, 13.5], RandomAffine.Warp(_square, 0, 0, 0, 1, 45)[0, 3].ToArray<double>().Select(x => Math.Round(x, 12)));

        static void Same(Tensor expected, Tensor actual) => Assert.InRange((double)(expected - actual).Abs().Max(), 0, 1e-12);
    }

    [Fact]
    public void Random_amounts_stay_within_their_bounds()
    {
        var point = Tensor.Zeros([1, 21, 21], DType.Float64) + Tensor.Arange(441).Equal(220).Reshape(1, 21, 21).Cast(DType.Float64);
        var rows = Tensor.Arange(21).Cast(DType.Float64).Reshape(1, 21, 1);
        var generator = new Generator(0);
        var centres = Enumerable.Range(0, 300).Select(_ => new RandomAffine(shift: 0.2).Apply(point, generator)).Select(moved => (double)(moved * rows).Sum() - 10).ToList();
        Assert.InRange(centres.Max(), 3.8, 4.2 + 1e-9);
        Assert.InRange(centres.Min(), -4.2 - 1e-9, -3.8);
        Assert.NotEqual(
            new RandomAffine(20, 0.1, 0.9, 1.1, 10).Apply(_square, new Generator(1)).ToArray<double>(), new RandomAffine(20, 0.1, 0.9, 1.1, 10).Apply(_square, new Generator(2)).ToArray<double>());
    }

    [Fact]
    public void Transforms_of_a_dataset_change_the_input_alone()
    {
        var images = new TensorDataset(Tensor.Ones(6, 1, 4, 4), Tensor.Arange(6)).MapInput(new RandomCrop(3, 3), Standardize.Channels([1], [2]));
        var batch = new DataLoader(images, 6).Single();
        Assert.Equal(Shape.Create(6, 1, 3, 3), batch.Input.Shape);
        Assert.Equal(0f, (float)batch.Input.Abs().Sum());
        Assert.Equal([0L, 1, 2, 3, 4, 5], batch.Target.ToArray<long>());
    }

    public static TheoryData<string> Mistakes => [.. _mistakes.Keys];

    private static readonly Dictionary<string, (Action Make, Type Exception, string Message)> _mistakes = new()
    {
        ["no image"] = (() => RandomFlip.Horizontal().Apply(Tensor.Zeros(8, 1, 2, 2), new Generator()), typeof(ShapeException),
            "RandomFlip: takes an image [channels, height, width], got shape [8, 1, 2, 2]; apply it to one sample at a time."),
        ["crop"] = (() => new RandomCrop(5, 3, 1).Apply(_image, new Generator()), typeof(ShapeException),
            "RandomCrop: 5 × 3 does not fit into an image of 2 × 3 with a padding of 1; crop less, or pad more."),
        ["probability"] = (() => RandomFlip.Vertical(2), typeof(ArgumentOutOfRangeException),
            "RandomFlip: a probability lies between 0 and 1. (Parameter 'probability')\nActual value was 2."),
        ["scale"] = (() => _ = new RandomAffine(greatestScale: 0.5), typeof(ArgumentOutOfRangeException),
            "RandomAffine: the greatest scale is not below the least. (Parameter 'greatestScale')\nActual value was 0.5."),
        ["integers"] = (() => new RandomAffine().Apply(Tensor.Arange(4).Reshape(1, 2, 2), new Generator()), typeof(TypeException),
            "RandomAffine: takes floating-point numbers, got Int64; convert with Cast(DType.Float32) first."),
        ["deviation"] = (() => Standardize.Channels([0], [0]), typeof(ArgumentException),
            "Standardize: a deviation is 0; use 1 for what does not vary. (Parameter 'deviation')"),
        ["channels"] = (() => Standardize.Channels([0, 1], [1]), typeof(ArgumentException),
            "Standardize: 2 means and 1 deviations; each channel has one of both. (Parameter 'deviation')"),
        ["samples"] = (() => Standardize.Fit(Tensor.Zeros(2, 3), 1), typeof(ArgumentException),
            "Standardize.Fit: the samples lie along axis 0, so it must be among the axes. (Parameter 'axes')"),
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_explained(string name) => Mistake.AssertExplained(_mistakes[name]);
}
