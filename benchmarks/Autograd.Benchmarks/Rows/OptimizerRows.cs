using Autograd.Benchmarks.Measuring;

namespace Autograd.Benchmarks.Rows;

/// <summary>Updates of parameters whose gradients are there already.</summary>
internal static class OptimizerRows
{
    private const string Group = "optimizers";
    private const int CheckedSteps = 20;

    public static IReadOnlyList<Row> All { get; } =
    [
        new("Adam step on 1M parameters", Group, () => Updates(parameters => new Adam(parameters))) {
            // Reads the parameter, its gradient and two moments, and writes all but the gradient.
            Bar = 1.2,
            Limit = Limit.Floats(7 * AutogradRows.Million),
        },
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
