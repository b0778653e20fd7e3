using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>The rows of the table, in order, and what several of them need. No row disposes anything: that is how the library is used.</summary>
internal static class AutogradRows
{
    /// <summary>The elements of "1M".</summary>
    public const int Million = 1 << 20;

    public static IReadOnlyList<Row> All { get; } =
    [
        .. ScalarRows.All, .. ElementwiseRows.All, .. ReductionRows.All, .. SoftmaxRows.All, .. NormalizationRows.All, .. AttentionRows.All,
        .. MatrixRows.All, .. ConvolutionRows.All, .. TrainingRows.All, .. OptimizerRows.All,
    ];

    /// <summary>An operation without gradients; the result is compared.</summary>
    public static Workload Result(Func<Tensor> operation) => new(operation, () => Checksum.Of(operation().ToArray<float>()));

    /// <summary>A forward and backward pass; the gradients are compared.</summary>
    public static Workload Gradients(Action pass, params Variable[] variables)
    {
        object? Run()
        {
            foreach (var variable in variables)
                variable.ClearGradient();
            pass();
            return null;
        }

        return new Workload(Run, () =>
        {
            Run();
            return Checksum.Of([.. variables.Select(variable => variable.Gradient!.ToArray<float>())]);
        });
    }

    /// <summary>A function forward and backward from random gradients; the gradients of the variables are compared.</summary>
    public static Workload Gradients(Func<Tensor> function, params Variable[] variables)
    {
        var gradient = Uniform(3, function().Shape);
        return Gradients(() => function().Backward(gradient), variables);
    }

    /// <summary>A step of training; the 20th loss is compared.</summary>
    public static Workload Training(Func<Tensor> step) => new(step, () =>
    {
        for (var i = 1; i < 20; i++)
            step();
        return Checksum.Of(step().ToArray<float>());
    });

    /// <summary>Numbers drawn evenly from [−1, 1), the same for every library.</summary>
    public static Tensor Uniform(int seed, Shape shape) => Tensor.From(Data.Uniform(seed, shape.ElementCount), shape);

    /// <summary>Classes drawn evenly, the same for every library.</summary>
    public static Tensor Classes(int seed, int count, int classes) => Tensor.From(Data.Classes(seed, count, classes));
}
