using static System.FormattableString;

namespace Autograd.Cli;

/// <summary>What a classifier learned, in words that are computed from it.</summary>
internal static class ClassificationComment
{
    /// <summary>Weights that start no larger than this start on the plateau of a linear classifier.</summary>
    private const double SmallScale = 0.05;

    /// <summary>A plateau is long from that part of all epochs on.</summary>
    private const int LongPlateau = 10;

    /// <summary>Three remarks: whether the boundary needs its bends, how the loss fell, whether the test says the same as the training.</summary>
    public static string[] Write(ClassificationResult result) => [Boundary(result), Descent(result), Generalization(result)];

    private static string Boundary(ClassificationResult result)
    {
        var (test, classes) = (result.Test, result.Problem.Data.Classes);
        var second = test.Points.IsSecond.Count(isSecond => isSecond);
        var (rarer, commoner) = second < test.Points.Count - second ? (second, 0) : (test.Points.Count - second, 1);
        if (rarer > 0 && test.Errors >= rarer)
            return Invariant($"Boundary: useless: calling every test point '{classes[commoner]}' makes {Wording.Count(rarer, "error")}, the network {test.Errors}.");
        if (result.LinearTest is not { } linear)
            return $"Boundary: {(result.Problem.Data.Features.Length == 2 ? "a straight line" : "flat")}, since there is no hidden layer; --layers {result.Problem.Layers[0]},100,1 has one.";

        // McNemar's test: of the points that only one of the two gets right, chance would give each half.
        int gained = 0, lost = 0;
        for (var i = 0; i < test.Points.Count; i++)
        {
            gained += test.IsRight(i) && !linear.IsRight(i) ? 1 : 0;
            lost += linear.IsRight(i) && !test.IsRight(i) ? 1 : 0;
        }
        var score = Statistic.Normal(gained + lost > 0 ? (gained - lost) / Math.Sqrt(gained + lost) : 0);
        var comparison = Invariant(
            $"a linear classifier, trained alike, makes {Wording.Count(linear.Errors, "error")} in the test, the network {test.Errors} (z = {score.Value:0.0})");
        return !score.IsSignificant ? $"Boundary: no better than a linear one as far as this test can tell: {comparison}."
            : gained > lost ? $"Boundary: curved, and it has to be: {comparison}."
            : $"Boundary: worse than a linear one: {comparison}.";
    }

    private static string Descent(ClassificationResult result)
    {
        var (losses, final) = (result.Fit.Losses, result.Fit.FinalLoss);
        var fall = $"Loss: it fell from {Wording.Number(losses[0])} to {Wording.Number(final)} ({result.Options.LossName})";
        if (result.Linear is { } linear)
        {
            var passed = losses.FindIndex(loss => loss < linear.FinalLoss);
            var start = result.Options.InitialScale <= SmallScale ? "; weights that start so small take long to bend the boundary: leave --initial-scale out" : "";
            fall += passed < 0 ? Invariant($", which is no less than the {Wording.Number(linear.FinalLoss)} of a linear classifier{start}")
                : passed > losses.Count / LongPlateau ? Invariant($"; for the first {passed} epochs it was no less than the {Wording.Number(linear.FinalLoss)} that a linear classifier ends on{start}")
                : Invariant($"; the {Wording.Number(linear.FinalLoss)} that a linear classifier ends on was passed in epoch {passed + 1}");
        }
        // What the last tenth of the epochs left of it.
        var rest = losses.Count >= 10 ? final / losses[losses.Count - losses.Count / 10] : 1;
        return $"{fall}. {(rest < 0.95 ? "It was still falling: more --epochs would lower it further." : rest < 0.995 ? "It was still falling, slowly." : "It has levelled off.")}";
    }

    private static string Generalization(ClassificationResult result)
    {
        var (training, test) = (result.Training, result.Test);
        double trained = training.Points.Count, tested = test.Points.Count;
        var share = (training.Errors + test.Errors) / (trained + tested);
        if (share == 0)
            return "Generalisation: no error in the training, none in the test.";
        var score = Statistic.Normal((training.Accuracy - test.Accuracy) / Math.Sqrt(share * (1 - share) * (1 / trained + 1 / tested)));
        if (!score.IsSignificant)
            return Invariant($"Generalisation: the test differs from the training by no more than chance (z = {score.Value:0.0}).");
        return score.Value > 0
            ? Invariant($"Generalisation: the test is worse than the training by more than chance (z = {score.Value:0.0}): part of what was learned is noise; more points, fewer units or fewer --epochs would help.")
            : Invariant($"Generalisation: the test is better than the training by more than chance (z = {score.Value:0.0}): its points are easier.");
    }
}
