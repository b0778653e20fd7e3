namespace Autograd.Cli;

/// <summary>
/// What is to be learned, and the points to test it on. Features are standardised: by the mean and deviation of the training points, so
/// that nothing of the test points is known beforehand.
/// </summary>
internal sealed class ClassificationProblem
{
    private const double DefaultTestShare = 0.25;
    private const int DefaultHiddenUnits = 100;

    // What a step on all points may hold in its widest layer: 2 GB in single precision.
    private const long MostActivations = 1L << 29;

    // With their gradients and an optimizer's averages 1.6 GB.
    private const long MostWeights = 100_000_000;

    private readonly Scale[] _scales;

    private ClassificationProblem(ClassificationData data, LabelledPoints training, LabelledPoints test, string origin, int[] layers)
    {
        Data = data;
        Training = training;
        Test = test;
        TestOrigin = origin;
        Layers = layers;
        _scales = [.. training.Features.Select((values, j) => Scale.Of(values, CsvTable.Locate(data.Source, data.Features[j])))];
    }

    /// <summary>The names of it all.</summary>
    public ClassificationData Data { get; }

    /// <summary>The points to learn from.</summary>
    public LabelledPoints Training { get; }

    /// <summary>The points to test on.</summary>
    public LabelledPoints Test { get; }

    /// <summary>Where the points to test on come from, in words.</summary>
    public string TestOrigin { get; }

    /// <summary>The size of each layer of the network.</summary>
    public int[] Layers { get; }

    /// <summary>The layers of a network without a hidden one.</summary>
    public int[] LinearLayers => [Layers[0], 1];

    /// <summary>Whether the network has no hidden layer.</summary>
    public bool IsLinear => Layers.Length == 2;

    /// <summary>Gets the points and checks that the network fits them.</summary>
    /// <exception cref="CommandException">The data will not do, or not for this network.</exception>
    public static ClassificationProblem Create(ClassifyOptions options, Generator generator)
    {
        if (options.TestFile is not null && options.File is null)
            throw new CommandException("--test: the built-in points come with their own; name a FILE.csv to learn from too.");
        if (options.TestFile is not null && options.TestShare is not null)
            throw new CommandException("--test-share: --test names a file of points to test on, so none are set aside; leave one of the two out.");
        if (options.File is null && (options.Label ?? options.Features) is not null)
            throw new CommandException($"{(options.Label is null ? "--features" : "--label")}: the built-in points have no columns to choose from; name a FILE.csv.");
        var data = options.File is null ? TwoMoons.Draw(generator) : ClassificationData.Read(options.File, options.Label, options.Features);
        for (var j = 0; j < data.Features.Length; j++)
        {
            var location = CsvTable.Locate(data.Source, data.Features[j]);
            if (Scale.Of(data.Points.Features[j], location).Deviation == 0)
                throw new CommandException($"{location}: every value is {Wording.Number(data.Points.Features[j][0])}; such a column tells no classes apart; leave it out with --features.");
        }
        var layers = CheckLayers(options, data);

        if (options.TestFile is not null)
            return new ClassificationProblem(data, data.Points, data.ReadMore(options.TestFile), options.TestFile, layers);
        var share = options.TestShare ?? DefaultTestShare;
        var (training, test) = data.Points.Split(share, generator);
        return test.Count > 0
            ? new ClassificationProblem(data, training, test, $"set aside by seed {options.Seed}, the same share of each class", layers)
            : throw new CommandException(
                $"{data.Source}: --test-share {Wording.Number(share)} of {Wording.Count(data.Points.Count, "row")} leaves none to test on; give more rows, a larger share, or a file with --test.");
    }

    /// <summary>Points as the network takes them: [points, features], standardised.</summary>
    public Tensor Standardize(double[][] features)
    {
        var columns = features.Zip(_scales, (values, scale) => values.Select(value => (value - scale.Mean) / (scale.Deviation > 0 ? scale.Deviation : 1)).ToArray());
        return Tensor.From(columns.ToArray()).Transpose().Cast(DType.Float32).Contiguous();
    }

    /// <summary>Labels as the loss takes them: [points, 1], 1 for the second class.</summary>
    public static Tensor Labels(LabelledPoints points) => Tensor.From(points.IsSecond, [points.Count, 1]).Cast(DType.Float32);

    private static int[] CheckLayers(ClassifyOptions options, ClassificationData data)
    {
        var inputs = data.Features.Length + 1;
        if (options.Layers is not { } layers)
            return [inputs, DefaultHiddenUnits, 1];
        if (layers[0] != inputs)
            throw new CommandException($"--layers: {data.Source} has {Wording.Count(data.Features.Length, "feature")} and a bias column, so the first layer must be {inputs}, not {layers[0]}.");
        if (layers[^1] != 1)
            throw new CommandException($"--layers: the last layer is the probability of one class, so it must be 1, not {layers[^1]}.");
        var weights = Enumerable.Range(1, layers.Length - 1).Sum(i => (long)layers[i - 1] * layers[i]);
        if (weights > MostWeights)
            throw new CommandException($"--layers: these layers have {weights} weights; there may be {MostWeights}; use fewer or smaller layers.");
        if (layers.Max() * (long)Math.Min(options.Batch ?? data.Points.Count, data.Points.Count) > MostActivations)
            throw new CommandException($"--layers: {layers.Max()} units for each of {Wording.Count(data.Points.Count, "row")} do not fit into memory; use fewer, or smaller steps with --batch.");
        return layers;
    }
}
