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
        ["nn.Conv1d(3, 4, 3)"] = One(() => nn.Conv1d(3, 4, 3)),
        ["nn.Conv1d(4, 6, 3, padding='same', dilation=2, groups=2)"] = One(() => nn.Conv1d(4, 6, 3, TorchSharp.Padding.Same, dilation: 2, groups: 2)),
        ["nn.Conv2d(3, 4, 3)"] = One(() => nn.Conv2d(3, 4, 3)),
        ["nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2, bias=False)"] = One(() => nn.Conv2d(4, 6, (3L, 2L), (2L, 1L), (1L, 2L), (1L, 2L), groups: 2, bias: false)),
        ["nn.Conv2d(2, 3, 3, padding=1, padding_mode='circular')"] = One(() => nn.Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Circular)),
        ["nn.Conv3d(2, 3, 2, stride=2)"] = One(() => nn.Conv3d(2, 3, 2, stride: 2)),
        ["nn.ConvTranspose1d(3, 4, 3)"] = One(() => nn.ConvTranspose1d(3, 4, 3)),
        ["nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2)"] = One(() => nn.ConvTranspose2d(4, 6, 3, stride: 2, padding: 1, output_padding: 1, groups: 2)),
        ["nn.ConvTranspose2d(2, 3, (3, 2), dilation=(1, 2), bias=False)"] = One(() => nn.ConvTranspose2d(2, 3, (3L, 2L), dilation: (1L, 2L), bias: false)),
        ["nn.ConvTranspose3d(2, 3, 2, stride=2)"] = One(() => nn.ConvTranspose3d(2, 3, 2, stride: 2)),
        ["nn.MaxPool1d(3, 2, 1)"] = One(() => nn.MaxPool1d(3, 2, 1)),
        ["nn.MaxPool2d(2)"] = One(() => nn.MaxPool2d(2)),
        ["nn.MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), ceil_mode=True)"] = One(() => nn.MaxPool2d((3L, 2L), (2L, 1L), (1L, 0L), (1L, 2L), true)),
        ["nn.MaxPool3d(2)"] = One(() => nn.MaxPool3d(2)),
        ["nn.AvgPool1d(3, 2, 1, count_include_pad=False)"] = One(() => nn.AvgPool1d(3, 2, 1, count_include_pad: false)),
        ["nn.AvgPool2d((3, 2), (2, 1), (1, 1), ceil_mode=True)"] = One(() => nn.AvgPool2d((3L, 2L), (2L, 1L), (1L, 1L), true)),
        ["nn.AvgPool2d(2, divisor_override=3)"] = One(() => nn.AvgPool2d(2, divisor_override: 3)),
        ["nn.AvgPool3d(2)"] = One(() => nn.AvgPool3d(2)),
        ["nn.AdaptiveAvgPool1d(3)"] = One(() => nn.AdaptiveAvgPool1d(3)),
        ["nn.AdaptiveAvgPool2d((2, 3))"] = One(() => nn.AdaptiveAvgPool2d((2L, 3L))),
        ["nn.AdaptiveAvgPool3d(2)"] = One(() => nn.AdaptiveAvgPool3d(2)),
        ["nn.AdaptiveMaxPool1d(3)"] = One(() => nn.AdaptiveMaxPool1d(3)),
        ["nn.AdaptiveMaxPool2d((2, 3))"] = One(() => nn.AdaptiveMaxPool2d([2, 3])),
        ["nn.BatchNorm1d(3)"] = One(() => nn.BatchNorm1d(3)),
        ["nn.BatchNorm1d(3, momentum=0.3)"] = One(() => nn.BatchNorm1d(3, momentum: 0.3)),
        ["nn.BatchNorm2d(3, eps=0.01)"] = One(() => nn.BatchNorm2d(3, 0.01)),
        ["nn.BatchNorm2d(3, affine=False)"] = One(() => nn.BatchNorm2d(3, affine: false)),
        ["nn.BatchNorm2d(3, track_running_stats=False)"] = One(() => nn.BatchNorm2d(3, track_running_stats: false)),
        ["nn.BatchNorm3d(2)"] = One(() => nn.BatchNorm3d(2)),
        ["nn.InstanceNorm1d(3)"] = One(() => nn.InstanceNorm1d(3)),
        ["nn.InstanceNorm1d(3, affine=True) without a batch"] = One(() => nn.InstanceNorm1d(3, affine: true)),
        ["nn.InstanceNorm2d(3, momentum=0.2, affine=True, track_running_stats=True)"] = One(() => nn.InstanceNorm2d(3, momentum: 0.2, affine: true, track_running_stats: true)),
        ["nn.InstanceNorm3d(2, affine=True)"] = One(() => nn.InstanceNorm3d(2, affine: true)),
        ["nn.GroupNorm(2, 6)"] = One(() => Reset(nn.GroupNorm(2, 6))),
        ["nn.GroupNorm(3, 6, affine=False)"] = One(() => nn.GroupNorm(3, 6, affine: false)),
        ["nn.LayerNorm(5)"] = One(() => nn.LayerNorm(5)),
        ["nn.LayerNorm([3, 4], eps=0.01, bias=False)"] = One(() => nn.LayerNorm([3, 4], 0.01, bias: false)),
        ["nn.LayerNorm(5, elementwise_affine=False)"] = One(() => nn.LayerNorm(5, elementwise_affine: false)),
        ["nn.Embedding(7, 3)"] = One(() => nn.Embedding(7, 3)),
        ["nn.Embedding(7, 3, padding_idx=2)"] = One(() => nn.Embedding(7, 3, 2)),
        ["nn.Embedding(7, 3, padding_idx=-1, max_norm=1.25)"] = One(() => nn.Embedding(7, 3, -1, 1.25)),
        ["nn.PReLU()"] = One(() => nn.PReLU(1)),
        ["nn.PReLU(3, init=0.1)"] = One(() => nn.PReLU(3, 0.1)),
        ["nn.Upsample(size=(5, 7), mode='bilinear')"] = One(() => nn.Upsample([5, 7], mode: UpsampleMode.Bilinear, align_corners: false)),
        ["nn.Upsample(scale_factor=2)"] = One(() => nn.Upsample(scale_factor: [2, 2])),
        ["nn.Upsample(scale_factor=1.5, mode='linear', align_corners=True)"] = One(() => nn.Upsample(scale_factor: [1.5], mode: UpsampleMode.Linear, align_corners: true)),
        ["nn.Unflatten(1, (2, 3))"] = One(() => nn.Unflatten(1, [2, 3])),
        ["nn.ConstantPad1d((1, 2), 0.5)"] = One(() => nn.ConstantPad1d((1L, 2L), 0.5)),
        ["nn.ZeroPad2d((1, 2, 3, 0))"] = One(() => nn.ZeroPad2d((1L, 2L, 3L, 0L))),
        ["nn.ReflectionPad2d(1)"] = One(() => nn.ReflectionPad2d(1)),
        ["nn.ReplicationPad3d(1)"] = One(() => nn.ReplicationPad3d(1)),
        ["nn.PixelShuffle(2)"] = One(() => nn.PixelShuffle(2)),
        ["nn.PixelUnshuffle(2)"] = One(() => nn.PixelUnshuffle(2)),
        ["nn.Bilinear(3, 4, 2)"] = Two(() => nn.Bilinear(3, 4, 2)),
        ["nn.Bilinear(3, 4, 2, bias=False)"] = Two(() => nn.Bilinear(3, 4, 2, hasBias: false)),
        ["nn.Sequential(nn.Conv2d(1, 4, 3, padding=1, bias=False), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 3))"] = One(() => nn.Sequential(
            nn.Conv2d(1, 4, 3, padding: 1, bias: false), nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(16, 3))),
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

    /// <summary>TorchSharp leaves the weights of this one as the memory was; these are PyTorch's.</summary>
    private static TorchSharp.Modules.GroupNorm Reset(TorchSharp.Modules.GroupNorm module)
    {
        nn.init.ones_(module.weight);
        nn.init.zeros_(module.bias);
        return module;
    }

    private static (Func<TorchModule>, Func<TorchModule, TorchTensor[], TorchTensor>) Two(Func<torch.nn.Module<TorchTensor, TorchTensor, TorchTensor>> create) =>
        (create, (module, inputs) => ((torch.nn.Module<TorchTensor, TorchTensor, TorchTensor>)module).call(inputs[0], inputs[1]));

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
            result.backward([tensor(Tests.Samples.Sample.UpstreamGradient((int)result.numel()), result.shape, float64)]);
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
        // TorchSharp lists the parameters of all modules within before their buffers; PyTorch goes module by module.
        foreach (var (key, value) in module.state_dict().GroupBy(part => part.Key[..(part.Key.LastIndexOf('.') + 1)]).SelectMany(part => part))
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
