using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>
/// The rows of the table, in order, and what several of them need. A row of large tensors is a <see cref="Tensor.MemoryScope"/>, where the peer
/// disposes every tensor.
/// </summary>
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
    public static Workload Result(Func<Tensor> operation)
    {
        return new Workload(Run, () => Checksum.Of(operation().ToArray<float>()));

        object? Run()
        {
            using (Tensor.MemoryScope())
                _ = operation();
            return null;
        }
    }

    /// <summary>A forward and backward pass; the gradients are compared.</summary>
    public static Workload Gradients(Action pass, params Variable[] variables) => Gradients(pass, isLarge: true, variables);

    /// <summary>A forward and backward pass of single numbers, which leave nothing to give back.</summary>
    public static Workload SmallGradients(Action pass, params Variable[] variables) => Gradients(pass, isLarge: false, variables);

    private static Workload Gradients(Action pass, bool isLarge, Variable[] variables)
    {
        object? Run()
        {
            if (!isLarge)
            {
                Pass();
                return null;
            }
            using (Tensor.MemoryScope())
                Pass();
            return null;
        }

        void Pass()
        {
            foreach (var variable in variables)
                variable.ClearGradient();
            pass();
        }

        return new Workload(Run, () =>
        {
            Pass();
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
