using System.IO.Pipes;
using System.Text;
using CsCheck;

namespace Autograd.Tests.Serialization;

public sealed class SafeTensorsTests
{
    private static readonly DType[] _types = [DType.Bool, DType.Int32, DType.Int64, DType.Float32, DType.Float64];

    [Fact]
    public void Writes_the_bytes_that_the_reference_implementation_writes()
    {
        // Outputs that huggingface/safetensors documents in its own tests: padded to eight bytes, compact, little-endian.
        Tensor x = Tensor.Arange(0.0, 6);
        byte[] values = [0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64, 0, 0, 160, 64];
        Assert.Equal([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8], FileBytesOf.Tensors([]));
        Assert.Equal([40, 0, 0, 0, 0, 0, 0, 0, .. """{"__metadata__":{"framework":"pt"}}     """u8], FileBytesOf.Tensors([], new() { ["framework"] = "pt" }));
        Assert.Equal(
            [64, 0, 0, 0, 0, 0, 0, 0, .. """{"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}}"""u8, .. values],
            FileBytesOf.Tensors(new() { ["attn.0"] = x.Reshape(1, 2, 3) }));
        Assert.Equal(
            [72, 0, 0, 0, 0, 0, 0, 0, .. """{"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       """u8, .. values],
            FileBytesOf.Tensors(new() { ["attn0"] = x.Reshape(1, 1, 2, 3) }));
    }

    [Fact]
    public void The_greatest_alignment_comes_first_and_names_are_ordered_by_their_bytes()
    {
        var bytes = FileBytesOf.Tensors(new()
        {
            ["\U0001F600"] = 1f,
            ["\uFF21"] = 1f,
            ["b"] = 1f,
            ["a"] = true,
            ["z"] = 1,
            ["double"] = 1.0,
            ["long"] = 1L,
            ["B"] = 1f,
        });
        Assert.Equal(["long", "double", "B", "b", "\uFF21", "\U0001F600", "z", "a"], FileBytesOf.Load(bytes).Keys);
    }

    [Fact]
    public void Reads_what_the_reference_implementation_accepts()
    {
        Assert.Equal([0, 0, 0, 0], FileBytesOf.Load(FileBytesOf.Header("""{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}""", new byte[16]))["test"].ToArray<int>());
        Assert.Equal(7, FileBytesOf.Load(FileBytesOf.Tensor("I32", "[]", 7, 0, 0, 0))["x"].Item<int>());
        Assert.Equal([2, 0], FileBytesOf.Load(FileBytesOf.Header("""{"test":{"dtype":"I32","shape":[2,0],"data_offsets":[0, 0]}}"""))["test"].Shape.Sizes);
        Assert.Empty(FileBytesOf.Load(FileBytesOf.Header("{}\r \t\n")));
        // Any order of tensors and of fields, and escapes.
        var file = FileBytesOf.Load(FileBytesOf.Header(
            """{"b":{"data_offsets":[1,2],"shape":[1],"dtype":"I8"},"\u0061\n":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"e":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}""",
            200, 200));
        Assert.Equal(["a\n", "e", "b"], file.Keys);
        Assert.Equal([200, -56], [file["a\n"].Item<int>(), file["b"].Item<int>()]);
    }

    [Fact]
    public void Every_type_shape_and_layout_comes_back() => Gen.Select(
        Gen.Select(Names(), Gen.Int[0, 4], Gen.Int[0, 4].Array[0, 4], Gen.Int[0, 1 << 20]).Array[0, 6],
        Gen.Dictionary(Names(), Names())[0, 4]).Sample((rows, metadata) =>
        {
            Dictionary<string, Tensor> tensors = [];
            foreach (var (name, type, shape, seed) in rows)
                tensors[name] = View(Values(_types[type], shape, seed), seed);
            var file = FileBytesOf.Load(FileBytesOf.Tensors(tensors, metadata));
            Assert.Equal(metadata, file.Metadata);
            Assert.Equal(tensors.Keys.Order(StringComparer.Ordinal), file.Keys.Order(StringComparer.Ordinal));
            foreach (var (name, tensor) in tensors)
                AssertSame(tensor, file[name]);
        }, iter: 500);

