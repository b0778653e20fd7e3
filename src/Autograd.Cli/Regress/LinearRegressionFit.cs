using System.Diagnostics;
using System.Globalization;

namespace Autograd.Cli;

/// <summary>A linear regression learned by gradient descent.</summary>
internal sealed class LinearRegressionFit
{
    /// <summary>Adam has no rate of convergence to lose: its rate is halved whenever the gradient has not shrunk for that many epochs.</summary>
    private const int AdamPatience = 50;

    private LinearRegressionFit(string optimizer, bool isFloat32)
    {
        Optimizer = optimizer;
        IsFloat32 = isFloat32;
    }

    /// <summary>The optimizer with its settings, in words.</summary>
    public string Optimizer { get; }

    /// <summary>Whether it was learned in single precision.</summary>
    public bool IsFloat32 { get; }

    /// <summary>The weights of the standardised features.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>The bias, in standard deviations of the target.</summary>
    public double Bias { get; private set; }

    /// <summary>The mean squared error before each epoch's step, in variances of the target.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>The norm of the last gradient, on standardised columns.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Whether the gradient vanished to rounding.</summary>
    public bool HasConverged { get; private set; }

    /// <summary>How many steps were made.</summary>
    public int Epochs => Losses.Count;

    /// <summary>How long the training took.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Learns the weights: full-batch descent on the mean squared error until its gradient vanishes to rounding.</summary>
    /// <param name="problem">The standardised data.</param>
    /// <param name="options">The optimizer, its rate, the number of epochs and the precision.</param>
    /// <param name="progress">Told, from 0 to 1, how much is done; null if nobody watches.</param>
    /// <exception cref="CommandException">The loss grew instead of falling.</exception>
    public static LinearRegressionFit Train(StandardizedProblem problem, RegressOptions options, Action<double>? progress)
    {
        var (rows, count) = (problem.Target.Length, problem.Features.Length);
        var type = options.Float32 ? DType.Float32 : DType.Float64;
        using var _ = Tensor.WithGradient();
        var x = Tensor.From(RowByRow(problem.Features), [rows, count]).Cast(type);
        var y = Tensor.From(problem.Target, [rows, 1]).Cast(type);
        var weights = new Variable("weights", Tensor.Randn([count, 1], type, new Generator(options.Seed)) / Math.Sqrt(count));
        var bias = new Variable("bias", Tensor.Zeros([1], type));

        var (optimizer, description) = Choose(problem, options, [weights, bias]);
        var fit = new LinearRegressionFit(description, options.Float32);
        var start = Stopwatch.GetTimestamp();
        fit.Descend(() => (x.MatMul(weights) + bias).MeanSquaredError(y), optimizer, options, progress);
        fit.Duration = Stopwatch.GetElapsedTime(start);
        fit.Weights = Values(weights);
        fit.Bias = Values(bias)[0];
        if (!fit.HasConverged && !(fit.Losses[^1] <= fit.Losses[0]))
            throw fit.Diverged(problem, options, optimizer);
        return fit;
    }

    private void Descend(Func<Tensor> loss, Optimizer optimizer, RegressOptions options, Action<double>? progress)
    {
        // A few roundings of numbers of size 1: the gradient of a standardised problem is not known any better.
        var tolerance = options.Float32 ? 4e-6 : 1e-14;
        var (firstNorm, bestNorm, bestEpoch) = (0.0, double.PositiveInfinity, 0);
        while (!HasConverged && Epochs < options.Epochs)
        {
            Losses.Add(Values(optimizer.Step(loss))[0]);
            GradientNorm = Math.Sqrt(optimizer.Parameters.Sum(parameter => Values(parameter.Gradient!).Sum(g => g * g)));
            HasConverged = GradientNorm <= tolerance;
            if (!double.IsFinite(GradientNorm) || Losses[^1] > 1e30)
                break;

            firstNorm = Math.Max(firstNorm, GradientNorm);
            if (GradientNorm < bestNorm)
                (bestNorm, bestEpoch) = (GradientNorm, Epochs);
            else if (optimizer is Adam && Epochs - bestEpoch >= AdamPatience)
            {
                optimizer.LearningRate /= 2;
                bestEpoch = Epochs;
            }
            progress?.Invoke(Math.Max((double)Epochs / options.Epochs, Math.Log(firstNorm / bestNorm) / Math.Log(firstNorm / tolerance)));
        }
    }

    private static (Optimizer Optimizer, string Description) Choose(StandardizedProblem problem, RegressOptions options, Variable[] parameters)
    {
        if (options.Optimizer == OptimizerKind.Adam)
        {
            var adamRate = options.LearningRate ?? 0.1;
            return (new Adam(parameters, adamRate), $"adam, learning rate {Wording.Number(adamRate)} halved on plateaus");
        }
        // The curvatures of the loss reach from 2·smallest to 2·largest eigenvalue; a step of 1 / (largest curvature) is the longest that
        // never overshoots. Well below it the descent can be watched.
        var rate = options.LearningRate ?? 0.2 / problem.LargestCurvature;
        if (problem.Features.Length == 1)
            return (new Sgd(parameters, rate), $"sgd, learning rate {Wording.Number(rate)}");
        // One feature has one curvature. Correlated ones have flat directions too, along which plain descent creeps: momentum that
        // critically damps the flattest takes √κ epochs in place of κ (Nesterov 1983). No memory longer than the training, though.
        var damping = Math.Min(1, Math.Max(Math.Sqrt(2 * rate * problem.SmallestCurvature), 20.0 / options.Epochs));
        var momentum = (1 - damping) / (1 + damping);
        return (
            new Sgd(parameters, rate, momentum, nesterov: momentum > 0),
            $"sgd, learning rate {Wording.Number(rate)}, Nesterov momentum {Wording.Number(momentum)}");
    }

    private CommandException Diverged(StandardizedProblem problem, RegressOptions options, Optimizer optimizer)
    {
        // Plain descent is stable below 2 / curvature, Nesterov's below 4/3 of 1 / curvature whatever the momentum.
        var stable = (problem.Features.Length == 1 ? 1 : 2.0 / 3) / problem.LargestCurvature;
        var advice = options.LearningRate is null ? "give more --epochs"
            : options.Optimizer == OptimizerKind.Sgd ? string.Create(CultureInfo.InvariantCulture, $"use one below {stable:G2}, or leave --learning-rate out")
            : "use one of about 0.1, or leave --learning-rate out";
        return new CommandException(
            $"{problem.Data.Source}: the training diverged: the loss went from {Wording.Number(Losses[0])} to {Wording.Number(Losses[^1])} in {Epochs} epochs " +
            $"at learning rate {Wording.Number(options.LearningRate ?? optimizer.LearningRate)}; {advice}.");
    }

    private static double[] RowByRow(double[][] columns)
    {
        var values = new double[columns.Length * columns[0].Length];
        for (var i = 0; i < columns[0].Length; i++)
        {
            for (var j = 0; j < columns.Length; j++)
                values[i * columns.Length + j] = columns[j][i];
        }
        return values;
    }

    private static double[] Values(Tensor tensor)
    {
        using (Tensor.NoGradient())
            return tensor.Cast(DType.Float64).ToArray<double>();
    }
}
