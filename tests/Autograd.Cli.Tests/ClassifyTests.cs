using System.Text.Json;
using SkiaSharp;

namespace Autograd.Cli.Tests;

/// <summary><c>autograd classify</c>: what it learns and what it shows.</summary>
public sealed class ClassifyTests : IDisposable
{
    private const string Quick = "--optimizer adam --learning-rate 0.03 --epochs 150 --layers 3,30,1";

    private readonly CommandLine _commandLine = new();

    public void Dispose() => _commandLine.Dispose();

    [Theory]
    [InlineData("mse", "sgd", "1")]
    [InlineData("cross-entropy", "sgd", "1")]
    [InlineData("mse", "adam", "0.05")]
    [InlineData("cross-entropy", "adam", "0.05")]
    public void The_moons_are_told_apart_by_every_loss_and_optimizer(string loss, string optimizer, string rate)
    {
        var result = CommandLine.Classify(["--loss", loss, "--optimizer", optimizer, "--learning-rate", rate, "--epochs", optimizer == "sgd" ? "800" : "100", "--layers", "3,30,1"]);
        Assert.InRange(Number(result, "testAccuracy"), 0.97, 1);
        Assert.InRange(Number(result, "trainAccuracy"), 0.97, 1);
    }

    [Fact]
    public void The_moons_are_beyond_a_linear_classifier() =>
        Assert.InRange(Number(CommandLine.Classify("--layers", "3,1", "--epochs", "1000"), "trainAccuracy"), 0.8, 0.93);

