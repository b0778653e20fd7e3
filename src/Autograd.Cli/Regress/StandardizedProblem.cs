namespace Autograd.Cli;

/// <summary>
/// The regression on columns of mean 0 and standard deviation 1, where one learning rate suits every weight, with the exact solution
/// and the way back to the data's own units.
/// </summary>
internal sealed class StandardizedProblem
{
    /// <summary>Standardises the columns and solves the problem in closed form.</summary>
    /// <exception cref="CommandException">A column is constant, or the features are collinear.</exception>
    public StandardizedProblem(RegressionData data)
    {
        Data = data;
        (Target, TargetScale) = Standardize(data, data.Target, data.TargetValues);
        Features = new double[data.Features.Length][];
        FeatureScales = new Scale[data.Features.Length];
        for (var j = 0; j < Features.Length; j++)
            (Features[j], FeatureScales[j]) = Standardize(data, data.Features[j], data.FeatureValues[j]);

        var decomposition = new LeastSquares(Features, NoiseLevel());
        if (decomposition.Dependency is var (dependent, others))
        {
            var cause = others.Length > 0
                ? $"is a linear combination of {string.Join(" and ", others.Select(other => $"'{data.Features[other]}'"))}"
                : "varies by no more than the rounding of its values";
            throw new CommandException(
                $"{data.Locate(data.Features[dependent])}: it {cause}, so the " +
                $"problem is rank-deficient (rank {decomposition.Rank} of {Features.Length}) and its coefficients are not unique; leave a column out with --features.");
        }
        LeastSquaresWeights = decomposition.Solve(Target);
        (LargestCurvature, SmallestCurvature) = decomposition.Curvatures();
    }

    /// <summary>The data in its own units.</summary>
    public RegressionData Data { get; }

    /// <summary>The target, standardised.</summary>
    public double[] Target { get; }

    /// <summary>The features, standardised, column by column.</summary>
    public double[][] Features { get; }

    /// <summary>The target's mean and standard deviation.</summary>
    public Scale TargetScale { get; }

    /// <summary>The features' means and standard deviations.</summary>
    public Scale[] FeatureScales { get; }

    /// <summary>The exact solution: the weights of the standardised features. Its bias is 0.</summary>
    public double[] LeastSquaresWeights { get; }

    /// <summary>The largest eigenvalue of the features' correlation matrix: half the largest curvature of the mean squared error.</summary>
    public double LargestCurvature { get; }

    /// <summary>The smallest eigenvalue of the features' correlation matrix.</summary>
    public double SmallestCurvature { get; }

    /// <summary>The model in the data's own units.</summary>
    public LinearModel InOwnUnits(double[] weights, double bias)
    {
        var coefficients = new double[weights.Length];
        var intercept = new CompensatedSum();
        intercept.Add(TargetScale.Mean);
        intercept.Add(TargetScale.Deviation * bias);
        for (var j = 0; j < weights.Length; j++)
        {
            coefficients[j] = TargetScale.Deviation * weights[j] / FeatureScales[j].Deviation;
            intercept.AddProduct(-coefficients[j], FeatureScales[j].Mean);
        }
        return new LinearModel(intercept.Value, coefficients);
    }

    /// <summary>Target minus prediction, standardised, row by row: centred, so that nothing cancels.</summary>
    public double[] Residuals(double[] weights, double bias)
    {
        var residuals = new double[Target.Length];
        for (var i = 0; i < residuals.Length; i++)
        {
            var residual = Target[i] - bias;
            for (var j = 0; j < weights.Length; j++)
                residual -= weights[j] * Features[j][i];
            residuals[i] = residual;
        }
        return residuals;
    }

    /// <summary>How far the rounding of the numbers in the file may move a standardised feature.</summary>
    private double NoiseLevel()
    {
        var noise = 1.0;
        for (var j = 0; j < Features.Length; j++)
            noise = Math.Max(noise, LargestMagnitude(Data.FeatureValues[j]) / FeatureScales[j].Deviation);
        return noise * (Math.BitIncrement(1.0) - 1);
    }

    private static (double[] Values, Scale Scale) Standardize(RegressionData data, string name, double[] values)
    {
        if (values.All(value => value == values[0]))
        {
            throw new CommandException($"{data.Locate(name)}: every value is {Wording.Number(values[0])}; " + (name == data.Target
                ? "there is nothing to predict."
                : "a constant column cannot be told from the intercept, so the problem is rank-deficient; leave it out with --features."));
        }
        var scale = Scale.Of(values, data.Locate(name));
        return ([.. values.Select(value => (value - scale.Mean) / scale.Deviation)], scale);
    }

    private static double LargestMagnitude(double[] values) => Math.Max(values.Max(), -values.Min());
}

/// <summary>intercept + Σ coefficient · feature, in the data's own units.</summary>
internal sealed record LinearModel(double Intercept, double[] Coefficients);
