namespace Autograd.Cli;

/// <summary>Whether residuals look like chance: in their order, their bend and their spread.</summary>
internal sealed class ResidualStructure
{
    private const int FewestRows = 10;

    public ResidualStructure(RegressionResult result)
    {
        var (residuals, predictions) = (result.Residuals, result.Predictions);
        Largest = Array.IndexOf(residuals, residuals.MaxBy(Math.Abs));
        // The data itself is only known to a rounding of its largest values.
        IsExact = Math.Sqrt(result.MeanSquaredError) <= 64 * (Math.BitIncrement(1.0) - 1) * result.Data.TargetValues.Max(Math.Abs);
        if (IsExact || residuals.Length < FewestRows || result.DegreesOfFreedom < 3)
            return;

        var inOrder = residuals.Zip(predictions).OrderBy(pair => pair.Second).Select(pair => pair.First).ToArray();
        (Runs, ExpectedRuns, RunsScore) = CountRuns(inOrder);

        // Ramsey's test: what of the squared prediction the features cannot express must not explain the residuals either.
        var mean = predictions.Average();
        var deviation = Math.Sqrt(predictions.Average(value => (value - mean) * (value - mean)));
        var squares = predictions.Select(value => Math.Pow((value - mean) / deviation, 2)).ToArray();
        var bend = Unexplained(result.Problem.Features, squares);
        if (bend.Max(Math.Abs) > 1e-8)
            Curvature = CorrelationTest(bend, residuals, result.DegreesOfFreedom - 1);
        Spread = CorrelationTest(predictions, [.. residuals.Select(Math.Abs)], residuals.Length - 2);
    }

    /// <summary>Whether the residuals are nothing but rounding.</summary>
    public bool IsExact { get; }

    /// <summary>The row with the largest residual.</summary>
    public int Largest { get; }

    /// <summary>How many runs of one sign the residuals form, ordered by prediction.</summary>
    public int Runs { get; }

    /// <summary>How many runs chance would form.</summary>
    public double ExpectedRuns { get; }

    /// <summary>The runs' distance from expectation (Wald and Wolfowitz); null if there is nothing to judge.</summary>
    public Statistic? RunsScore { get; }

    /// <summary>How far the residuals follow the square of the prediction (Ramsey); null if there is nothing to judge.</summary>
    public Statistic? Curvature { get; }

    /// <summary>How far the size of the residuals follows the prediction; null if there is nothing to judge.</summary>
    public Statistic? Spread { get; }

    private static (int Runs, double Expected, Statistic? Score) CountRuns(double[] residuals)
    {
        var runs = 1 + residuals.Zip(residuals.Skip(1)).Count(pair => pair.First > 0 != pair.Second > 0);
        double count = residuals.Length, above = residuals.Count(residual => residual > 0);
        var pairs = 2 * above * (count - above);
        var expected = 1 + pairs / count;
        var variance = pairs * (pairs - count) / (count * count * (count - 1));
        return (runs, expected, variance > 0 ? Statistic.Normal((runs - expected) / Math.Sqrt(variance)) : null);
    }

    /// <summary>What remains of a vector once the features and a constant have explained what they can.</summary>
    private static double[] Unexplained(double[][] features, double[] values)
    {
        var mean = values.Average();
        var rest = values.Select(value => value - mean).ToArray();
        var weights = new LeastSquares(features, 0).Solve(rest);
        for (var j = 0; j < features.Length; j++)
        {
            for (var i = 0; i < rest.Length; i++)
                rest[i] -= weights[j] * features[j][i];
        }
        return rest;
    }

    private static Statistic? CorrelationTest(double[] left, double[] right, int degreesOfFreedom)
    {
        var (leftMean, rightMean) = (left.Average(), right.Average());
        double both = 0, leftSquare = 0, rightSquare = 0;
        for (var i = 0; i < left.Length; i++)
        {
            var (a, b) = (left[i] - leftMean, right[i] - rightMean);
            (both, leftSquare, rightSquare) = (both + a * b, leftSquare + a * a, rightSquare + b * b);
        }
        if (!(leftSquare > 0 && rightSquare > 0))
            return null;
        var correlation = both / Math.Sqrt(leftSquare) / Math.Sqrt(rightSquare);
        var t = correlation * Math.Sqrt(degreesOfFreedom / Math.Max(1e-300, 1 - correlation * correlation));
        return new Statistic(t, StudentCritical(degreesOfFreedom));
    }

    /// <summary>The 99.5 % point of Student's distribution, by Cornish and Fisher's expansion about the normal one.</summary>
    private static double StudentCritical(int degreesOfFreedom)
    {
        const double z = Statistic.NormalCritical;
        double n = degreesOfFreedom;
        return z + (Math.Pow(z, 3) + z) / (4 * n) + (5 * Math.Pow(z, 5) + 16 * Math.Pow(z, 3) + 3 * z) / (96 * n * n)
            + (3 * Math.Pow(z, 7) + 19 * Math.Pow(z, 5) + 17 * Math.Pow(z, 3) - 15 * z) / (384 * n * n * n);
    }
}
