using System.Globalization;

namespace Autograd.Cli;

/// <summary>What the fit means, in words that are computed from it.</summary>
internal static class RegressionComment
{
    /// <summary>Three remarks: how far from the optimum, where the loss fell, what the residuals show.</summary>
    public static string[] Write(RegressionResult result) => [Distance(result), Descent(result), Structure(result)];

    private static string Distance(RegressionResult result)
    {
        double[] learned = [result.Learned.Intercept, .. result.Learned.Coefficients];
        double[] exact = [result.LeastSquares.Intercept, .. result.LeastSquares.Coefficients];
        string[] names = ["the intercept", .. result.Data.Features.Select(name => $"the coefficient of {name}")];
        var differences = learned.Zip(exact, (a, b) => a == b ? 0 : Math.Abs((a - b) / b)).ToArray();
        var worst = Array.IndexOf(differences, differences.Max());
        var coefficients = differences[worst] == 0
            ? "every coefficient is that of least squares to the last digit"
            : Text($"no coefficient is further from least squares than {names[worst]}, by {differences[worst]:0.0e+0} of its size");
        if (result.Fit.HasConverged)
            return $"Optimum: reached. The gradient vanished to rounding, and {coefficients}.";

        var excess = result.MeanSquaredError / result.LeastSquaresError - 1;
        var condition = result.Problem.LargestCurvature / result.Problem.SmallestCurvature;
        var reason = condition > 1000
            ? Text($"the features are nearly collinear (their correlation matrix has condition {condition:0.0e+0}), which leaves the loss almost flat along some direction")
            : Text($"the gradient's norm is still {result.Fit.GradientNorm:0.0e+0}");
        return Text($"Optimum: not reached. The mean squared error is {Percent(excess)} above the smallest possible, and {coefficients}; {reason}. More --epochs go on.");
    }

    private static string Descent(RegressionResult result)
    {
        var losses = result.Fit.Losses;
        var unit = result.Problem.TargetScale.Deviation * result.Problem.TargetScale.Deviation;
        var (first, least) = (losses[0], result.LeastSquaresError / unit);
        var fall = Text($"Loss: it fell from {RegressionReport.Number(result.Loss(0))} to {RegressionReport.Number(result.MeanSquaredError)} (mean squared error)");
        if (!(first > least))
            return fall + ".";
        var most = losses.FindIndex(loss => loss - least <= 0.01 * (first - least));
        if (most < 0)
            return fall + Text($"; 99 % of the way down is not yet done after {Epochs(losses.Count)}.");
        return fall + (losses.Count > most + 1
            ? Text($"; 99 % of the way down took {Epochs(most)}, the other {losses.Count - most} settled the last digits.")
            : Text($"; 99 % of the way down took {Epochs(most)}."));
    }

    private static string Structure(RegressionResult result)
    {
        var structure = new ResidualStructure(result);
        if (structure.IsExact)
            return "Residuals: none but rounding; the data lies on the line.";
        if (structure.RunsScore is null && structure.Curvature is null && structure.Spread is null)
            return Text($"Residuals: {result.Residuals.Length} rows are too few to tell structure from chance.");

        List<string> found = [], absent = [];
        if (structure.RunsScore is { } runs)
        {
            var figures = Text($"{structure.Runs} runs of one sign, {structure.ExpectedRuns:0.#} expected, z = {runs.Value:0.0}");
            (runs.IsSignificant ? found : absent).Add(
                !runs.IsSignificant ? $"in their order ({figures})"
                : runs.Value < 0 ? $"neighbours share their sign ({figures})"
                : $"signs alternate more than chance has it ({figures})");
        }
        if (structure.Curvature is { } curvature)
        {
            var figures = Text($"t = {curvature.Value:0.0}");
            (curvature.IsSignificant ? found : absent).Add(
                curvature.IsSignificant ? $"they bend with the prediction ({figures}), which a straight line cannot follow" : $"in a bend ({figures})");
        }
        if (structure.Spread is { } spread)
        {
            var figures = Text($"t = {spread.Value:0.0}");
            (spread.IsSignificant ? found : absent).Add(
                !spread.IsSignificant ? $"in their spread ({figures})"
                : $"they {(spread.Value > 0 ? "grow" : "shrink")} as the prediction grows ({figures})");
        }
        var verdict = found.Count > 0
            ? $"they show structure: {string.Join("; ", found)}" + (absent.Count > 0 ? $"; none {string.Join(", ", absent)}" : "")
            : $"they look like chance: no structure {string.Join(", ", absent)}";
        var largest = result.ResidualStandardDeviation is { } deviation
            ? Text($" The largest is {Math.Abs(result.Residuals[structure.Largest]) / deviation:0.0} standard deviations, on line {result.Data.Lines[structure.Largest]}.")
            : "";
        return $"Residuals: {verdict}.{largest}";
    }

    private static string Epochs(int count) => count == 1 ? "1 epoch" : Text($"{count} epochs");

    private static string Percent(double share) => share < 0.0001 ? "less than 0.01 %" : Text($"{100 * share:G3} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
