using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Autograd.Cli;

/// <summary><c>autograd classify</c>: learns to tell two classes of points apart and shows the boundary.</summary>
internal static class ClassifyCommand
{
    private const string DefaultPlot = "classification.png";
    private const int MostUnits = 10_000;

    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string?>("FILE.csv")
        {
            Description = "The points: comma, semicolon, tab or bar separated, column names in the first line. Without it: two moons, drawn by the seed.",
            Arity = ArgumentArity.ZeroOrOne,
            Validators = { result => OptionValue.RequireArgument(result, "the name of the file is empty; leave it out for the built-in points.") },
        };
        var label = new Option<string>("--label") { Description = "The column of the classes, of two different values. Default: the last.", HelpName = "COLUMN" };
        var features = new Option<string>("--features") { Description = "The columns to tell them from. Default: all others.", HelpName = "a,b,…" };
        var test = new Option<string>("--test") { Description = "More points, to test on. Default: some of FILE.csv are set aside.", HelpName = "FILE.csv" };
        var testShare = new Option<double?>("--test-share")
        {
            Description = "The share of each class to set aside for the test, drawn by the seed. Default: 0.25.",
            HelpName = "SHARE",
            CustomParser = result => OptionValue.Number<double>(result, "a number between 0 and 1", value => value is > 0 and < 1),
        };
        var layers = new Option<int[]?>("--layers")
        {
            Arity = ArgumentArity.ExactlyOne,
            Description = "The size of each layer: the features and a bias column first, 1 last. Default: one hidden layer of 100.",
            HelpName = "3,100,1",
            CustomParser = ParseLayers,
        };
        var loss = new Option<LossKind>("--loss")
        {
            Description = "What is made small. Default: mse.",
            HelpName = "mse|cross-entropy",
            CustomParser = result => OptionValue.OneOf(result, ("mse", LossKind.MeanSquaredError), ("cross-entropy", LossKind.CrossEntropy)),
        };
        var optimizer = CommonOptions.Optimizer();
        var learningRate = CommonOptions.LearningRate("The length of a step, on standardised columns. Default: 0.1 for sgd, 0.01 for adam.");
        var initialScale = CommonOptions.PositiveNumber("--initial-scale", "S", "The standard deviation of the weights to start from. Default: √(2 / inputs), layer by layer.");
        var epochs = CommonOptions.Epochs("How many passes over the points. Default: as many as make 10000 steps.");
        var batch = CommonOptions.WholeNumber("--batch", "How many points a step looks at. Default: all.");
        var seed = CommonOptions.Seed("Draws the built-in points, the test points, the weights to start from and the batches. Default: 0.");
        var plot = CommonOptions.Plot(DefaultPlot);
        var json = CommonOptions.Json();

        var command = new Command("classify", "Learn to tell two classes of points apart and show the boundary.")
        {
            file, label, features, test, testShare, layers, loss, optimizer, learningRate, initialScale, epochs, batch, seed, plot, json,
        };
        command.SetAction(result => Run(
            new ClassifyOptions
            {
                File = result.GetValue(file),
                Label = result.GetValue(label),
                Features = result.GetValue(features),
                TestFile = result.GetValue(test),
                TestShare = result.GetValue(testShare),
                // Not given, a list is empty and not null.
                Layers = result.GetResult(layers) is null ? null : result.GetValue(layers),
                Loss = result.GetValue(loss),
                Optimizer = result.GetValue(optimizer),
                LearningRate = result.GetValue(learningRate),
                InitialScale = result.GetValue(initialScale),
                Epochs = result.GetValue(epochs),
                Batch = result.GetValue(batch),
                Seed = result.GetValue(seed),
                Plot = result.GetValue(plot) ?? (result.GetValue(json) ? null : DefaultPlot),
                Json = result.GetValue(json),
            },
            output));
        return command;
    }

    private static void Run(ClassifyOptions options, TextWriter output)
    {
        // Every check comes before the training, every output after it.
        var plot = options.Plot is { } path ? OutputFile.Check("--plot", path, ".png", ".svg").Sparing(("FILE.csv", options.File), ("--test", options.TestFile)) : null;
        var generator = new Generator(options.Seed);
        var problem = ClassificationProblem.Create(options, generator);
        var console = Terminal.Open(output);
        var result = options.Json
            ? Learn(problem, options, generator, withLinear: plot is not null, progress: null)
            : Terminal.ShowProgress(console, progress => Learn(problem, options, generator, withLinear: true, progress));
        var picture = plot is null ? null : ClassificationPlot.Draw(result, plot);
        if (options.Json)
            output.WriteLine(ClassificationJson.Write(result));
        else
            ClassificationReport.Print(console, result);
        output.Flush();
        plot?.Write(picture);
    }

    private static ClassificationResult Learn(
        ClassificationProblem problem, ClassifyOptions options, Generator generator, bool withLinear, Action<double>? progress)
    {
        var points = problem.Standardize(problem.Training.Features);
        var labels = ClassificationProblem.Labels(problem.Training);
        var training = ClassifierTraining.Run(problem.Layers, points, labels, options, generator, progress);
        if (training.HasDiverged)
        {
            throw new CommandException(
                $"{problem.Data.Source}: the training diverged: the loss went from {Wording.Number(training.Losses[0])} to {Wording.Number(training.FinalLoss)} in " +
                $"{Wording.Count(training.Losses.Count, "epoch")} at learning rate {Wording.Number(options.Rate)}; use a smaller --learning-rate" +
                (options.LearningRate is null ? "." : ", or leave it out."));
        }
        var linear = withLinear && !problem.IsLinear ? ClassifierTraining.Run(problem.LinearLayers, points, labels, options, generator, progress: null) : null;
        return new ClassificationResult(problem, options, training, linear);
    }

    private static int[] ParseLayers(ArgumentResult result)
    {
        var words = result.Tokens[0].Value.Split(',');
        var sizes = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] is < 1 or > MostUnits || words.Length < 2)
                return OptionValue.Wrong<int[]>(result, $"a list of two or more whole numbers from 1 to {MostUnits}, like 3,100,1");
        }
        return sizes;
    }
}
