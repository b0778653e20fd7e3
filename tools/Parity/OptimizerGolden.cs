using System.Text.Json;
using Autograd.Tests.Samples;
using TorchSharp;
using TorchSharp.Modules;

namespace Autograd.Parity;

/// <summary>Writes where PyTorch's optimizers are after some steps on the tests' objective.</summary>
internal static class OptimizerGolden
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, torch.optim.Optimizer>> _optimizers = new()
    {
        ["Sgd"] = p => torch.optim.SGD(p, learningRate: 0.01),
        ["Sgd weightDecay"] = p => torch.optim.SGD(p, learningRate: 0.01, weight_decay: 0.1),
        ["Sgd momentum"] = p => torch.optim.SGD(p, learningRate: 0.01, momentum: 0.9),
        ["Sgd momentum damping weightDecay"] = p => torch.optim.SGD(p, learningRate: 0.01, momentum: 0.9, dampening: 0.3, weight_decay: 0.05),
        ["Sgd nesterov"] = p => torch.optim.SGD(p, learningRate: 0.01, momentum: 0.8, nesterov: true),
        ["Adam"] = p => torch.optim.Adam(p, lr: 0.01),
        ["Adam betas epsilon weightDecay"] = p => torch.optim.Adam(p, lr: 0.002, beta1: 0.8, beta2: 0.95, eps: 1e-3, weight_decay: 0.1),
    };

    public static void Write(string path)
    {
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        foreach (var (name, create) in _optimizers)
        {
            using var weights = new Parameter(torch.tensor(OptimizerObjective.Start), requires_grad: true);
            using var scales = torch.tensor(OptimizerObjective.Scales);
            using var targets = torch.tensor(OptimizerObjective.Targets);
            using var optimizer = create([weights]);
            json.WriteStartObject(name);
            for (var step = 1; step <= OptimizerObjective.Steps[^1]; step++)
            {
                using var scope = torch.NewDisposeScope();
                optimizer.zero_grad();
                var away = weights - targets;
                var loss = (scales * away * away + 0.1 * away * away * away * away).sum();
                loss.backward();
                optimizer.step();
                if (!OptimizerObjective.Steps.Contains(step))
                    continue;
                json.WriteStartArray($"{step}");
                foreach (var weight in weights.detach().data<double>())
                    json.WriteNumberValue(weight);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }
}
