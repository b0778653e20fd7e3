namespace Autograd.Training.Tests;

/// <summary>Expected values are scikit-learn's for the same labels, worked out by hand.</summary>
public sealed class MetricTests
{
    // right 0 0 0 1 1 2 2 2 2 2, said 0 1 0 1 2 2 2 0 2 2: hits 2, 1, 4; said 3, 2, 5; right 3, 2, 5.
    private static readonly Tensor _right = Tensor.From([0L, 0, 0, 1, 1, 2, 2, 2, 2, 2]);
    private static readonly Tensor _logits = Tensor.From([0L, 1, 0, 1, 2, 2, 2, 0, 2, 2]).OneHot(3).Cast(DType.Float32) * 5 - 2;

    [Fact]
    public void Classes_are_counted_batch_by_batch()
    {
        Assert.Equal(0.7, Of(Metric.Accuracy()), 12);
        Assert.Equal((2.0 / 3 + 0.5 + 0.8) / 3, Of(Metric.Precision()), 12);
        Assert.Equal((2.0 / 3 + 0.5 + 0.8) / 3, Of(Metric.Recall()), 12);
        Assert.Equal((2.0 / 3 + 0.5 + 0.8) / 3, Of(Metric.F1()), 12);
        Assert.Equal(0.7, Of(Metric.F1(Averaging.Micro)), 12);
        Assert.Equal((3 * 2.0 / 3 + 2 * 0.5 + 5 * 0.8) / 10, Of(Metric.Precision(Averaging.Weighted)), 12);
    }

    [Fact]
    public void Targets_that_cross_entropy_ignores_are_not_counted()
    {
        var (logits, right) = (Tensor.From([[2f, 1], [0, 3], [4, 0], [1, 0]]), Tensor.From([0L, -100, 1, 9]));
        var metric = Metric.Accuracy();
        metric.Add(logits[..3], right[..3]);
        Assert.Equal(0.5, metric.Value, 12);
        metric = Metric.Recall(ignoreIndex: 9);
        metric.Add(logits[2..], right[2..]);
        Assert.Equal(0, metric.Value);
        Assert.Throws<ShapeException>(() => metric.Add(logits, right));
    }

    [Fact]
    public void Each_class_has_its_shares()
    {
        var matrix = new ConfusionMatrix();
        matrix.Add(_logits, _right);
        Assert.Equal(matrix.Precision(), Enumerable.Range(0, 3).Average(matrix.PrecisionOf), 12);
        Assert.Equal(matrix.Recall(), Enumerable.Range(0, 3).Average(matrix.RecallOf), 12);
        Assert.Equal((2.0 / 3, 2.0 / 3, 2.0 / 3), (matrix.PrecisionOf(0), matrix.RecallOf(0), matrix.F1Of(0)));
        Assert.Equal("ConfusionMatrix: there is no class 3; 3 were seen, counted from 0.", Assert.Throws<ArgumentOutOfRangeException>(() => matrix.F1Of(3)).Message.Split(" (")[0]);
    }

    [Fact]
    public void Two_classes_may_be_one_logit()
    {
        var metric = Metric.Precision(Averaging.Binary);
        metric.Add(Tensor.From([[1f], [-1f], [2f], [0.5f]]), Tensor.From([1f, 1, 0, 1]));
        Assert.Equal(2.0 / 3, metric.Value, 12);
        Assert.Throws<ArgumentException>(() => Of(Metric.Recall(Averaging.Binary)));
    }

    [Fact]
    public void A_confusion_matrix_has_right_classes_as_rows()
    {
        var matrix = new ConfusionMatrix();
        matrix.Add(_logits, _right);
        Assert.Equal((10, 1, 1, 0), ((int)matrix.Total, (int)matrix[0, 1], (int)matrix[2, 0], (int)matrix[0, 2]));
        Assert.Equal(
            """
            right \ said    0    1    2
                       0    2    1    0
                       1    0    1    1
                       2    1    0    4
            """, matrix.ToString());
    }

    [Fact]
    public void A_class_that_never_occurs_counts_for_nothing()
    {
        var metric = Metric.F1();
        metric.Add(Tensor.From([[1f, 0, 0], [0f, 1, 0]]), Tensor.From([0L, 1]));
        Assert.Equal(1, metric.Value);
    }