    [Fact]
    public void Bits_of_numbers_stay_as_they_are()
    {
        float[] singles = [0f, -0f, float.NaN, BitConverter.UInt32BitsToSingle(0xFFC0_1234), float.PositiveInfinity, float.Epsilon, -float.MaxValue];
        double[] doubles = [-0.0, BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0042), double.NegativeInfinity, double.Epsilon, 0.1];
        long[] longs = [long.MinValue, long.MaxValue, -1];
        var file = FileBytesOf.Load(FileBytesOf.Tensors(new() { ["f"] = singles, ["d"] = doubles, ["l"] = longs, ["i"] = new[] { int.MinValue }, ["b"] = new[] { true, false } }));
        Assert.Equal(singles.Select(BitConverter.SingleToUInt32Bits), file["f"].ToArray<float>().Select(BitConverter.SingleToUInt32Bits));
        Assert.Equal(doubles.Select(BitConverter.DoubleToUInt64Bits), file["d"].ToArray<double>().Select(BitConverter.DoubleToUInt64Bits));
        Assert.Equal(longs, file["l"].ToArray<long>());
        Assert.Equal([int.MinValue], file["i"].ToArray<int>());
        Assert.Equal([true, false], file["b"].ToArray<bool>());
    }

    [Fact]
    public void Variables_views_and_large_tensors_are_written_row_by_row()
    {
        // More than one piece of the writer, of the reader and of the stream that is kept.
        var large = Tensor.Arange(0.0, 700 * 501).Reshape(700, 501);
        Dictionary<string, Tensor> tensors = new()
        {
            ["variable"] = new Variable("w", large),
            ["transposed"] = large.Transpose(),
            ["every other"] = large[.., ^1..],
            ["flipped"] = large.Flip(0),
            ["expanded"] = Tensor.Ones(1, 3).Expand([4, 3]),
            ["empty"] = Tensor.Zeros(3, 0),
        };
        using var folder = new TemporaryFolder();
        SafeTensors.Save(folder["x.safetensors"], tensors);
        using var file = SafeTensors.Load(folder["x.safetensors"]);
        using var copy = SafeTensors.Load(new MemoryStream(File.ReadAllBytes(folder["x.safetensors"])));
        foreach (var (name, tensor) in tensors)
        {
            AssertSame(tensor, file[name]);
            AssertSame(tensor, copy[name]);
        }
        Assert.Equal(["x.safetensors"], folder.Files);
    }

    [Fact]
    public void A_file_tells_of_its_tensors_without_reading_them()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Save(folder["x"], new Dictionary<string, Tensor> { ["w"] = Tensor.Ones(2, 3), ["i"] = 1L }, new Dictionary<string, string> { ["format"] = "pt" }, StoredType.BFloat16);
        using var file = SafeTensors.Load(folder["x"]);
        var entry = file.Entries["w"];
        Assert.Equal(("w", StoredType.BFloat16, "BF16", DType.Float32, 12L, 6L), (entry.Name, entry.Type, entry.Type.Code, entry.Type.ReadAs, entry.ByteCount, entry.ElementCount));
        Assert.Equal([2L, 3L], entry.Shape);
        Assert.Equal("w: BF16 [2, 3]", entry.ToString());
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([0x80, 0x3F], file.ReadBytes("w")[..2]);
        Assert.Equal((2, true, false), (file.Count, file.ContainsKey("i"), file.TryGetValue("v", out _)));
        Assert.Equal(["i", "w"], file.Keys);
        Assert.Equal([DType.Int64, DType.Float32], file.Values.Select(tensor => tensor.DType));
        Assert.Equal(["i", "w"], file.Select(pair => pair.Key));
        Assert.Equal(
            $"{folder["x"]}: there is no tensor 'v'; there are 'i', 'w'.", Assert.Throws<KeyNotFoundException>(() => file["v"]).Message);
        Assert.Equal("safetensors stream: there is no tensor 'v'; there is none at all.", Assert.Throws<KeyNotFoundException>(() => FileBytesOf.Load(FileBytesOf.Tensors([]))["v"]).Message);
    }

    [Fact]
    public async Task Streams_without_places_are_read_too()
    {
        using var server = new AnonymousPipeServerStream();
        using var client = new AnonymousPipeClientStream(server.GetClientHandleAsString());
        var written = FileBytesOf.Tensors(new() { ["x"] = Tensor.Arange(0.0, 5000) });
        var writer = Task.Run(() =>
        {
            server.Write(written);
            server.Dispose();
        }, TestContext.Current.CancellationToken);
        using var file = SafeTensors.Load(client);
        AssertSame(Tensor.Arange(0.0, 5000), file["x"]);
        await writer;
    }

    [Fact]
    public void A_file_may_be_replaced_while_it_is_open()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Save(folder["x"], new Dictionary<string, Tensor> { ["x"] = 1f });
        using var old = SafeTensors.Load(folder["x"]);
        SafeTensors.Save(folder["x"], old.Select(pair => KeyValuePair.Create(pair.Key, pair.Value + 1)));
        using var file = SafeTensors.Load(folder["x"]);
        Assert.Equal((1f, 2f), (old["x"].Item<float>(), file["x"].Item<float>()));
    }

    [Fact]
    public void A_file_cut_off_while_it_is_open_is_an_error_of_the_file_system()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Save(folder["x"], new Dictionary<string, Tensor> { ["x"] = Tensor.Ones(100) });
        using var file = SafeTensors.Load(folder["x"]);
        using (var cut = new FileStream(folder["x"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            cut.SetLength(100);
        Assert.Throws<EndOfStreamException>(() => file["x"]);
        Assert.Throws<FileNotFoundException>(() => SafeTensors.Load(folder["y"]));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file["x"]);
    }

    public static TheoryData<Dictionary<string, string>?, string[], string> RefusedNames => new()
    {
        { null, ["__metadata__"], "Save: no tensor may be named '__metadata__': the format keeps its texts there; choose another name." },
        { null, ["a", "a"], "Save: two tensors are named 'a'; each needs a name of its own." },
        { null, ["\uD800"], "Save: the text '\\uFFFD' has half a character (a surrogate without its other half), which UTF-8 cannot hold." },
        { new() { ["k"] = "\uDC00" }, [], "Save: the text '\\uFFFD' has half a character (a surrogate without its other half), which UTF-8 cannot hold." },
    };

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void Names_that_no_file_can_hold_are_refused(Dictionary<string, string>? metadata, string[] names, string message)
    {
        using var folder = new TemporaryFolder();
        var tensors = names.Select(name => KeyValuePair.Create(name, (Tensor)1f));
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => SafeTensors.Save(folder["x"], tensors, metadata)).Message);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void Real_numbers_are_rounded_to_two_types_only() => Assert.Equal(
        "Save: real numbers are stored as they are (null), as Float16 or as BFloat16. (Parameter 'realNumbersAs')\nActual value was Int32.",
        Assert.Throws<ArgumentOutOfRangeException>(() => FileBytesOf.Tensors([], null, StoredType.Int32)).Message.ReplaceLineEndings("\n"));

    [Fact]
    public void A_header_beyond_the_limit_is_not_written() => Assert.Equal(
        "Save: names and metadata make a header of 100000032 bytes; the format allows 100000000. Use shorter ones.",
        Assert.Throws<ArgumentException>(() => FileBytesOf.Tensors([], new() { ["k"] = new string('x', 100_000_000) })).Message);

    private static Gen<string> Names() => Gen.String[0, 12].Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static Tensor Values(DType type, int[] shape, int seed)
    {
        var random = new Random(seed);
        var doubles = new double[shape.Aggregate(1, (product, size) => product * size)];
        foreach (ref var value in doubles.AsSpan())
            value = random.Next(-3, 4) * Math.Pow(10, random.Next(-5, 6));
        return Tensor.From(doubles, shape).Cast(type);
    }

    private static Tensor View(Tensor x, int seed) => (seed % 4) switch
    {
        0 when x.Rank > 1 => x.Transpose(),
        1 when x.Rank > 0 && x.Shape[0] > 1 => x.Slice(0, 1, null, 2),
        2 when x.Rank > 0 => x.Flip(0),
        _ => x,
    };

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal((expected.DType, expected.Shape), (actual.DType, actual.Shape));
        Assert.Equal(expected.Cast(DType.Float64).ToArray<double>(), actual.Cast(DType.Float64).ToArray<double>());
    }
}
