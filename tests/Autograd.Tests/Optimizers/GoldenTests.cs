using System.Text.Json;
using Autograd.Tests.Samples;

namespace Autograd.Tests.Optimizers;

/// <summary>Every optimizer is where PyTorch's is after up to a thousand steps (tools/Parity writes the file).</summary>
public class GoldenTests
{
    private static readonly Dictionary<string, Func<Variable, Optimizer>> _optimizers = new()
    {
        ["Sgd"] = w => new Sgd([w], 0.01),
        ["Sgd weightDecay"] = w => new Sgd([w], 0.01, weightDecay: 0.1),
        ["Sgd momentum"] = w => new Sgd([w], 0.01, momentum: 0.9),
        ["Sgd momentum damping weightDecay"] = w => new Sgd([w], 0.01, momentum: 0.9, damping: 0.3, weightDecay: 0.05),
        ["Sgd nesterov"] = w => new Sgd([w], 0.01, momentum: 0.8, nesterov: true),
        ["Adam"] = w => new Adam([w], 0.01),
        ["Adam betas epsilon weightDecay"] = w => new Adam([w], 0.002, beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.1),
    };

    public static TheoryData<string> Names => [.. _optimizers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_trajectory_is_PyTorchs(string name)
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("Golden/optimizers.json")!;
        using var json = JsonDocument.Parse(stream);
        var golden = json.RootElement.GetProperty(name);
        var weights = new Variable("weights", OptimizerObjective.Start);
        var (scales, targets) = (Tensor.From(OptimizerObjective.Scales), Tensor.From(OptimizerObjective.Targets));
        var optimizer = _optimizers[name](weights);
        for (var step = 1; step <= OptimizerObjective.Steps[^1]; step++)
        {
            optimizer.Step(() =>
            {
                var away = weights - targets;
                return (scales * away * away + 0.1 * away * away * away * away).Sum();
            });
            if (!OptimizerObjective.Steps.Contains(step))
                continue;
            var expected = golden.GetProperty($"{step}").EnumerateArray().Select(weight => weight.GetDouble()).ToArray();
            Assert.All(expected.Zip(weights.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }
    }
}
