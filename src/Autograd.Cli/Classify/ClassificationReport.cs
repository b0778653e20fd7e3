using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>A classifier on the console.</summary>
internal static class ClassificationReport
{
    private const int MostNamesInHeading = 6, LongestName = 30;

    /// <summary>Prints what was learned.</summary>
    public static void Print(IAnsiConsole console, ClassificationResult result)
    {
        var (problem, data, fit) = (result.Problem, result.Problem.Data, result.Fit);
        var features = data.Features.Length > MostNamesInHeading ? $"{data.Features.Length} features" : string.Join(", ", data.Features);
        console.WriteLine($"{data.Source}: {data.Label} ({Name(data, 0)} or {Name(data, 1)}) from {features}");
        console.WriteLine(Invariant($"{problem.Training.Count} points to learn from, {problem.Test.Count} to test on ({problem.TestOrigin})"));
        console.WriteLine($"network {string.Join(" → ", problem.Layers)}: standardised features and a bias column{(problem.IsLinear ? "" : ", ReLU between the layers")}, sigmoid at the end");
        console.WriteLine();
        console.Write(Accuracy(result));
        console.Write(Confusion(result));
        console.WriteLine(Invariant(
            $"Stopped after {Wording.Count(fit.Losses.Count, "epoch")} in {fit.Duration.TotalSeconds:0.###} s at {result.Options.LossName} {fit.FinalLoss:G6} ({Optimizer(result.Options)})."));
        foreach (var remark in ClassificationComment.Write(result))
            console.WriteLine(remark);
        if (result.Options.Plot is not { } plot)
            return;
        if (data.Features.Length != 2)
            console.WriteLine($"The boundary lies in {Wording.Count(data.Features.Length, "dimension")}, so the picture shows the learned probabilities in its place.");
        console.WriteLine(Picture.Announce(plot));
    }

    private static Table Accuracy(ClassificationResult result)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumns([Right("accuracy"), Right("errors"), Right("points")]);
        AddRow("training", result.Training);
        AddRow("test", result.Test);
        return table;

        void AddRow(string name, ClassificationScore score) =>
            table.AddRow(name, Invariant($"{score.Accuracy:P2}"), Invariant($"{score.Errors}"), Invariant($"{score.Points.Count}"));
    }

    private static Table Confusion(ClassificationResult result)
    {
        var (data, confusion) = (result.Problem.Data, result.Test.Confusion);
        var table = new Table().Border(TableBorder.Simple).AddColumn("test").AddColumns([Right($"called {Name(data, 0)}"), Right($"called {Name(data, 1)}")]);
        for (var i = 0; i < 2; i++)
            table.AddRow(Markup.Escape($"is {Name(data, i)}"), Invariant($"{confusion[i, 0]}"), Invariant($"{confusion[i, 1]}"));
        return table;
    }

    private static TableColumn Right(string title) => new TableColumn(Markup.Escape(title)).RightAligned().NoWrap();

    private static string Name(ClassificationData data, int which) => Wording.Shorten(data.Classes[which], LongestName);

    private static string Optimizer(ClassifyOptions options) =>
        $"{(options.Optimizer == OptimizerKind.Adam ? "adam" : "sgd")}, learning rate {Wording.Number(options.Rate)}" +
        $"{(options.Batch is { } batch ? Invariant($", batches of {batch}") : "")}, weights from randn · {(options.InitialScale is { } scale ? Wording.Number(scale) : "√(2 / inputs)")}";
}
