using System.Text.Json;

namespace Autograd.Training.Tests;

/// <summary>What scikit-learn makes of the same labels and numbers: tools/Parity/metrics.py wrote it down.</summary>
public sealed class MetricGoldenTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement _golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "metrics.json"))).RootElement;

    private static readonly (string Name, Averaging Averaging)[] _averagings =
        [("macro", Averaging.Macro), ("micro", Averaging.Micro), ("weighted", Averaging.Weighted), ("binary", Averaging.Binary)];

    [Fact]
    public void Metrics_of_classes_are_those_of_scikit_learn()
    {
        var cases = _golden.GetProperty("classification").EnumerateArray().ToArray();
        Assert.Equal(300, cases.Length);
        foreach (var expected in cases)
        {
            var classes = expected.GetProperty("classes").GetInt32();
            var right = Tensor.From([.. expected.GetProperty("right").EnumerateArray().Select(value => value.GetInt64())]);
            var said = Tensor.From([.. expected.GetProperty("predicted").EnumerateArray().Select(value => value.GetInt64())]);
            var logits = said.OneHot(classes).Cast(DType.Float32) * 3 - 1;
            AssertMatches(expected, logits, right);
            if (classes == 2)
                AssertMatches(expected, said.Cast(DType.Float32).Reshape(-1, 1) - 0.5, right);
        }
    }

    [Fact]
    public void Metrics_of_numbers_are_those_of_scikit_learn()
    {
        var cases = _golden.GetProperty("regression").EnumerateArray().ToArray();
        Assert.Equal(60, cases.Length);
        foreach (var expected in cases)
        {
            var columns = expected.GetProperty("columns").GetInt32();
            var (output, target) = (Numbers("output"), Numbers("target"));
            foreach (var (metric, name) in new[] { (Metric.MeanAbsoluteError(), "meanAbsoluteError"), (Metric.RSquared(), "rSquared") })
            {
                AddInTwo(metric, output, target);
                var value = expected.GetProperty(name);
                AssertClose(value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble(), metric.Value, $"{name} of {expected}");
            }

            Tensor Numbers(string name) => Tensor.From([.. expected.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())]).Reshape(-1, columns);
        }
    }

    private static void AssertMatches(JsonElement expected, Tensor output, Tensor right)
    {
        var matrix = new ConfusionMatrix();
        matrix.Add(output, right);
        var confusion = expected.GetProperty("confusion").EnumerateArray().Select(value => value.GetInt64()).ToArray();
        Assert.Equal(confusion, Enumerable.Range(0, confusion.Length).Select(i => matrix[i / matrix.Classes, i % matrix.Classes]));
        AssertClose(expected.GetProperty("accuracy").GetDouble(), matrix.Accuracy, $"accuracy of {expected}");
        foreach (var (name, averaging) in _averagings)
        {
            if (!expected.TryGetProperty(name, out var values))
                continue;
            Metric[] metrics = [Metric.Precision(averaging), Metric.Recall(averaging), Metric.F1(averaging)];
            for (var i = 0; i < metrics.Length; i++)
            {
                AddInTwo(metrics[i], output, right);
                AssertClose(values[i].GetDouble(), metrics[i].Value, $"{metrics[i].Name} of {expected}");
            }
        }
    }

    private static void AddInTwo(Metric metric, Tensor output, Tensor target)
    {
        var half = target.Shape[0] / 2;
        metric.Add(output[..half], target[..half]);
        metric.Add(output[half..], target[half..]);
    }

    private static void AssertClose(double expected, double actual, string what) => Assert.True(
        double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{actual} is not {expected}, the {what}");
}
