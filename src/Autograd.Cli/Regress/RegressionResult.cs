namespace Autograd.Cli;

/// <summary>A finished fit in the data's own units, beside the closed-form answer.</summary>
internal sealed class RegressionResult
{
    public RegressionResult(StandardizedProblem problem, LinearRegressionFit fit)
    {
        Problem = problem;
        Fit = fit;
        Learned = problem.InOwnUnits(fit.Weights, fit.Bias);
        LeastSquares = problem.InOwnUnits(problem.LeastSquaresWeights, 0);
        var unit = problem.TargetScale.Deviation;
        Residuals = [.. problem.Residuals(fit.Weights, fit.Bias).Select(residual => residual * unit)];
        Predictions = [.. Data.TargetValues.Zip(Residuals, (value, residual) => value - residual)];
        MeanSquaredError = MeanSquare(Residuals);
        LeastSquaresError = MeanSquare(problem.Residuals(problem.LeastSquaresWeights, 0)) * unit * unit;
        RSquared = 1 - MeanSquaredError / unit / unit;
        DegreesOfFreedom = Residuals.Length - Data.Features.Length - 1;
        ResidualStandardDeviation = DegreesOfFreedom > 0 ? Math.Sqrt(MeanSquaredError * (Residuals.Length / (double)DegreesOfFreedom)) : null;
    }

    public StandardizedProblem Problem { get; }

    public RegressionData Data => Problem.Data;

    public LinearRegressionFit Fit { get; }

    /// <summary>What gradient descent learned.</summary>
    public LinearModel Learned { get; }

    /// <summary>What it should have learned.</summary>
    public LinearModel LeastSquares { get; }

    /// <summary>The learned model's prediction, row by row.</summary>
    public double[] Predictions { get; }

    /// <summary>Target minus prediction, row by row.</summary>
    public double[] Residuals { get; }

    /// <summary>The mean of the squared residuals.</summary>
    public double MeanSquaredError { get; }

    /// <summary>The smallest mean squared error that any line has.</summary>
    public double LeastSquaresError { get; }

    /// <summary>The share of the target's variance that the model explains.</summary>
    public double RSquared { get; }

    /// <summary>Rows beyond those that fixing the coefficients and the intercept takes.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The standard deviation of the measurements around the line, √(Σ residual² / degrees of freedom); null without any to spare.</summary>
    public double? ResidualStandardDeviation { get; }

    /// <summary>The mean squared error before an epoch's step, in the target's own units.</summary>
    public double Loss(int epoch) => Fit.Losses[epoch] * Problem.TargetScale.Deviation * Problem.TargetScale.Deviation;

    private static double MeanSquare(double[] values)
    {
        var sum = new CompensatedSum();
        foreach (var value in values)
            sum.Add(value * value / values.Length);
        return sum.Value;
    }
}
