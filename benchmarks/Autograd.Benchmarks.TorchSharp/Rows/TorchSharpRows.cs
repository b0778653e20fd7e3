using Autograd.Benchmarks.Measuring;
using static TorchSharp.torch;

namespace Autograd.Benchmarks.Peer;

/// <summary>
/// TorchSharp's side of the rows, as its experienced users write: <c>using</c> for the one result of an operation, a dispose scope around
/// what makes several, gradients set to nothing in place of zeros, no copies.
/// </summary>
internal static class TorchSharpRows
{
    /// <summary>The elements of "1M".</summary>
    public const int Million = 1 << 20;

    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        .. ScalarRows.All, .. ElementwiseRows.All, .. ReductionRows.All, .. SoftmaxRows.All, .. NormalizationRows.All, .. AttentionRows.All,
        .. MatrixRows.All, .. ConvolutionRows.All, .. TrainingRows.All, .. OptimizerRows.All,
    ];

    /// <summary>An operation without gradients; the result is compared.</summary>
    public static Workload Result(Func<Tensor> operation)
    {
        object? Run()
        {
            using var result = operation();
            return null;
        }

        return new Workload(Run, () =>
        {
            using var result = operation();
            return Checksum.Of(ToArray(result));
        });
    }

    /// <summary>A forward and backward pass; the gradients are compared.</summary>
    public static Workload Gradients(Action pass, params Tensor[] variables)
    {
        object? Run()
        {
            using var scope = NewDisposeScope();
            foreach (var variable in variables)
                variable.grad = null;
            pass();
            return null;
        }

        return new Workload(Run, () =>
        {
            Run();
            return Checksum.Of([.. variables.Select(variable => ToArray(variable.grad!))]);
        });
    }

    /// <summary>A function forward and backward from random gradients; the gradients of the variables are compared.</summary>
    public static Workload Gradients(Func<Tensor> function, params Tensor[] variables)
    {
        using var result = function();
        var gradient = Uniform(3, result.shape);
        return Gradients(() => function().backward([gradient]), variables);
    }

    /// <summary>A step of training; the 20th loss is compared.</summary>
    public static Workload Training(optim.Optimizer optimizer, Func<Tensor> loss)
    {
        object? Run()
        {
            using var scope = NewDisposeScope();
            Step();
            return null;
        }

        Tensor Step()
        {
            optimizer.zero_grad();
            var value = loss();
            value.backward();
            optimizer.step();
            return value;
        }

        return new Workload(Run, () =>
        {
            using var scope = NewDisposeScope();
            for (var i = 1; i < 20; i++)
                Step();
            return Checksum.Of(ToArray(Step()));
        });
    }

    /// <summary>Numbers drawn evenly from [−1, 1), the same for every library.</summary>
    public static Tensor Uniform(int seed, params long[] shape) =>
        tensor(Data.Uniform(seed, (int)shape.Aggregate((product, size) => product * size)), shape);

    /// <summary>Classes drawn evenly, the same for every library.</summary>
    public static Tensor Classes(int seed, int count, int classes) => tensor(Data.Classes(seed, count, classes));

    /// <summary>A copy of the elements.</summary>
    public static float[] ToArray(Tensor tensor) => tensor.data<float>().ToArray();
}
