using System.Text.Json;
using Autograd.Tests.Samples;

namespace Autograd.Tests.Modules;

/// <summary>
/// First weights, results and gradients of every module as libtorch 2.10 has them (tools/Parity writes the file). A row that fails is a defect here
/// or in libtorch's side of the table, never a reason to write the file again.
/// </summary>
public sealed class GoldenTests
{
    private static readonly JsonElement _goldens = Read();

    public static TheoryData<ModuleSample> All => [.. ModuleSamples.All];

    [Theory, MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void The_first_weights_are_libtorchs(ModuleSample sample)
    {
        var state = sample.Create(DType.Float32, new Generator(0)).State();
        var golden = Golden(sample).GetProperty("initial");
        Assert.Equal(golden.EnumerateObject().Select(part => part.Name), state.Keys);
        foreach (var part in golden.EnumerateObject())
            AssertEqual(part.Name, part.Value, state[part.Name], 0);
    }

    [Theory, MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Results_and_gradients_are_libtorchs(ModuleSample sample)
    {
        var golden = Golden(sample);
        var generator = new Generator(0);
        var state = sample.Create(DType.Float32, generator).State();
        // What is drawn while it runs comes after what the first weights, in single precision, have drawn.
        var afterwards = generator.State;
        var module = sample.Create(DType.Float64, generator);
        module.LoadState(state);
        generator.State = afterwards;

        var inputs = sample.Tensors().Select((input, i) => input.DType.IsFloatingPoint ? new Variable($"input {i}", input) : input).ToArray();
        var result = sample.Apply(module, inputs);
        AssertEqual("result", golden.GetProperty("result"), result, 1e-12);

        if (golden.TryGetProperty("gradients", out var gradients))
        {
            result.Backward(Tensor.From(Samples.Sample.UpstreamGradient(result.Count), result.Shape));
            var parameters = module.NamedParameters().ToDictionary();
            foreach (var gradient in gradients.EnumerateObject())
            {
                var of = int.TryParse(gradient.Name, out var input) ? inputs[input] : parameters[gradient.Name];
                AssertEqual($"gradient of {gradient.Name}", gradient.Value, of.Gradient!, 1e-11);
            }
            Assert.Equal(gradients.EnumerateObject().Count(), inputs.Concat(parameters.Values).Count(tensor => tensor.Gradient is not null));
        }
        foreach (var part in golden.GetProperty("after").EnumerateObject())
            AssertEqual($"{part.Name} afterwards", part.Value, module.State()[part.Name], 1e-12);

        module.Evaluate();
        AssertEqual("result in evaluation", golden.GetProperty("evaluated"), sample.Apply(module, inputs), 1e-12);
    }

    [Fact]
    public void No_golden_row_lacks_its_sample() =>
        Assert.Empty(_goldens.EnumerateObject().Select(row => row.Name).Except(ModuleSamples.All.Select(sample => sample.Torch)));

    private static JsonElement Golden(ModuleSample sample)
    {
        Assert.True(_goldens.TryGetProperty(sample.Torch, out var golden), "No golden values for this module; run tools/Parity/run.sh modules.");
        return golden;
    }

    private static void AssertEqual(string what, JsonElement expected, Tensor actual, double tolerance)
    {
        Assert.Equal([.. expected.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())], actual.Shape.Sizes.ToArray());
        var values = actual.Cast(DType.Float64).ToArray<double>();
        var i = 0;
        foreach (var value in expected.GetProperty("values").EnumerateArray().Select(value => value.GetDouble()))
        {
            Closeness.AssertLibtorchs(what, i, value, values[i], tolerance);
            i++;
        }
    }

    private static JsonElement Read()
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("Golden/modules.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
