using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Updates of parameters whose gradients are there already.</summary>
internal static class OptimizerRows
{
    private const string Group = "optimizers";
    private const int CheckedSteps = 20;

    public static IReadOnlyList<Row> All { get; } =
    [
        new("Adam step on 1M parameters", Group, () => Updates(parameters => new Adam(parameters))) { Bar = 1.2 },
    ];

    private static Workload Updates(Func<Variable[], Optimizer> create)
    {
        var parameter = new Variable("parameter", AutogradRows.Uniform(1, [AutogradRows.Million])) { Gradient = AutogradRows.Uniform(2, [AutogradRows.Million]) };
        var optimizer = create([parameter]);
        object? Step()
        {
            optimizer.Step();
            return null;
        }

        return new Workload(Step, () =>
        {
            for (var i = 0; i < CheckedSteps; i++)
                Step();
            return Checksum.Of(parameter.ToArray<float>());
        });
    }
}
