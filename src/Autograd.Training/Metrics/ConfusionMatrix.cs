using System.Globalization;
using System.Text;

namespace Autograd;

/// <summary>How often each class was taken for each: rows are what is right, columns what the model said. Averages without any example are NaN.</summary>
/// <param name="ignoreIndex">Targets of this value, which need be no class, are not counted: as in <see cref="Tensor.CrossEntropy"/>.</param>
public sealed class ConfusionMatrix(long ignoreIndex = -100)
{
    private long[,] _counts = new long[0, 0];

    /// <summary>The number of classes seen so far.</summary>
    public int Classes => _counts.GetLength(0);

    /// <summary>The number of examples.</summary>
    public long Total { get; private set; }

    /// <summary>How often a class was taken for one.</summary>
    /// <param name="right">The class that it is.</param>
    /// <param name="predicted">The class that the model said.</param>
    public long this[int right, int predicted] => _counts[right, predicted];

    /// <summary>The share of examples whose class is right.</summary>
    public double Accuracy => (double)Sum(Hits) / Total;

    /// <summary>Of the examples said to be of a class, the share that is; 0 for a class never said.</summary>
    public double Precision(Averaging averaging = Averaging.Macro) => Average(averaging, Hits, Said);

    /// <summary>Of the examples said to be of one class, the share that is; 0 if none was.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">No batch had that class.</exception>
    public double PrecisionOf(int index) => Share(Hits(Checked(index)), Said(index));

    /// <summary>Of the examples of one class, the share that was found; 0 if it has none.</summary>
    /// <inheritdoc cref="PrecisionOf"/>
    public double RecallOf(int index) => Share(Hits(Checked(index)), Right(index));

    /// <summary>The harmonic mean of one class' precision and recall; 0 if it is neither there nor said.</summary>
    /// <inheritdoc cref="PrecisionOf"/>
    public double F1Of(int index) => Share(2 * Hits(Checked(index)), Said(index) + Right(index));

    /// <summary>Of the examples of a class, the share that was found; 0 for a class that has none.</summary>
    public double Recall(Averaging averaging = Averaging.Macro) => Average(averaging, Hits, Right);

    /// <summary>The harmonic mean of precision and recall, 2·hits / (said + right); 0 for a class neither there nor said.</summary>
    public double F1(Averaging averaging = Averaging.Macro) => Average(averaging, k => 2 * Hits(k), k => Said(k) + Right(k));

    /// <summary>Counts a batch.</summary>
    /// <param name="output">
    /// Logits or probabilities of the classes, [batch, classes, …]; or one logit for each target, above 0 for class 1. A probability is no logit: give what
    /// goes into the sigmoid.
    /// </param>
    /// <param name="target">The class of each example, [batch, …].</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a target is no class.</exception>
    public void Add(Tensor output, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(target);
        using var _ = Tensor.NoGradient();
        var isPerClass = output.Rank > 1 && output.Rank == target.Rank + 1 && output.Shape[1] > 1 && output.Shape.Sizes[..1].SequenceEqual(target.Shape.Sizes[..1])
            && output.Shape.Sizes[2..].SequenceEqual(target.Shape.Sizes[1..]);
        var classes = isPerClass ? output.Shape[1] : 2;
        if (!isPerClass && output.Count != target.Count)
        {
            throw new ShapeException(
                $"ConfusionMatrix: output {output.Shape} and target {target.Shape} do not fit; give logits [batch, classes, …] for targets [batch, …], or one logit for each target.");
        }
        var said = isPerClass ? output.ArgMax(1).ToArray<long>() : output.Greater(0).Cast(DType.Int64).ToArray<long>();
        var right = target.Cast(DType.Float64).ToArray<double>();
        Grow(classes);
        // Nothing is counted unless all are classes.
        if (Array.FindIndex(right, value => !(value >= 0 && value < Classes && double.IsInteger(value)) && value != ignoreIndex) is >= 0 and var index)
        {
            throw new ShapeException(string.Create(
                CultureInfo.InvariantCulture, $"ConfusionMatrix: target {right[index]} is no class: there are {Classes} classes; use 0 to {Classes - 1}."));
        }
        for (var i = 0; i < said.Length; i++)
        {
            if (right[i] == ignoreIndex)
                continue;
            _counts[(long)right[i], said[i]]++;
            Total++;
        }
    }

