using System.Text.Json;
using Autograd.Tests.Samples;
using TorchSharp;
using static TorchSharp.torch;
using TorchModule = TorchSharp.torch.nn.Module;
using TorchTensor = TorchSharp.torch.Tensor;

namespace Autograd.Parity;

/// <summary>
/// Writes what libtorch makes of every row of the tests' table of modules: the weights that it draws after seed 0, and in double precision the result, the
/// gradients, the buffers afterwards, and the result in evaluation.
/// </summary>
internal static class ModuleGolden
{
    /// <summary>libtorch's side of the table, by the row's name.</summary>
    private static readonly Dictionary<string, (Func<TorchModule> Create, Func<TorchModule, TorchTensor[], TorchTensor> Apply)> _modules = new()
    {
        ["nn.Linear(5, 3)"] = One(() => nn.Linear(5, 3)),
        ["nn.Linear(40, 30, bias=False)"] = One(() => nn.Linear(40, 30, hasBias: false)),
        ["nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))"] = One(() => nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))),
        ["nn.Flatten()"] = One(() => nn.Flatten()),
        ["nn.Flatten(0, 1)"] = One(() => nn.Flatten(0, 1)),
        ["nn.Identity()"] = One(() => nn.Identity()),
        ["nn.Dropout(0.3)"] = One(() => nn.Dropout(0.3)),
        ["nn.Dropout2d(0.4)"] = One(() => nn.Dropout2d(0.4)),
        ["nn.ReLU()"] = One(() => nn.ReLU()),
        ["nn.ReLU6()"] = One(() => nn.ReLU6()),
        ["nn.Sigmoid()"] = One(() => nn.Sigmoid()),
        ["nn.LogSigmoid()"] = One(() => nn.LogSigmoid()),
        ["nn.Tanh()"] = One(() => nn.Tanh()),
        ["nn.Tanhshrink()"] = One(() => nn.Tanhshrink()),
        ["nn.GELU()"] = One(() => nn.GELU()),
        ["nn.SiLU()"] = One(() => nn.SiLU()),
        ["nn.Mish()"] = One(() => nn.Mish()),
        ["nn.SELU()"] = One(() => nn.SELU()),
        ["nn.Softsign()"] = One(() => nn.Softsign()),
        ["nn.Hardswish()"] = One(() => nn.Hardswish()),
        ["nn.LeakyReLU(0.2)"] = One(() => nn.LeakyReLU(0.2)),
        ["nn.ELU(0.7)"] = One(() => nn.ELU(0.7)),
        ["nn.CELU(0.5)"] = One(() => nn.CELU(0.5)),
        ["nn.Softplus()"] = One(() => nn.Softplus()),
        ["nn.Softmax(-1)"] = One(() => nn.Softmax(-1)),
        ["nn.LogSoftmax(0)"] = One(() => nn.LogSoftmax(0)),
    };

    /// <summary>Writes the file and returns how many rows libtorch refused or does not know; those are named and left out.</summary>
    public static int Write(string path)
    {
        var refused = 0;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var sample in ModuleSamples.All)
            {
                if (!_modules.TryGetValue(sample.Torch, out var module) && !RecurrentModules.All.TryGetValue(sample.Torch, out module))
                {
                    refused++;
                    Console.Error.WriteLine($"{sample.Torch}: ModuleGolden has no such row.");
                    continue;
                }
                // One row a line, so that a change of one sample is a change of one line.
                json.Flush();
                buffer.WriteByte((byte)'\n');
                using var scope = NewDisposeScope();
                WriteRow(json, sample, module.Create, module.Apply);
            }
            json.Flush();
            buffer.WriteByte((byte)'\n');
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        File.WriteAllBytes(path, buffer.ToArray());
        return refused;
    }

    private static (Func<TorchModule>, Func<TorchModule, TorchTensor[], TorchTensor>) One(Func<torch.nn.Module<TorchTensor, TorchTensor>> create) =>
        (create, (module, inputs) => ((torch.nn.Module<TorchTensor, TorchTensor>)module).call(inputs[0]));

    private static void WriteRow(Utf8JsonWriter json, ModuleSample sample, Func<TorchModule> create, Func<TorchModule, TorchTensor[], TorchTensor> apply)
    {
        Console.WriteLine(sample.Torch);
        manual_seed(0);
        var module = create();
        json.WriteStartObject(sample.Torch);
        WriteState(json, "initial", module);
        module.to(float64);
        module.train();
        var inputs = sample.Inputs.Select((input, i) =>
        {
            var values = tensor(sample.Values(i), [.. input.Shape.Select(size => (long)size)], float64);
            return input.Type.IsFloatingPoint ? values.requires_grad_() : values.to(int64);
        }).ToArray();
        var result = apply(module, inputs);
        WriteValue(json, "result", result);
        if (result.requires_grad)
        {
            result.backward([tensor(Sample.UpstreamGradient((int)result.numel()), result.shape, float64)]);
            json.WriteStartObject("gradients");
            for (var i = 0; i < inputs.Length; i++)
            {
                if (inputs[i].requires_grad && inputs[i].grad is { } gradient)
                    WriteValue(json, i.ToString(System.Globalization.CultureInfo.InvariantCulture), gradient);
            }
            foreach (var (name, parameter) in module.named_parameters())
            {
                if (parameter.grad is { } gradient)
                    WriteValue(json, name, gradient);
            }
            json.WriteEndObject();
        }
        WriteState(json, "after", module);
        module.eval();
        WriteValue(json, "evaluated", apply(module, inputs));
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, string name, TorchModule module)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in module.state_dict())
            WriteValue(json, key, value);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, TorchTensor value)
    {
        using var flat = value.detach().to(float64).contiguous();
        json.WriteStartObject(name);
        json.WriteStartArray("shape");
        foreach (var size in value.shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (var number in flat.data<double>().ToArray())
            json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