    [Fact]
    public void R_squared_does_not_depend_on_the_batches()
    {
        var t = Tensor.Randn([20, 2], DType.Float64, new Generator(2)) + 100;
        var y = t + Tensor.Randn([20, 2], DType.Float64, new Generator(1)) * 0.5;
        var (whole, parts) = (Metric.RSquared(), Metric.RSquared());
        whole.Add(y, t);
        foreach (var (from, to) in new[] { (0, 3), (3, 10), (10, 20) })
            parts.Add(y[from..to], t[from..to]);
        var expected = Enumerable.Range(0, 2).Average(column =>
        {
            var (a, b) = (y[.., column].ToArray<double>(), t[.., column].ToArray<double>());
            return 1 - a.Zip(b, (p, q) => (p - q) * (p - q)).Sum() / b.Sum(q => (q - b.Average()) * (q - b.Average()));
        });
        Assert.Equal(expected, whole.Value, 12);
        Assert.Equal(expected, parts.Value, 12);
        whole.Reset();
        Assert.True(double.IsNaN(whole.Value));
    }

    [Fact]
    public void Distances_are_averaged_over_all_elements()
    {
        var metric = Metric.MeanAbsoluteError();
        metric.Add(Tensor.From([1f, 2, 3]), Tensor.From([2f, 2, 5]));
        metric.Add(Tensor.From([1f]), Tensor.From([1f]));
        Assert.Equal(0.75, metric.Value);
        Assert.False(metric.IsBetterHigher);
    }

    [Fact]
    public void A_target_that_is_no_class_is_refused_before_anything_is_counted()
    {
        var matrix = new ConfusionMatrix();
        foreach (var (wrong, said) in new[] { (0.5, "0.5"), (-1, "-1"), (3, "3"), (double.NaN, "NaN") })
        {
            Assert.Equal(
                $"ConfusionMatrix: target {said} is no class: there are 3 classes; use 0 to 2.",
                Assert.Throws<ShapeException>(() => matrix.Add(_logits[..2], Tensor.From([0, wrong]))).Message);
        }
        Assert.Equal(0, matrix.Total);
    }

    [Fact]
    public void Single_axes_and_single_numbers_are_logits_too()
    {
        var metric = Metric.Accuracy();
        metric.Add(Tensor.From([2f, -1, 3]), Tensor.From([1L, 0, 0]));
        metric.Add(Tensor.From(-1f), Tensor.From(0L));
        Assert.Equal(0.75, metric.Value);
        Assert.Throws<ShapeException>(() => metric.Add(Tensor.From([2f, -1, 3]), Tensor.From(1L)));
    }

    [Fact]
    public void Nothing_has_no_share()
    {
        var matrix = new ConfusionMatrix();
        Assert.All(Enum.GetValues<Averaging>(), averaging => Assert.True(double.IsNaN(matrix.Precision(averaging) + matrix.Recall(averaging) + matrix.F1(averaging))));
        Assert.True(double.IsNaN(matrix.Accuracy));
    }

    [Fact]
    public void Averages_other_than_the_mean_are_named() => Assert.Equal(
        ["f1", "micro f1", "weighted recall", "binary precision"],
        [Metric.F1().Name, Metric.F1(Averaging.Micro).Name, Metric.Recall(Averaging.Weighted).Name, Metric.Precision(Averaging.Binary).Name]);

    [Fact]
    public void Metrics_go_on_from_their_state()
    {
        var numbers = Tensor.Randn([10, 3], DType.Float32, new Generator(3));
        foreach (var (create, target) in new (Func<Metric>, Tensor)[]
        {
            (() => Metric.F1(), _right), (Metric.RSquared, numbers), (Metric.MeanAbsoluteError, numbers),
        })
        {
            var (whole, first, second) = (create(), create(), create());
            whole.Add(_logits, target);
            first.LoadState(create().State());
            Assert.True(double.IsNaN(first.Value));
            first.Add(_logits[..4], target[..4]);
            second.Add(_logits, target);
            second.LoadState(first.State());
            Assert.Equal(first.Value, second.Value);
            second.Add(_logits[4..], target[4..]);
            Assert.Equal(whole.Value, second.Value, 12);
        }
    }

    [Fact]
    public void What_does_not_fit_is_explained() => Assert.Equal(
        "ConfusionMatrix: output [3, 4] and target [2] do not fit; give logits [batch, classes, …] for targets [batch, …], or one logit for each target.",
        Assert.Throws<ShapeException>(() => Metric.Accuracy().Add(Tensor.Ones(3, 4), Tensor.From([0L, 1]))).Message);

    private static double Of(Metric metric)
    {
        metric.Add(_logits[..4], _right[..4]);
        metric.Add(_logits[4..], _right[4..]);
        return metric.Value;
    }
}
