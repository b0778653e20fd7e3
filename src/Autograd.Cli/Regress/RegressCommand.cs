using System.CommandLine;

namespace Autograd.Cli;

/// <summary><c>autograd regress</c>: learns a linear regression by gradient descent and shows it.</summary>
internal static class RegressCommand
{
    private const string DefaultPlot = "regression.png";
    private const int DefaultEpochs = 100_000;

    /// <summary>The command with its options; what it prints goes to <paramref name="output"/>.</summary>
    public static Command Create(TextWriter output)
    {
        var file = new Argument<string?>("FILE.csv")
        {
            Description = "The data: comma, semicolon, tab or bar separated, column names in the first line. Without it: the Norris measurements (NIST).",
            Arity = ArgumentArity.ZeroOrOne,
            Validators = { result => OptionValue.RequireArgument(result, "the name of the file is empty; leave it out for the built-in measurements.") },
        };
        var target = new Option<string>("--target") { Description = "The column to predict. Default: the first.", HelpName = "COLUMN" };
        var features = new Option<string>("--features") { Description = "The columns to predict from. Default: all others.", HelpName = "a,b,…" };
        var epochs = CommonOptions.Epochs($"Stop after that many passes over the data, converged or not. Default: {DefaultEpochs}.");
        var learningRate = CommonOptions.LearningRate("The length of a step, on standardised columns. Default: from the data for sgd, 0.1 for adam.");
        var optimizer = CommonOptions.Optimizer();
        var seed = CommonOptions.Seed("Draws the weights to start from. Default: 0.");
        var plot = CommonOptions.Plot(DefaultPlot);
        var json = CommonOptions.Json();
        var float32 = new Option<bool>("--float32") { Description = "Learn in single precision instead of double." };

        var command = new Command("regress", "Learn a linear regression by gradient descent and show it.")
        {
            file, target, features, epochs, learningRate, optimizer, seed, plot, json, float32,
        };
        command.SetAction(result => Run(
            new RegressOptions
            {
                File = result.GetValue(file),
                Target = result.GetValue(target),
                Features = result.GetValue(features),
                Epochs = result.GetValue(epochs) ?? DefaultEpochs,
                LearningRate = result.GetValue(learningRate),
                Optimizer = result.GetValue(optimizer),
                Seed = result.GetValue(seed),
                Plot = result.GetValue(plot) ?? (result.GetValue(json) ? null : DefaultPlot),
                Json = result.GetValue(json),
                Float32 = result.GetValue(float32),
            },
            output));
        return command;
    }

    private static void Run(RegressOptions options, TextWriter output)
    {
        // Every check comes before the training, every output after it.
        var plot = options.Plot is { } path ? OutputFile.Check("--plot", path, ".png", ".svg").Sparing(("FILE.csv", options.File)) : null;
        var data = RegressionData.Read(options.File, options.Target, options.Features);
        var problem = new StandardizedProblem(data);
        if (options.Json)
        {
            var result = new RegressionResult(problem, LinearRegressionFit.Train(problem, options, progress: null));
            var picture = plot is null ? null : RegressionPlot.Draw(result, plot);
            output.WriteLine(RegressionJson.Write(result, options.Plot));
            output.Flush();
            plot?.Write(picture);
        }
        else
        {
            var console = Terminal.Open(output);
            var fit = Terminal.ShowProgress(console, progress => LinearRegressionFit.Train(problem, options, progress));
            var result = new RegressionResult(problem, fit);
            var picture = plot is null ? null : RegressionPlot.Draw(result, plot);
            RegressionReport.Print(console, result, options.Plot);
            output.Flush();
            plot?.Write(picture);
        }
    }
}