    [Fact]
    public void Json_is_one_object_with_the_promised_members_and_draws_nothing()
    {
        var (exitCode, output, error, _) = _commandLine.RunExecutable("classify", "--json", "--epochs", "3");
        Assert.Equal(("", 0), (error, exitCode));
        var result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["trainAccuracy", "testAccuracy", "loss", "epochs", "seconds", "plot"], result.EnumerateObject().Select(member => member.Name));
        Assert.Equal(3, Number(result, "epochs"));
        Assert.Equal(JsonValueKind.Null, result.GetProperty("plot").ValueKind);
        Assert.Empty(_commandLine.Files);
    }

    [Fact]
    public void The_executable_prints_a_report_and_draws_into_the_current_folder()
    {
        var (exitCode, output, error, _) = _commandLine.RunExecutable(["classify", .. Quick.Split(' ')]);
        Assert.Equal(("", 0), (error, exitCode));
        Assert.Equal(["classification.png"], _commandLine.Files);
        Assert.Contains("300 points to learn from, 100 to test on (set aside by seed 0, the same share of each class)", output, StringComparison.Ordinal);
        Assert.Contains("Boundary: curved, and it has to be: a linear classifier, trained alike, makes", output, StringComparison.Ordinal);
        Assert.Contains("Picture: classification.png", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
        Assert.DoesNotContain("Learning", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--batch 64")]
    public void A_seed_gives_the_same_bits_on_any_number_of_threads(string options)
    {
        // Enough rows to be cut into several pieces.
        var file = _commandLine.Write("many.csv", Csv("a,b,label", 3000, (random, i) => (random.NextDouble() + 0.3 * (i % 2), random.NextDouble(), i % 2)));
        var threads = Computation.Threads;
        try
        {
            Computation.Threads = 1;
            var one = Run("4");
            Computation.Threads = 2;
            Assert.Equal(one, Run("4"));
            Assert.NotEqual(one, Run("5"));
        }
        finally
        {
            Computation.Threads = threads;
        }

        string Run(string seed) => CommandLine.Classify(
            [file, "--epochs", "5", "--seed", seed, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]).GetProperty("loss").GetRawText();
    }

    [Theory]
    [InlineData("mse", 0.25)]
    [InlineData("cross-entropy", 0.69314718055994531)]
    public void A_network_without_weights_to_speak_of_has_the_loss_of_probability_one_half(string loss, double expected) =>
        Assert.Equal(expected, Number(CommandLine.Classify("--loss", loss, "--initial-scale", "1e-6", "--epochs", "1"), "loss"), 1e-5);

    [Fact]
    public void The_network_computes_what_its_formula_says()
    {
        var network = new Classifier([3, 2, 1], null, new Generator(0));
        network.Weights[0].Assign(Tensor.From([[1f, -1f], [2f, 0f], [0.5f, 3f]]));
        network.Weights[1].Assign(Tensor.From([[2f], [-1f]]));
        // (1, 2): hidden max(1 + 4 + 0.5, 0) = 5.5 and max(−1 + 3, 0) = 2. (0, −2): max(−3.5, 0) = 0 and 3.
        var points = Tensor.From([[1f, 2f], [0f, -2f]]);
        Assert.Equal([9f, -3f], network.Logits(points).ToArray<float>());
        Assert.Equal([9f, -3f], network.Predict(points).ToArray<float>());
    }

    [Fact]
    public void Weights_start_at_the_scale_asked_for_or_at_that_of_their_inputs()
    {
        Assert.Equal(Math.Sqrt(2.0 / 50), Deviation(null), 0.01);
        Assert.Equal(0.01, Deviation(0.01), 0.0005);

        static double Deviation(double? scale) => (double)new Classifier([50, 200, 1], scale, new Generator(1)).Weights[0].StandardDeviation();
    }

    [Fact]
    public void Points_predicted_in_parts_are_predicted_all()
    {
        var network = new Classifier([2, 8, 1], null, new Generator(0));
        var points = Tensor.Randn([10_000, 1], generator: new Generator(1));
        Assert.Equal(network.Logits(points).ToArray<float>(), network.Predict(points).ToArray<float>());
    }

    [Fact]
    public void A_split_takes_the_same_share_of_each_class_and_loses_nobody()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)i)];
        var points = new LabelledPoints([values], [.. values.Select(value => value % 5 == 0)]);
        var (training, test) = points.Split(0.25, new Generator(3));
        Assert.Equal((5, 20), (test.OfClass(1).Count(), test.OfClass(0).Count()));
        Assert.Equal(values, training.Features[0].Concat(test.Features[0]).Order());
        Assert.All((LabelledPoints[])[training, test], part => Assert.All(Enumerable.Range(0, part.Count), i => Assert.Equal(part.Features[0][i] % 5 == 0, part.IsSecond[i])));
        Assert.NotEqual(test.Features[0], points.Split(0.25, new Generator(4)).Test.Features[0]);
        // However large the share, each class keeps a point to learn from.
        Assert.Equal((1, 1), points.Split(0.999, new Generator(3)).Training is var rest ? (rest.OfClass(0).Count(), rest.OfClass(1).Count()) : default);
    }

    [Fact]
    public void The_moons_are_two_half_circles()
    {
        var moons = TwoMoons.Draw(new Generator(0)).Points;
        Assert.Equal((200, 200), (moons.OfClass(0).Count(), moons.OfClass(1).Count()));
        var distances = Enumerable.Range(0, moons.Count).Select(i => moons.IsSecond[i]
            ? double.Hypot(moons.Features[0][i] - 1, moons.Features[1][i] - 0.5)
            : double.Hypot(moons.Features[0][i], moons.Features[1][i])).ToArray();
        Assert.Equal(1, distances.Average(), 0.03);
        Assert.Equal(0.15, Math.Sqrt(distances.Average(distance => (distance - 1) * (distance - 1))), 0.02);
        Assert.Equal(0.64, moons.OfClass(0).Average(i => moons.Features[1][i]), 0.05);
        Assert.Equal(-0.14, moons.OfClass(1).Average(i => moons.Features[1][i]), 0.05);
    }

    [Fact]
    public void Features_are_standardised_by_the_training_points_alone()
    {
        var file = _commandLine.Write("train.csv", "a,b,label\n1,10,x\n3,20,y\n5,30,x\n");
        var test = _commandLine.Write("test.csv", "label,b,a\ny,60,9\n");
        var options = new ClassifyOptions { File = file, TestFile = test, Loss = LossKind.MeanSquaredError, Optimizer = OptimizerKind.Sgd, Seed = 0, Json = true };
        var problem = ClassificationProblem.Create(options, new Generator(0));
        var unit = (float)Math.Sqrt(1.5);
        Assert.Equal([-unit, -unit, 0, 0, unit, unit], problem.Standardize(problem.Training.Features).ToArray<float>());
        Assert.Equal([3 * unit, 4 * unit], problem.Standardize(problem.Test.Features).ToArray<float>(), (left, right) => Math.Abs(left - right) < 1e-6);
        Assert.Equal([0f, 1f, 0f], ClassificationProblem.Labels(problem.Training).ToArray<float>());
    }

    [Theory]
    [InlineData("0", "1")]
    [InlineData("-1", "1")]
    [InlineData("9", "10.0")]
    [InlineData("no", "yes, surely")]
    [InlineData("[red]", "{0}")]
    public void Any_two_labels_will_do(string first, string second)
    {
        var file = _commandLine.Write("labels.csv", Csv("a,b,kind of thing", 80, (random, i) => (random.NextDouble() + 2 * (i % 2), random.NextDouble(), $"\"{(i % 2 == 0 ? second : first)}\"")));
        var (exitCode, output, error) = CommandLine.Run(["classify", file, .. Quick.Split(' '), "--plot", _commandLine.PathOf("labels.svg")]);
        Assert.Equal(("", 0), (error, exitCode));
        var (shownFirst, shownSecond) = (first, second == "10.0" ? "10" : second);
        Assert.Contains($"kind of thing ({shownFirst} or {shownSecond}) from a, b", output, StringComparison.Ordinal);
        Assert.Matches($@"is {System.Text.RegularExpressions.Regex.Escape(shownFirst)} +10 +0 ", output);
        Assert.Matches($@"is {System.Text.RegularExpressions.Regex.Escape(shownSecond)} +0 +10 ", output);
    }

    [Fact]
    public void Another_file_tests_whatever_the_order_of_its_columns()
    {
        var training = _commandLine.Write("train.csv", Csv("a,b,label", 60, (random, i) => (random.NextDouble() + 2 * (i % 2), random.NextDouble(), i % 2)));
        // Three of the four are where the training says; the last has the wrong label.
        var test = _commandLine.Write("test.csv", "other;label;b;a\n?;0;0.5;0.1\n?;1.0;0.5;2.9\n?;1;0.1;2.8\n?;1;0.2;0.2\n");
        var result = CommandLine.Classify([training, "--test", test, .. Quick.Split(' ')]);
        Assert.Equal((1, 0.75), (Number(result, "trainAccuracy"), Number(result, "testAccuracy")));
    }

    [Fact]
    public void Label_and_features_are_chosen_by_name()
    {
        var file = _commandLine.Write("named.csv", Csv("class,who,x,noise", 60, (random, i) => (i % 2, "somebody", $"{i % 2}.{random.Next(9)},{random.Next(1000)}")));
        Assert.Equal(1, Number(CommandLine.Classify(file, "--label", "class", "--features", "x", "--epochs", "200", "--layers", "2,5,1"), "testAccuracy"));
    }

    [Theory]
    [InlineData("--epochs 7", 7)]
    [InlineData("--batch 100 --epochs 2", 2)]
    public void Epochs_are_counted(string options, int expected) => Assert.Equal(expected, Number(CommandLine.Classify(options.Split(' ')), "epochs"));

    [Theory]
    [InlineData(null, 300, 10_000)]
    [InlineData(500, 300, 10_000)]
    [InlineData(100, 300, 3334)]
    [InlineData(1, 20_000, 1)]
    public void Unless_asked_for_the_epochs_make_ten_thousand_steps(int? batch, int points, int expected) =>
        Assert.Equal(expected, new ClassifyOptions { Batch = batch, Loss = default, Optimizer = default, Seed = 0, Json = true }.EpochsFor(points));

    [Theory]
    [InlineData("png", "a", "89504E47", "The boundary lies in 1 dimension,")]
    [InlineData("png", "a,b", "89504E47", "")]
    [InlineData("svg", "a,b", "3C3F786D", "")]
    [InlineData("SVG", "a,b,c", "3C3F786D", "The boundary lies in 3 dimensions,")]
    public void The_picture_is_written_in_the_format_of_its_name(string extension, string features, string signature, string remark)
    {
        var file = _commandLine.Write("data.csv", "a,b,c,label\n1,2,1,x\n3,3,5,y\n5,4,2,x\n7,5.5,3,y\n2,2,2,x\n4,1,2,x\n6,6,6,y\n8,8,1,y\n");
        var plot = _commandLine.PathOf($"picture.{extension}");
        var (exitCode, output, error) = CommandLine.Run("classify", file, "--features", features, "--plot", plot, "--epochs", "5");
        Assert.Equal(("", 0), (error, exitCode));
        Assert.Contains(remark, output, StringComparison.Ordinal);
        Assert.Equal(signature, Convert.ToHexString(File.ReadAllBytes(plot).AsSpan(0, 4)));
        Assert.Equal(["data.csv", $"picture.{extension}"], _commandLine.Files);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_map_of_probabilities_lies_the_right_way_round(int axis)
    {
        // The second class is on the right, or above.
        var file = _commandLine.Write("sides.csv", Csv("a,b,label", 80, (random, i) =>
        {
            var (near, side) = (1000 * random.NextDouble(), random.NextDouble() + 3 * (i % 2));
            return (axis == 0 ? side : near, axis == 0 ? near : side, i % 2);
        }));
        var plot = _commandLine.PathOf("sides.png");
        CommandLine.Classify(file, "--layers", "3,1", "--learning-rate", "1", "--epochs", "100", "--plot", plot);
        using var picture = SKBitmap.Decode(plot);
        // Just inside the upper left corner, and opposite.
        var (upperLeft, other) = (picture.GetPixel(120, 60), axis == 0 ? picture.GetPixel(825, 60) : picture.GetPixel(120, 600));
        Assert.Equal(axis == 0, upperLeft.Blue > upperLeft.Red);
        Assert.Equal(axis == 0, other.Red > other.Blue);
    }

    [Fact]
    public void The_comment_says_what_the_network_is_worth()
    {
        // The rare class is not worth a bend yet.
        Assert.Contains("Boundary: useless: calling every test point 'a' makes", Comment((random, i) => (random.NextDouble(), random.NextDouble(), i % 10 == 0 ? "b" : "a"),
            "--epochs 20"), StringComparison.Ordinal);
        // A line is enough.
        Assert.Contains("Boundary: no better than a linear one as far as this test can tell", Comment((random, i) => (random.NextDouble() + 3 * (i % 2), random.NextDouble(), i % 2), Quick), StringComparison.Ordinal);
        // A line is all there is.
        Assert.Contains("Boundary: a straight line, since there is no hidden layer; --layers 3,100,1 has one.", Comment((random, i) => (random.NextDouble() + 3 * (i % 2), random.NextDouble(), i % 2),
            "--layers 3,1 --epochs 100"), StringComparison.Ordinal);
        // Labels by chance, learned by heart.
        Assert.Contains("part of what was learned is noise", Comment((random, i) => (random.NextDouble(), random.NextDouble(), random.Next(2)),
            "--epochs 400 --optimizer adam --learning-rate 0.05 --layers 3,50,1"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_comment_names_the_plateau_that_small_weights_start_on()
    {
        var (_, output, _) = CommandLine.Run("classify", "--initial-scale", "0.01", "--epochs", "400", "--layers", "3,20,1", "--plot", _commandLine.PathOf("plateau.svg"));
        Assert.Matches(@"which is no less than the 0\.\d+ of a linear classifier; weights that start so small take long to bend the boundary: leave --initial-scale out", output);
        (_, output, _) = CommandLine.Run(["classify", .. Quick.Split(' '), "--plot", _commandLine.PathOf("plateau.svg")]);
        Assert.Matches(@"the 0\.\d+ that a linear classifier ends on was passed in epoch \d+\.", output);
    }

    private string Comment(Func<Random, int, (object, object, object)> row, string options)
    {
        var file = _commandLine.Write("comment.csv", Csv("a,b,label", 200, row));
        var (exitCode, output, error) = CommandLine.Run(["classify", file, "--plot", _commandLine.PathOf("comment.svg"), .. options.Split(' ')]);
        Assert.Equal(("", 0), (error, exitCode));
        return output;
    }

    private static string Csv(string header, int rows, Func<Random, int, (object, object, object)> row)
    {
        var random = new Random(1);
        return header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(random, i) is var (a, b, c) ? FormattableString.Invariant($"{a},{b},{c}\n") : ""));
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
