using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>What the fit means, in words that are computed from it.</summary>
internal static class RegressionComment
{
    private const double FlatCondition = 1000;

    /// <summary>Three remarks: how far from the optimum, where the loss fell, what the residuals show.</summary>
    public static string[] Write(RegressionResult result) => [Distance(result), Descent(result), Structure(result)];

    private static string Distance(RegressionResult result)
    {
        double[] learned = [result.Learned.Intercept, .. result.Learned.Coefficients];
        double[] exact = [result.LeastSquares.Intercept, .. result.LeastSquares.Coefficients];
        string[] names = ["the intercept", .. result.Data.Features.Select(name => $"the coefficient of {name}")];
        var differences = learned.Zip(exact, (a, b) => a == b ? 0 : Math.Abs((a - b) / b)).ToArray();
        var worst = Array.IndexOf(differences, differences.Max());
        var agreement = differences[worst] == 0
            ? "the coefficients are those of least squares to the last digit"
            : Invariant($"the coefficients {(differences[worst] < 1e-3 ? "agree with least squares to" : "differ from least squares by up to")} {differences[worst]:0.0e+0} of their size (worst: {names[worst]})");
        var condition = result.Problem.LargestCurvature / result.Problem.SmallestCurvature;
        var collinearity = Invariant($"the features are nearly collinear (their correlation matrix has condition {condition:0.0e+0}), so the loss is almost flat along some direction");
        if (result.Fit.HasConverged)
        {
            return differences[worst] > 1e-3 && condition > FlatCondition
                ? $"Optimum: reached as far as the gradient tells. It vanished to rounding, but {collinearity}: {agreement}."
                : $"Optimum: reached. The gradient vanished to rounding, and {agreement}.";
        }
        var reason = condition > FlatCondition ? collinearity : Invariant($"the norm of the gradient is still {result.Fit.GradientNorm:0.0e+0}");
        return Invariant($"Optimum: not reached. The mean squared error is {Excess(result)}, and {agreement}; {reason}. {Advice(result, condition)}");
    }

    private static string Advice(RegressionResult result, double condition)
    {
        var losses = result.Fit.Losses;
        // A rate at the edge of stability jumps back and forth across the valley for ever.
        if (losses.Count >= 100 && losses[^1] >= losses[losses.Count / 2] && losses[^1] > 0)
            return "The loss has stopped falling: use a smaller --learning-rate, or leave it out.";
        return condition > FlatCondition ? "Leave a column out, or give it more --epochs." : "Give it more --epochs.";
    }

    private static string Excess(RegressionResult result)
    {
        var ratio = result.MeanSquaredError / result.LeastSquaresError;
        return ratio < 1.0001 ? "within 0.01 % of the smallest possible"
            : ratio < 2 ? Invariant($"{100 * (ratio - 1):G3} % above the smallest possible")
            : Invariant($"{Wording.Number(result.MeanSquaredError)}, where {Wording.Number(result.LeastSquaresError)} is possible");
    }

    private static string Descent(RegressionResult result)
    {
        var losses = result.Fit.Losses;
        var unit = result.Problem.TargetScale.Deviation * result.Problem.TargetScale.Deviation;
        var (first, least) = (losses[0], result.LeastSquaresError / unit);
        var fall = Invariant($"Loss: it fell from {Wording.Number(result.Loss(0))} to {Wording.Number(result.MeanSquaredError)} (mean squared error)");
        if (!(first > least))
            return fall + ".";
        var most = losses.FindIndex(loss => loss - least <= 0.01 * (first - least));
        if (most < 0)
            return fall + Invariant($"; 99 % of the way down is not yet done after {Wording.Count(losses.Count, "epoch")}.");
        return fall + (losses.Count > most + 1
            ? Invariant($"; 99 % of the way down took {Wording.Count(most, "epoch")}, the other {losses.Count - most} settled the last digits.")
            : Invariant($"; 99 % of the way down took {Wording.Count(most, "epoch")}."));
    }

    private static string Structure(RegressionResult result)
    {
        var structure = new ResidualStructure(result);
        if (structure.IsExact)
            return "Residuals: none but rounding; the data lies on the line.";
        if (structure.RunsScore is null && structure.Curvature is null && structure.Spread is null)
            return Invariant($"Residuals: {result.Residuals.Length} rows are too few to tell structure from chance.");

        List<string> found = [], absent = [];
        if (structure.RunsScore is { } runs)
        {
            Add(runs, "order", Invariant($"{structure.Runs} runs of one sign, {structure.ExpectedRuns:0.#} expected, z = {Rounded(runs.Value)}"),
                runs.Value < 0 ? "neighbours share their sign" : "their signs alternate more than chance has it");
        }
        if (structure.Curvature is { } curvature)
            Add(curvature, "bend", Invariant($"t = {Rounded(curvature.Value)}"), "they bend with the prediction, which no straight line can follow");
        if (structure.Spread is { } spread)
            Add(spread, "spread", Invariant($"t = {Rounded(spread.Value)}"), $"they {(spread.Value > 0 ? "grow" : "shrink")} as the prediction grows");

        var like = absent.Count > 0 ? $"{Join(absent)} {(absent.Count == 1 ? "looks" : "look")} like chance" : "";
        var verdict = found.Count == 0 ? $"no structure: {like}" : $"structure: {Join(found)}" + (like.Length > 0 ? $"; {like}" : "");
        var largest = result.ResidualStandardDeviation is { } deviation
            ? Invariant($" The largest is {Math.Abs(result.Residuals[structure.Largest]) / deviation:0.0} standard deviations, on line {result.Data.Lines[structure.Largest]}.")
            : "";
        return $"Residuals: {verdict}.{largest}";

        void Add(Statistic statistic, string name, string figures, string meaning) =>
            (statistic.IsSignificant ? found : absent).Add($"{(statistic.IsSignificant ? meaning : name)} ({figures})");
    }

    private static string Join(List<string> parts) =>
        parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";

    // Adding 0 turns -0.0 into 0.0.
    private static string Rounded(double value) => Invariant($"{Math.Round(value, 1) + 0:0.0}");
}
