namespace Autograd;

/// <summary>
/// A number that tells how good a model is, over any number of batches: <see cref="Add"/> each batch, then read <see cref="Value"/>. Values are those of
/// scikit-learn's function of the same name.
/// </summary>
public abstract class Metric
{
    /// <summary>The name that tables and files show: <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The number for all that was added since the last <see cref="Reset"/>; NaN if nothing was.</summary>
    public abstract double Value { get; }

    /// <summary>Whether a greater value is better.</summary>
    public virtual bool IsBetterHigher => true;

    /// <summary>The share of examples whose class is right.</summary>
    public static Metric Accuracy() => new OfClasses("accuracy", matrix => matrix.Accuracy);

    /// <summary>Of the examples said to be of a class, the share that is.</summary>
    public static Metric Precision(Averaging averaging = Averaging.Macro) => new OfClasses("precision", matrix => matrix.Precision(averaging));

    /// <summary>Of the examples of a class, the share that was found.</summary>
    public static Metric Recall(Averaging averaging = Averaging.Macro) => new OfClasses("recall", matrix => matrix.Recall(averaging));

    /// <summary>The harmonic mean of precision and recall.</summary>
    public static Metric F1(Averaging averaging = Averaging.Macro) => new OfClasses("f1", matrix => matrix.F1(averaging));

    /// <summary>The mean distance of predictions to targets.</summary>
    public static Metric MeanAbsoluteError() => new MeanAbsoluteErrorMetric();

    /// <summary>R², the share of the targets' variance that the predictions explain; the mean over the columns if there are several.</summary>
    public static Metric RSquared() => new RSquaredMetric();

    /// <summary>Takes a batch into account.</summary>
    /// <param name="output">What the model made of it.</param>
    /// <param name="target">What it should have made.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public abstract void Add(Tensor output, Tensor target);

    /// <summary>Forgets all batches.</summary>
    public abstract void Reset();

    private sealed class OfClasses(string name, Func<ConfusionMatrix, double> value) : Metric
    {
        private readonly ConfusionMatrix _matrix = new();

        public override string Name => name;

        public override double Value => _matrix.Total == 0 ? double.NaN : value(_matrix);

        public override void Add(Tensor output, Tensor target) => _matrix.Add(output, target);

        public override void Reset() => _matrix.Reset();
    }
}