    /// <summary>Forgets all examples.</summary>
    public void Reset() => (_counts, Total) = (new long[0, 0], 0);

    /// <summary>The table, with a row for each right class.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var width = Math.Max(5, _counts.Cast<long>().Append(0).Max().ToString(CultureInfo.InvariantCulture).Length + 1);
        text.Append("right \\ said".PadRight(12));
        for (var column = 0; column < Classes; column++)
            text.Append(column.ToString(CultureInfo.InvariantCulture).PadLeft(width));
        for (var row = 0; row < Classes; row++)
        {
            text.Append('\n').Append(row.ToString(CultureInfo.InvariantCulture).PadLeft(12));
            for (var column = 0; column < Classes; column++)
                text.Append(_counts[row, column].ToString(CultureInfo.InvariantCulture).PadLeft(width));
        }
        return text.ToString();
    }

    /// <summary>The counts as a tensor [classes, classes].</summary>
    internal Tensor ToTensor() => Tensor.From(_counts.Cast<long>().ToArray()).Reshape(Classes, Classes);

    /// <summary>Takes back what <see cref="ToTensor"/> gave.</summary>
    internal void Restore(Tensor counts)
    {
        if (counts.Rank != 2 || counts.Shape[0] != counts.Shape[1])
            throw new ShapeException($"ConfusionMatrix: counts of shape {counts.Shape} are no table of classes by classes.");
        Reset();
        Grow(counts.Shape[0]);
        var flat = counts.ToArray<long>();
        Buffer.BlockCopy(flat, 0, _counts, 0, flat.Length * sizeof(long));
        Total = flat.Sum();
    }

    private int Checked(int index) => index >= 0 && index < Classes
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"ConfusionMatrix: there is no class {index}; {Classes} were seen, counted from 0.");

    private double Average(Averaging averaging, Func<int, long> part, Func<int, long> whole) => averaging switch
    {
        // A class that is neither there nor said counts for nothing.
        Averaging.Macro => Enumerable.Range(0, Classes).Where(k => Right(k) + Said(k) > 0).Select(k => Share(part(k), whole(k))).DefaultIfEmpty(double.NaN).Average(),
        Averaging.Micro => (double)Sum(part) / Sum(whole),
        Averaging.Weighted => Enumerable.Range(0, Classes).Sum(k => Share(part(k), whole(k)) * Right(k)) / Total,
        Averaging.Binary when Total == 0 => double.NaN,
        Averaging.Binary when Classes == 2 => Share(part(1), whole(1)),
        Averaging.Binary => throw new ArgumentException($"ConfusionMatrix: there are {Classes} classes; Binary takes two. Use Macro, Micro or Weighted.", nameof(averaging)),
        _ => throw new ArgumentOutOfRangeException(nameof(averaging), averaging, "Classes are averaged by Macro, Micro, Weighted or Binary."),
    };

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private long Sum(Func<int, long> part) => Enumerable.Range(0, Classes).Sum(part);

    private long Hits(int k) => _counts[k, k];

    private long Said(int k) => Enumerable.Range(0, Classes).Sum(row => _counts[row, k]);

    private long Right(int k) => Enumerable.Range(0, Classes).Sum(column => _counts[k, column]);

    private void Grow(int classes)
    {
        if (classes <= Classes)
            return;
        var grown = new long[classes, classes];
        for (var row = 0; row < Classes; row++)
        {
            for (var column = 0; column < Classes; column++)
                grown[row, column] = _counts[row, column];
        }
        _counts = grown;
    }
}
