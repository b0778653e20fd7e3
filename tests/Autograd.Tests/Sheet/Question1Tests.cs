using static Autograd.Tests.Sheet.Numbers;

namespace Autograd.Tests.Sheet;

/// <summary>Question 1: the backward method, the gradients of the operations, the mean squared error, as docs/sheet/1a to 1c derive them.</summary>
public class Question1Tests
{
    private const int Rows = 3, Inner = 4, Columns = 5;

    // Each operation: the library's own, and value and gradients by the formulas of the page, as loops over plain arrays.
    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Operation, Func<double[], double[], double[]> Value, Func<double[], double[], double[], double[][]> Gradients)> _formulas = new()
    {
        ["ReduceMean"] = (
            (a, _) => a.Mean(),
            (a, _) => [a.Sum() / a.Length],
            (g, a, _) => [[.. a.Select(_ => g[0] / a.Length)]]),
        ["Add"] = (
            (a, b) => a + b,
            (a, b) => [.. a.Zip(b, (x, y) => x + y)],
            (g, _, _) => [g, g]),
        ["Mul"] = (
            (a, b) => a * b,
            (a, b) => [.. a.Zip(b, (x, y) => x * y)],
            (g, a, b) => [[.. g.Zip(b, (x, y) => x * y)], [.. g.Zip(a, (x, y) => x * y)]]),
        ["MatMul"] = (
            (a, b) => a.Reshape(Rows, Inner).MatMul(b.Reshape(Inner, Columns)).Reshape(-1),
            MatrixProduct,
            MatrixProductGradients),
        ["Relu"] = (
            (a, _) => a.Relu(),
            (a, _) => [.. a.Select(x => Math.Max(x, 0))],
            (g, a, _) => [[.. g.Zip(a, (x, y) => y > 0 ? x : 0)]]),
        ["Sigmoid"] = (
            (a, _) => a.Sigmoid(),
            (a, _) => [.. a.Select(Sigmoid)],
            (g, a, _) => [[.. g.Zip(a, (x, y) => x * Sigmoid(y) * (1 - Sigmoid(y)))]]),
        ["Neg"] = (
            (a, _) => -a,
            (a, _) => [.. a.Select(x => -x)],
            (g, _, _) => [[.. g.Select(x => -x)]]),
        ["Sqrt"] = (
            (a, _) => (a + 3).Sqrt(),
            (a, _) => [.. a.Select(x => Math.Sqrt(x + 3))],
            (g, a, _) => [[.. g.Zip(a, (x, y) => x / (2 * Math.Sqrt(y + 3)))]]),
        ["MeanSquaredError"] = (
            (a, b) => a.MeanSquaredError(b),
            (a, b) => [a.Zip(b, (x, y) => (x - y) * (x - y)).Sum() / a.Length],
            (g, a, b) => [[.. a.Zip(b, (x, y) => 2 * g[0] / a.Length * (x - y))], [.. a.Zip(b, (x, y) => -2 * g[0] / a.Length * (x - y))]]),
    };

    public static TheoryData<string> Operations => [.. _formulas.Keys];

    [Theory, MemberData(nameof(Operations))]
    public void The_formulas_equal_the_gradients_and_central_differences(string name)
    {
        var (operation, value, gradients) = _formulas[name];
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var isMatrix = name == "MatMul";
            var (a, b) = (Draw(random, isMatrix ? Rows * Inner : 6), Draw(random, isMatrix ? Inner * Columns : 6));
            var (left, right) = (new Variable("a", a), new Variable("b", b));
            var y = operation(left, right);
            AssertClose(value(a, b), y.ToArray<double>(), 1e-14);

            var g = Draw(random, y.Count);
            y.Backward(Tensor.From(g, y.Shape));
            var expected = gradients(g, a, b);
            AssertClose(expected[0], left.Gradient!.ToArray<double>(), 1e-14);
            AssertClose(CentralDifferences(moved => Weighted(value(moved, b)), a), expected[0], 1e-8);
            if (expected.Length > 1)
            {
                AssertClose(expected[1], right.Gradient!.ToArray<double>(), 1e-14);
                AssertClose(CentralDifferences(moved => Weighted(value(a, moved)), b), expected[1], 1e-8);
            }

            // L = Σ g·y has the incoming gradient g.
            double Weighted(double[] result) => result.Zip(g, (x, weight) => x * weight).Sum();
        }
    }

    [Fact]
    public void The_gradient_is_the_sum_over_all_paths()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (steps, x) = RandomGraph(new Random(seed), 14);
            var (leaves, result) = Build(steps, x);
            result.Backward();
            var values = Evaluate(steps, x).Values;
            for (var leaf = 0; leaf < x.Length; leaf++)
                AssertClose([AlongEveryPath(steps, values, x.Length + steps.Length - 1, leaf, x.Length)], [GradientOf(leaves[leaf])], 1e-12);
        }
    }

    [Fact]
    public void The_gradient_of_a_large_graph_is_the_derivative_carried_forward()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (steps, x) = RandomGraph(new Random(seed), 300);
            var (leaves, result) = Build(steps, x);
            result.Backward();
            var tangents = Evaluate(steps, x).Tangents;
            AssertClose(tangents[^1], [.. leaves.Select(GradientOf)], 1e-12);
        }
    }

    // A step takes two earlier numbers: a sum, halved so that numbers stay of size 1, a product, or the sigmoid of the first.
    private static (Step[] Steps, double[] Leaves) RandomGraph(Random random, int count)
    {
        var leaves = Draw(random, 3);
        return ([.. Enumerable.Range(leaves.Length, count).Select(i => new Step("+*σ"[random.Next(3)], Recent(i), Recent(i)))], leaves);

        int Recent(int i) => random.Next(Math.Max(0, i - 6), i);
    }

    private static (Variable[] Leaves, Tensor Result) Build(Step[] steps, double[] x)
    {
        Variable[] leaves = [.. x.Select((value, i) => new Variable($"x{i}", value))];
        List<Tensor> tensors = [.. leaves];
        foreach (var (kind, left, right) in steps)
        {
            tensors.Add(kind switch
            {
                '+' => (tensors[left] + tensors[right]) * 0.5,
                '*' => tensors[left] * tensors[right],
                _ => tensors[left].Sigmoid(),
            });
        }
        return (leaves, tensors[^1]);
    }

    private static (double[] Values, double[][] Tangents) Evaluate(Step[] steps, double[] x)
    {
        List<double> values = [.. x];
        List<double[]> tangents = [.. x.Select((_, i) => x.Select((_, j) => i == j ? 1.0 : 0).ToArray())];
        foreach (var step in steps)
        {
            var (left, right) = (values[step.Left], values[step.Right]);
            values.Add(step.Kind switch { '+' => (left + right) * 0.5, '*' => left * right, _ => Sigmoid(left) });
            var (toLeft, toRight) = Local(step, values);
            tangents.Add([.. tangents[step.Left].Zip(tangents[step.Right], (l, r) => toLeft * l + toRight * r)]);
        }
        return ([.. values], [.. tangents]);
    }

    private static (double ToLeft, double ToRight) Local(Step step, IReadOnlyList<double> values) => step.Kind switch
    {
        '+' => (0.5, 0.5),
        '*' => (values[step.Right], values[step.Left]),
        _ => (Sigmoid(values[step.Left]) * (1 - Sigmoid(values[step.Left])), 0),
    };

    private static double AlongEveryPath(Step[] steps, double[] values, int from, int leaf, int leaves)
    {
        if (from < leaves)
            return from == leaf ? 1 : 0;
        var step = steps[from - leaves];
        var (toLeft, toRight) = Local(step, values);
        var sum = toLeft * AlongEveryPath(steps, values, step.Left, leaf, leaves);
        return toRight == 0 ? sum : sum + toRight * AlongEveryPath(steps, values, step.Right, leaf, leaves);
    }

    private static double GradientOf(Variable leaf) => leaf.Gradient?.Item<double>() ?? 0;

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] MatrixProduct(double[] a, double[] b)
    {
        var y = new double[Rows * Columns];
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                for (var l = 0; l < Inner; l++)
                    y[i * Columns + j] += a[i * Inner + l] * b[l * Columns + j];
            }
        }
        return y;
    }

    private static double[][] MatrixProductGradients(double[] g, double[] a, double[] b)
    {
        double[] toA = new double[a.Length], toB = new double[b.Length];
        for (var p = 0; p < Rows; p++)
        {
            for (var q = 0; q < Inner; q++)
            {
                for (var j = 0; j < Columns; j++)
                {
                    toA[p * Inner + q] += g[p * Columns + j] * b[q * Columns + j];
                    toB[q * Columns + j] += a[p * Inner + q] * g[p * Columns + j];
                }
            }
        }
        return [toA, toB];
    }

    private readonly record struct Step(char Kind, int Left, int Right);
}
