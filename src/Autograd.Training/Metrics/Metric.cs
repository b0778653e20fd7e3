namespace Autograd;

/// <summary>
/// A number that tells how good a model is, over any number of batches: <see cref="Add"/> each batch, then read <see cref="Value"/>. Values are those of
/// scikit-learn's function of the same name, with <c>zero_division=0</c>.
/// </summary>
public abstract class Metric
{
    /// <summary>The name that tables and files show: <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The number for all that was added since the last <see cref="Reset"/>; NaN if nothing was.</summary>
    public abstract double Value { get; }

    /// <summary>Whether a greater value is better.</summary>
    public virtual bool IsBetterHigher => true;

    /// <summary>Whether an output of one number for each target is taken for a logit.</summary>
    internal virtual bool TakesLogits => false;

    /// <summary>The share of examples whose class is right.</summary>
    /// <param name="ignoreIndex">Targets of this value are not counted: as in <see cref="Tensor.CrossEntropy"/>.</param>
    public static Metric Accuracy(long ignoreIndex = -100) => new OfClasses("accuracy", ignoreIndex, matrix => matrix.Accuracy);

    /// <summary>Of the examples said to be of a class, the share that is.</summary>
    /// <param name="averaging">How the classes make one number.</param>
    /// <param name="ignoreIndex">Targets of this value are not counted: as in <see cref="Tensor.CrossEntropy"/>.</param>
    public static Metric Precision(Averaging averaging = Averaging.Macro, long ignoreIndex = -100) =>
        new OfClasses(Named("precision", averaging), ignoreIndex, matrix => matrix.Precision(averaging));

    /// <summary>Of the examples of a class, the share that was found.</summary>
    /// <param name="averaging">How the classes make one number.</param>
    /// <param name="ignoreIndex">Targets of this value are not counted: as in <see cref="Tensor.CrossEntropy"/>.</param>
    public static Metric Recall(Averaging averaging = Averaging.Macro, long ignoreIndex = -100) =>
        new OfClasses(Named("recall", averaging), ignoreIndex, matrix => matrix.Recall(averaging));

    /// <summary>The harmonic mean of precision and recall.</summary>
    /// <param name="averaging">How the classes make one number.</param>
    /// <param name="ignoreIndex">Targets of this value are not counted: as in <see cref="Tensor.CrossEntropy"/>.</param>
    public static Metric F1(Averaging averaging = Averaging.Macro, long ignoreIndex = -100) =>
        new OfClasses(Named("f1", averaging), ignoreIndex, matrix => matrix.F1(averaging));

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

    /// <summary>
    /// All that was added since the last <see cref="Reset"/>: for a checkpoint within an epoch, and while other data are measured in between. A metric of one's own
    /// that has no state begins anew after either.
    /// </summary>
    /// <returns>Tensors by name.</returns>
    public virtual IReadOnlyDictionary<string, Tensor> State() => new Dictionary<string, Tensor>();

    /// <summary>Goes on from what <see cref="State"/> returned.</summary>
    /// <exception cref="KeyNotFoundException">A part is missing.</exception>
    public virtual void LoadState(IReadOnlyDictionary<string, Tensor> state) => Reset();

    /// <summary>The mean over the classes goes without saying.</summary>
    private static string Named(string name, Averaging averaging) => averaging == Averaging.Macro ? name : $"{averaging.ToString().ToLowerInvariant()} {name}";

    private sealed class OfClasses(string name, long ignoreIndex, Func<ConfusionMatrix, double> value) : Metric
    {
        private readonly ConfusionMatrix _matrix = new(ignoreIndex);

        public override string Name => name;

        internal override bool TakesLogits => true;

        public override double Value => _matrix.Total == 0 ? double.NaN : value(_matrix);

        public override void Add(Tensor output, Tensor target) => _matrix.Add(output, target);

        public override void Reset() => _matrix.Reset();

        public override IReadOnlyDictionary<string, Tensor> State() => new Dictionary<string, Tensor> { ["counts"] = _matrix.ToTensor() };

        public override void LoadState(IReadOnlyDictionary<string, Tensor> state)
        {
            ArgumentNullException.ThrowIfNull(state);
            _matrix.Restore(state["counts"]);
        }
    }
}
