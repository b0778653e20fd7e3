using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Autograd.Tests.Modules;

/// <summary>
/// Training on the digits is libtorch 2.10's after the same seed (tools/Parity writes the file): the batches and the first weights to the bit, a
/// hundred losses in single precision to 10⁻⁵.
/// </summary>
/// <remarks>Not beside other tests: they draw from the same generator.</remarks>
[CollectionDefinition(nameof(TrainingGoldenTests), DisableParallelization = true), Collection(nameof(TrainingGoldenTests))]
public sealed class TrainingGoldenTests
{
    private static readonly JsonElement _golden = Read();

    private static readonly Dictionary<string, Func<Module>> _networks = new()
    {
        ["mlp"] = () => new Sequential(new Flatten(), new Linear(64, 512), Activation.Relu, new Linear(512, 10)),
        ["mlp with dropout"] = () => new Sequential(new Flatten(), new Linear(64, 512), Activation.Relu, new Dropout(0.4), new Linear(512, 10)),
        ["cnn"] = () => new Sequential(
            new Convolution2d(1, 16, 3, padding: 1), new BatchNorm2d(16), Activation.Relu, new MaxPool2d(2), new Flatten(), new Dropout(0.25), new Linear(256, 10)),
    };

    public static TheoryData<string> Names => [.. _networks.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Batches_first_weights_and_losses_are_libtorchs(string name)
    {
        var digits = Digits.Load();
        var train = digits.Split(0.8, new Generator(0), digits.Target).First.ToMemory();
        var loader = new DataLoader(train, 64, shuffle: true, seed: 0);
        Autograd.Randomness.Seed(0);
        var model = _networks[name]();
        var golden = _golden.GetProperty(name);
        AssertWeights(golden.GetProperty("weights"), model);

        var adam = new Adam(model.Parameters(), 1e-3);
        var batches = Enumerable.Repeat(loader, 100).SelectMany(epoch => epoch).Zip(_golden.GetProperty("batches").EnumerateArray());
        var step = 0;
        foreach (var (expected, (batch, indices)) in golden.GetProperty("losses").EnumerateArray().Zip(batches))
        {
            Assert.Equal(indices.EnumerateArray().Select(index => index.GetInt32()), batch.Indices);
            var loss = adam.Step(() => model.Forward(batch.Input).CrossEntropy(batch.Target)).Item<float>();
            Assert.True(Math.Abs(loss - expected.GetDouble()) <= 1e-5, $"step {step}: libtorch's loss is {expected}, ours {loss}");
            step++;
        }
        Assert.Equal(100, step);
    }

    private static void AssertWeights(JsonElement golden, Module model)
    {
        Assert.Equal(golden.EnumerateObject().Select(weight => weight.Name), model.NamedParameters().Select(parameter => parameter.Key));
        foreach (var (expected, (name, parameter)) in golden.EnumerateObject().Zip(model.NamedParameters()))
        {
            var values = parameter.ToArray<float>();
            // A few numbers to look at, should they differ, and all bits.
            Assert.Equal(expected.Value.GetProperty("first").EnumerateArray().Select(value => value.GetSingle()), values.Take(5));
            Assert.True(expected.Value.GetProperty("sha256").GetString() == Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))), name);
        }
    }

    private static JsonElement Read()
    {
        using var stream = typeof(TrainingGoldenTests).Assembly.GetManifestResourceStream("Golden/training.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
