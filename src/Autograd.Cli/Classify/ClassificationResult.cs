namespace Autograd.Cli;

/// <summary>What a classifier makes of a set of points.</summary>
internal sealed class ClassificationScore
{
    /// <summary>Judges every point.</summary>
    public ClassificationScore(Classifier network, ClassificationProblem problem, LabelledPoints points)
    {
        Points = points;
        var logits = network.Predict(problem.Standardize(points.Features));
        Probabilities = logits.Sigmoid().ToArray<float>();
        for (var i = 0; i < points.Count; i++)
            Confusion[points.IsSecond[i] ? 1 : 0, IsCalledSecond(i) ? 1 : 0]++;
    }

    /// <summary>The points.</summary>
    public LabelledPoints Points { get; }

    /// <summary>The learned probability that each point is of the second class.</summary>
    public float[] Probabilities { get; }

    /// <summary>[class, what it was called]: how many points.</summary>
    public int[,] Confusion { get; } = new int[2, 2];

    /// <summary>How many points were called by the wrong class.</summary>
    public int Errors => Confusion[0, 1] + Confusion[1, 0];

    /// <summary>The share of points that were called by the right class.</summary>
    public double Accuracy => (Points.Count - Errors) / (double)Points.Count;

    /// <summary>Whether a point was called by its class.</summary>
    public bool IsRight(int i) => IsCalledSecond(i) == Points.IsSecond[i];

    private bool IsCalledSecond(int i) => Probabilities[i] > 0.5f;
}

/// <summary>A learned classifier, judged.</summary>
internal sealed class ClassificationResult
{
    /// <summary>Judges it on the training points and on the test points.</summary>
    /// <param name="problem">What was to be learned.</param>
    /// <param name="options">How.</param>
    /// <param name="training">How it went.</param>
    /// <param name="linear">How a network without a hidden layer learned, to compare with; null for none.</param>
    public ClassificationResult(ClassificationProblem problem, ClassifyOptions options, ClassifierTraining training, ClassifierTraining? linear)
    {
        Problem = problem;
        Options = options;
        Fit = training;
        Training = new ClassificationScore(training.Network, problem, problem.Training);
        Test = new ClassificationScore(training.Network, problem, problem.Test);
        Linear = linear;
        LinearTest = linear is null ? null : new ClassificationScore(linear.Network, problem, problem.Test);
    }

    public ClassificationProblem Problem { get; }

    public ClassifyOptions Options { get; }

    public ClassifierTraining Fit { get; }

    public ClassificationScore Training { get; }

    public ClassificationScore Test { get; }

    public ClassifierTraining? Linear { get; }

    public ClassificationScore? LinearTest { get; }
}
