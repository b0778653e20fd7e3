using System.Text.Json;
using Autograd.Tests.Samples;

namespace Autograd.Tests.Operations;

/// <summary>
/// Values and gradients of every sample as libtorch 2.10 computes them (tools/Parity writes the file). A row that fails is a defect here
/// or a wrong expression there, never a reason to write the file again.
/// </summary>
public class GoldenTests
{
    private static readonly Dictionary<string, Golden> _goldens = Read();

    public static TheoryData<Samples.Sample> All => [.. OperationSamples.All];

    [Theory, MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Values_and_gradients_are_libtorchs(Samples.Sample sample)
    {
        Assert.True(_goldens.TryGetValue(sample.Id, out var golden), $"No golden values for this sample; run tools/Parity/run.sh operations.");
        var inputs = OperationTests.AsVariables(sample.Tensors());
        var result = sample.Apply(inputs);
        AssertEqual("value", golden!.Value, result, sample.Tolerance);

        if (!result.RequiresGradient)
        {
            Assert.All(golden.Gradients.Values, gradient => Assert.All(gradient.Values, value => Assert.Equal(0, value)));
            return;
        }
        result.Backward(Tensor.From(Samples.Sample.UpstreamGradient(result.Count), result.Shape).Cast(result.DType));
        for (var i = 0; i < inputs.Length; i++)
        {
            var name = "abcd"[i].ToString();
            if (golden.Gradients.TryGetValue(name, out var gradient))
                AssertEqual($"gradient of {name}", gradient, inputs[i].Gradient!, sample.Tolerance);
            else if (inputs[i].Gradient is { } extra)
                Assert.All(OperationTests.Doubles(extra), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void No_golden_value_lacks_its_sample() =>
        Assert.Empty(_goldens.Keys.Except(OperationSamples.All.Select(sample => sample.Id)));

    [Fact]
    public void No_two_samples_are_the_same() =>
        Assert.Equal(OperationSamples.All.Count, OperationSamples.All.Select(sample => sample.Id).Distinct().Count());

    private static void AssertEqual(string what, GoldenValue expected, Tensor actual, double tolerance)
    {
        Assert.Equal((expected.Type, Shape.Create([.. expected.Shape])), (actual.DType, actual.Shape));
        var values = OperationTests.Doubles(actual);
        if (expected.Type == DType.Float32)
            tolerance = Math.Max(tolerance, 2e-6);
        for (var i = 0; i < values.Length; i++)
            Closeness.AssertLibtorchs(what, i, expected.Values[i], values[i], tolerance);
    }

    private static Dictionary<string, Golden> Read()
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("Golden/operations.json")!;
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.EnumerateObject().ToDictionary(row => row.Name, row => new Golden(
            ReadValue(row.Value.GetProperty("value")),
            row.Value.GetProperty("gradients").EnumerateObject().ToDictionary(gradient => gradient.Name, gradient => ReadValue(gradient.Value))));
    }

    private static GoldenValue ReadValue(JsonElement json) => new(
        Enum.Parse<DType>(json.GetProperty("type").GetString()!),
        [.. json.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())],
        [.. json.GetProperty("values").EnumerateArray().Select(ReadNumber)]);

    private static double ReadNumber(JsonElement json) => json.ValueKind == JsonValueKind.Number
        ? json.GetDouble()
        : json.GetString() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN };

    private sealed record Golden(GoldenValue Value, Dictionary<string, GoldenValue> Gradients);

    private sealed record GoldenValue(DType Type, int[] Shape, double[] Values);
}
