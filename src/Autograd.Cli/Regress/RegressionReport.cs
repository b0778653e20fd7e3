using System.Globalization;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>A fit on the console.</summary>
internal static class RegressionReport
{
    private const int MostNamesInHeading = 6;

    /// <summary>Prints the fit.</summary>
    public static void Print(IAnsiConsole console, RegressionResult result, string? plot)
    {
        var (data, fit) = (result.Data, result.Fit);
        var features = data.Features.Length > MostNamesInHeading ? $"{data.Features.Length} features" : string.Join(", ", data.Features);
        console.WriteLine($"{data.Source}: {data.Target} from {features}, {data.TargetValues.Length} rows");
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(Equation(result, "G12"))}[/]");
        console.Write(Coefficients(result));
        console.Write(Quality(result));
        console.WriteLine();
        console.WriteLine(Invariant(
            $"{(fit.HasConverged ? "Converged" : "Not converged: stopped")} after {Wording.Count(fit.Epochs, "epoch")} in {fit.Duration.TotalSeconds:0.###} s ({fit.Optimizer}, {(fit.IsFloat32 ? "float32" : "float64")})."));
        foreach (var remark in RegressionComment.Write(result))
            console.WriteLine(remark);
        if (plot is not null)
            console.WriteLine(Picture.Announce(plot));
    }

    /// <summary>target = intercept + coefficient · feature + …</summary>
    public static string Equation(RegressionResult result, string format)
    {
        var terms = result.Data.Features.Zip(result.Learned.Coefficients, (name, coefficient) =>
            $" {(coefficient < 0 ? "-" : "+")} {Math.Abs(coefficient).ToString(format, CultureInfo.InvariantCulture)}·{name}");
        return $"{result.Data.Target} = {result.Learned.Intercept.ToString(format, CultureInfo.InvariantCulture)}{string.Concat(terms)}";
    }

    private static Table Coefficients(RegressionResult result)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumns([Right("learned"), Right("least squares"), Right("difference")]);
        AddRow("intercept", result.Learned.Intercept, result.LeastSquares.Intercept);
        foreach (var (name, learned, exact) in result.Data.Features.Zip(result.Learned.Coefficients, result.LeastSquares.Coefficients))
            AddRow(name, learned, exact);
        return table;

        void AddRow(string name, double learned, double exact) =>
            table.AddRow(Markup.Escape(name), Invariant($"{learned:G15}"), Invariant($"{exact:G15}"), Invariant($"{learned - exact:0.0e+0}"));

        static TableColumn Right(string title) => new TableColumn(title).RightAligned().NoWrap();
    }

    private static Grid Quality(RegressionResult result)
    {
        var grid = new Grid().AddColumn().AddColumn();
        grid.AddRow("mean squared error", Invariant($"{result.MeanSquaredError:G15}"));
        grid.AddRow("R²", Invariant($"{result.RSquared:G15}"));
        grid.AddRow("residual standard deviation", result.ResidualStandardDeviation is { } deviation
            ? Invariant($"{deviation:G15} ({Wording.Count(result.DegreesOfFreedom, "degree")} of freedom)")
            : "none: as many coefficients as rows");
        return grid;
    }
}
