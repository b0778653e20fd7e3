using System.Globalization;

namespace Autograd.Tests.Serialization;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_comes_back()
    {
        var generator = new Generator(7);
        generator.Normal(new double[3]);
        var checkpoint = new Checkpoint();
        checkpoint.Add("model", new Dictionary<string, Tensor> { ["hidden.weight"] = Tensor.Linspace(0, 1, 12, DType.Float64).Reshape(3, 4).Transpose(), ["count"] = 5L });
        checkpoint.Add("optimizer");
        checkpoint.Add(
            "progress-1",
            values: new Dictionary<string, CheckpointValue> { ["rate"] = 0.1, ["best.loss"] = double.Epsilon, ["steps"] = long.MinValue, ["seed"] = ulong.MaxValue, ["done"] = false, ["note"] = "ü\n\"x\"", ["worst"] = double.NegativeInfinity, ["epoch"] = 3 },
            generators: new Dictionary<string, GeneratorState> { ["data"] = generator.State });
        checkpoint.Save(_folder["x"]);

        var loaded = Checkpoint.Load(_folder["x"]);
        loaded.Require("optimizer", "model", "progress-1");
        Assert.Equal(["model", "optimizer", "progress-1"], loaded.Sections);
        Assert.Equal(["count", "hidden.weight"], loaded.Tensors("model").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(checkpoint.Tensors("model")["hidden.weight"].ToArray<double>(), loaded.Tensors("model")["hidden.weight"].ToArray<double>());
        Assert.Equal(5, loaded.Tensors("model")["count"].Item<long>());
        Assert.Empty(loaded.Tensors("optimizer"));
        var values = loaded.Values("progress-1");
        Assert.Equal(checkpoint.Values("progress-1").OrderBy(pair => pair.Key, StringComparer.Ordinal), values.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal((0.1, double.Epsilon, double.NegativeInfinity), (values["rate"].ToDouble(), values["best.loss"].ToDouble(), values["worst"].ToDouble()));
        Assert.Equal((long.MinValue, ulong.MaxValue, 3L), (values["steps"].ToInt64(), values["seed"].ToUInt64(), values["epoch"].ToInt64()));
        Assert.Equal((false, "ü\n\"x\""), (values["done"].ToBoolean(), values["note"].ToString()));
        var resumed = new Generator { State = loaded.Generators("progress-1")["data"] };
        Assert.Equal(generator.Random64(), resumed.Random64());
    }

    [Fact]
    public void The_file_is_one_that_others_read()
    {
        var checkpoint = new Checkpoint();
        checkpoint.Add("model", new Dictionary<string, Tensor> { ["w"] = 1f }, new Dictionary<string, CheckpointValue> { ["kind"] = "mlp" });
        checkpoint.Add("random", generators: new Dictionary<string, GeneratorState> { ["default"] = new Generator(1).State });
        checkpoint.Save(_folder["x"]);
        using var file = SafeTensors.Load(_folder["x"]);
        Assert.Equal(["model.w: F32 []", "random.default: U8 [5056]"], file.Entries.Values.Select(entry => entry.ToString()));
        Assert.Equal(new Dictionary<string, string> { ["checkpoint"] = "1", ["sections"] = "model random", ["model.kind"] = "mlp" }, file.Metadata);
        Assert.Equal(new Generator(1).State.ToBytes(), file.ReadBytes("random.default"));
    }

    [Fact]
    public void A_run_that_was_interrupted_ends_at_the_same_bits()
    {
        var (whole, first, second) = (new Run(), new Run(), new Run());
        whole.Steps(20);
        first.Steps(7);
        first.Save(_folder["x"]);
        first.Steps(1);
        second.Load(_folder["x"]);
        second.Steps(13);
        Assert.Equal(whole.Bits, second.Bits);
        Assert.NotEqual(whole.Bits, first.Bits);
    }

    [Theory]
    [InlineData(new[] { "model", "optimizer", "random" }, "the checkpoint is missing the sections 'optimizer', 'random'. Was it written by a run with other settings?")]
    [InlineData(new string[] { }, "the checkpoint has the unexpected section 'model'. Was it written by a run with other settings?")]
    [InlineData(new[] { "loader" }, "the checkpoint is missing the section 'loader' and has the unexpected section 'model'. Was it written by a run with other settings?")]
    public void Missing_and_unexpected_sections_are_told_at_once(string[] expected, string message)
    {
        var checkpoint = new Checkpoint();
        checkpoint.Add("model");
        checkpoint.Save(_folder["x"]);
        Assert.Equal($"{_folder["x"]}: {message}", Assert.Throws<FormatException>(() => Checkpoint.Load(_folder["x"]).Require(expected)).Message);
        Assert.Equal("Checkpoint: the checkpoint has no section 'x'; it has 'model'.", Assert.Throws<FormatException>(() => checkpoint.Values("x")).Message);
        Assert.Equal("Checkpoint: the checkpoint has no section 'x'; it has none.", Assert.Throws<FormatException>(() => new Checkpoint().Tensors("x")).Message);
    }

    public static TheoryData<Dictionary<string, string>, string, string> Foreign => new()
    {
        { [], "w", "holds tensors, but is no checkpoint: its metadata has no 'checkpoint'. Was it written by Checkpoint.Save? Weights alone are read with SafeTensors.Load." },
        { new() { ["checkpoint"] = "2" }, "w", "is a checkpoint of version '2'; this library reads version 1." },
        { new() { ["checkpoint"] = "1" }, "w", "the metadata of a checkpoint must name its sections under 'sections'." },
        { new() { ["checkpoint"] = "1", ["sections"] = "a a" }, "w", "'sections' names the section 'a', which is no name or stands there twice." },
        { new() { ["checkpoint"] = "1", ["sections"] = "a.b" }, "w", "'sections' names the section 'a.b', which is no name or stands there twice." },
        { new() { ["checkpoint"] = "1", ["sections"] = "model" }, "w", "'w' belongs to none of the checkpoint's sections." },
        { new() { ["checkpoint"] = "1", ["sections"] = "model" }, "other.w", "'other.w' belongs to none of the checkpoint's sections." },
        { new() { ["checkpoint"] = "1", ["sections"] = "model", ["epoch"] = "1" }, "model.w", "'epoch' belongs to none of the checkpoint's sections." },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Files_that_are_no_checkpoint_are_refused(Dictionary<string, string> metadata, string name, string message)
    {
        SafeTensors.Save(_folder["x"], new Dictionary<string, Tensor> { [name] = 1f }, metadata);
        Assert.Equal($"{_folder["x"]}: {message}", Assert.Throws<FormatException>(() => Checkpoint.Load(_folder["x"])).Message);
    }

    [Fact]
    public void The_state_of_a_generator_is_checked()
    {
        const string Metadata = """ "__metadata__":{"checkpoint":"1","sections":"random"} """;
        File.WriteAllBytes(_folder["x"], FileBytesOf.Header($$$"""{{{{Metadata}}},"random.a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", 1, 2, 3));
        Assert.Equal($"{_folder["x"]}: tensor 'random.a' has 3 bytes; the state of a generator has 5056.", Assert.Throws<FormatException>(() => Checkpoint.Load(_folder["x"])).Message);
        File.WriteAllBytes(_folder["x"], FileBytesOf.Header($$$"""{{{{Metadata}}},"random.a":{"dtype":"U8","shape":[5056],"data_offsets":[0,5056]}}""", new byte[5056]));
        Assert.StartsWith($"{_folder["x"]}: tensor 'random.a': These bytes are not the state of a generator", Assert.Throws<FormatException>(() => Checkpoint.Load(_folder["x"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_explained()
    {
        var checkpoint = new Checkpoint();
        checkpoint.Add("model");
        (Action, Type, string)[] mistakes =
        [
            (() => checkpoint.Add("model"), typeof(ArgumentException), "Checkpoint: there is a section 'model' already; give each a name of its own. (Parameter 'section')"),
            (() => checkpoint.Add("a.b"), typeof(ArgumentException), "Checkpoint: 'a.b' cannot name a section; use letters, digits, underscores and hyphens. (Parameter 'section')"),
            (() => checkpoint.Add(""), typeof(ArgumentException), "Checkpoint: '' cannot name a section; use letters, digits, underscores and hyphens. (Parameter 'section')"),
            (() => checkpoint.Add("x", [KeyValuePair.Create("w", (Tensor)1f), KeyValuePair.Create("w", (Tensor)2f)]), typeof(ArgumentException),
                "Checkpoint: section 'x' has two items named 'w'; give each a name of its own."),
            (() => checkpoint.Add("x", [KeyValuePair.Create("w", (Tensor)1f)], generators: [KeyValuePair.Create("w", new Generator().State)]), typeof(ArgumentException),
                "Checkpoint: section 'x' has a tensor and a generator that are both named 'w'; rename one."),
            (() => ((CheckpointValue)"1.5").ToInt64(), typeof(FormatException), "Checkpoint: the value '1.5' is not a whole number of 64 bits."),
            (() => ((CheckpointValue)(-1)).ToUInt64(), typeof(FormatException), "Checkpoint: the value '-1' is not a whole number of 64 bits from 0 on."),
            (() => ((CheckpointValue)"x").ToDouble(), typeof(FormatException), "Checkpoint: the value 'x' is not a number."),
            (() => default(CheckpointValue).ToBoolean(), typeof(FormatException), "Checkpoint: the value '' is not true or false."),
        ];
        foreach (var mistake in mistakes)
            Mistake.AssertExplained(mistake);
        Assert.Equal(["model"], checkpoint.Sections);
    }

    [Fact]
    public void Numbers_are_exact()
    {
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            Assert.Equal(number, ((CheckpointValue)number).ToDouble());
            var whole = random.NextInt64(long.MinValue, long.MaxValue);
            Assert.Equal(whole, ((CheckpointValue)whole).ToInt64());
        }
        Assert.True(double.IsNegative(((CheckpointValue)(-0.0)).ToDouble()));
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        Assert.Equal("0.5", ((CheckpointValue)0.5).Text);
        CultureInfo.CurrentCulture = culture;
    }

    /// <summary>A training run by hand: noisy steps of gradient descent with momentum.</summary>
    private sealed class Run
    {
        private readonly Generator _generator = new(3);
        private readonly Variable _w = new("w", Tensor.Linspace(-1, 1, 5));
        private Tensor _momentum = Tensor.Zeros(5);
        private long _step;

        public IEnumerable<int> Bits => _w.ToArray<float>().Select(BitConverter.SingleToInt32Bits);

        public void Steps(int count)
        {
            for (; count > 0; count--)
            {
                var gradient = _w.Detach() - Tensor.Randn([5], generator: _generator);
                _momentum = _momentum * 0.9 + gradient;
                _w.Assign(_w.Detach() - _momentum * (0.1 / ++_step));
            }
        }

        public void Save(string path)
        {
            var checkpoint = new Checkpoint();
            checkpoint.Add("model", new Dictionary<string, Tensor> { ["w"] = _w });
            checkpoint.Add("optimizer", new Dictionary<string, Tensor> { ["momentum"] = _momentum }, new Dictionary<string, CheckpointValue> { ["step"] = _step });
            checkpoint.Add("random", generators: new Dictionary<string, GeneratorState> { ["noise"] = _generator.State });
            checkpoint.Save(path);
        }

        public void Load(string path)
        {
            var checkpoint = Checkpoint.Load(path);
            checkpoint.Require("model", "optimizer", "random");
            _w.Assign(checkpoint.Tensors("model")["w"]);
            _momentum = checkpoint.Tensors("optimizer")["momentum"];
            _step = checkpoint.Values("optimizer")["step"].ToInt64();
            _generator.State = checkpoint.Generators("random")["noise"];
        }
    }
}
