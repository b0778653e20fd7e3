using System.Text.Json;

namespace Autograd.Cli.Tests;

/// <summary>What is in a safetensors file.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly CommandLine _commandLine = new();
    private readonly string _file;

    public InspectTests()
    {
        _file = _commandLine.PathOf("weights.safetensors");
        SafeTensors.Save(
            _file,
            new Dictionary<string, Tensor>
            {
                ["layer.weight"] = Tensor.From([[1f, 2f, 3f], [-4f, float.NaN, float.PositiveInfinity]]),
                ["steps"] = Tensor.From([7L]),
                ["none"] = Tensor.Zeros(0, 3),
            },
            new Dictionary<string, string> { ["format"] = "pt", ["note"] = "two\nlines\u001b[31m" });
    }

    public void Dispose() => _commandLine.Dispose();

    [Fact]
    public void Tensors_and_texts_are_listed()
    {
        var (exitCode, output, error) = CommandLine.Run("inspect", _file);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith($"{_file}: 3 tensors, 7 elements, 32 bytes\n", output, StringComparison.Ordinal);
        Assert.Matches(@"layer\.weight +F32 +\[2, 3\] +6 +24 ", output);
        Assert.Matches(@"steps +I64 +\[1\] +1 +8 ", output);
        Assert.Contains("  format = pt\n  note = two; lines\uFFFD[31m\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("greatest", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_summed_up()
    {
        Assert.Matches(@"layer\.weight .* -4 +3 +0\.5 +2\.693 +2 ", CommandLine.Run("inspect", _file, "--values").Output);
        var tensors = CommandLine.Json("inspect", _file, "--values").GetProperty("tensors").EnumerateArray().ToDictionary(tensor => tensor.GetProperty("name").GetString()!);
        var weight = tensors["layer.weight"];
        Assert.Equal((-4, 3, 0.5, 2), (
            weight.GetProperty("least").GetDouble(), weight.GetProperty("greatest").GetDouble(), weight.GetProperty("mean").GetDouble(), weight.GetProperty("notFinite").GetInt32()));
        Assert.Equal(Math.Sqrt((0.25 + 2.25 + 6.25 + 20.25) / 4), weight.GetProperty("deviation").GetDouble(), 12);
        Assert.Equal(JsonValueKind.Null, tensors["none"].GetProperty("mean").ValueKind);
    }

    [Fact]
    public void Layers_stand_in_their_order()
    {
        SafeTensors.Save(_file, new[] { "10.bias", "2.bias", "2.a" }.ToDictionary(name => name, _ => (Tensor)Tensor.Zeros(1)));
        Assert.Equal(
            ["2.a", "2.bias", "10.bias"],
            CommandLine.Json("inspect", _file).GetProperty("tensors").EnumerateArray().Select(tensor => tensor.GetProperty("name").GetString()));
    }

    [Fact]
    public void Json_has_tensors_and_metadata()
    {
        var json = CommandLine.Json("inspect", _file);
        Assert.Equal("two\nlines\u001b[31m", json.GetProperty("metadata").GetProperty("note").GetString());
        var first = json.GetProperty("tensors").EnumerateArray().First(tensor => tensor.GetProperty("name").GetString() == "layer.weight");
        Assert.Equal(["name", "type", "shape", "bytes"], first.EnumerateObject().Select(property => property.Name));
        Assert.Equal([2, 3], first.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
    }

    [Fact]
    public void Mistakes_are_one_line()
    {
        Assert.Contains("nowhere.safetensors", CommandLine.Mistake("inspect", "nowhere.safetensors"), StringComparison.Ordinal);
        Assert.Equal("the name of the file is empty.", CommandLine.Mistake("inspect", ""));
        var text = _commandLine.Write("text.safetensors", "no");
        Assert.StartsWith($"{text}: 2 bytes are no safetensors file", CommandLine.Mistake("inspect", text), StringComparison.Ordinal);
    }
}
