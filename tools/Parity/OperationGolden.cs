using System.Text.Json;
using Autograd.Tests.Samples;

namespace Autograd.Parity;

/// <summary>Writes what libtorch makes of every row of the tests' sample table: the value, and the gradients of the inputs that need one.</summary>
internal static class OperationGolden
{
    private static readonly string[] _names = ["a", "b", "c", "d"];

    /// <summary>Writes the file and returns how many rows libtorch refused; those are named and left out.</summary>
    public static int Write(string path)
    {
        var refused = 0;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var sample in OperationSamples.All)
            {
                try
                {
                    var result = Evaluate(sample);
                    // One row a line, so that a change of one sample is a change of one line.
                    json.Flush();
                    buffer.WriteByte((byte)'\n');
                    WriteRow(json, sample, result);
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    refused++;
                    Console.Error.WriteLine($"{sample.Id}\n    {exception.Message.ReplaceLineEndings("\n    ")}");
                }
            }
            json.Flush();
            buffer.WriteByte((byte)'\n');
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        File.WriteAllBytes(path, buffer.ToArray());
        return refused;
    }

    private static TorchResult Evaluate(Tests.Samples.Sample sample)
    {
        var names = _names[..sample.Inputs.Length];
        var inputs = sample.Inputs.Select((input, i) => new TorchValue(names[i], [.. input.Shape], input.Type, sample.Values(i))).ToArray();
        // An expression that does not compile ends the process: its name must be out before.
        Console.WriteLine(sample.Id);
        var result = new TorchExpression(sample.Torch, names).Evaluate(inputs, output => Tests.Samples.Sample.UpstreamGradient(output.Values.Length));
        return result.Outputs.Count == 1
            ? result
            : throw new InvalidOperationException($"The expression returned {result.Outputs.Count} tensors; a sample has one.");
    }

    private static void WriteRow(Utf8JsonWriter json, Tests.Samples.Sample sample, TorchResult result)
    {
        json.WriteStartObject(sample.Id);
        WriteValue(json, "value", result.Outputs[0]);
        json.WriteStartObject("gradients");
        foreach (var (name, gradient) in result.Gradients)
            WriteValue(json, name, gradient);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, TorchValue value)
    {
        json.WriteStartObject(name);
        json.WriteString("type", value.Type.ToString());
        json.WriteStartArray("shape");
        foreach (var size in value.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (var number in value.Values)
        {
            if (double.IsFinite(number))
                json.WriteNumberValue(number);
            else
                json.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
