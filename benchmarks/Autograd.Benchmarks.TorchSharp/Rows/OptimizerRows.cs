using Autograd.Benchmarks.Measuring;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Autograd.Benchmarks.Peer;

/// <summary>Updates of parameters whose gradients are there already.</summary>
internal static class OptimizerRows
{
    private const int CheckedSteps = 20;

    public static IReadOnlyList<NamedWorkload> All { get; } =
    [
        new("Adam step on 1M parameters", () => Updates(parameters => optim.Adam(parameters))),
    ];

    private static Workload Updates(Func<Parameter[], optim.Optimizer> create)
    {
        var parameter = new Parameter(TorchSharpRows.Uniform(1, TorchSharpRows.Million)) { grad = TorchSharpRows.Uniform(2, TorchSharpRows.Million) };
        var optimizer = create([parameter]);
        object? Step()
        {
            optimizer.step();
            return null;
        }

        return new Workload(Step, () =>
        {
            for (var i = 0; i < CheckedSteps; i++)
                Step();
            return Checksum.Of(TorchSharpRows.ToArray(parameter));
        });
    }
}
