using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;

namespace Autograd.Training.Tests;

// The default generator belongs to one test at a time.
[Collection(nameof(TrainerTests))]
public sealed class TensorBoardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autograd-board-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Records_have_lengths_checksums_and_messages_as_TensorFlow_writes_them()
    {
        string path;
        using (var writer = new TensorBoardWriter(_folder))
        {
            writer.Add("loss/validation", 0.25, 300);
            path = writer.Path;
        }
        var bytes = File.ReadAllBytes(path);
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(path));

        var version = Record(ref bytes);
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(version[11..]));
        Assert.Equal(((byte)0x09, (byte)0x1A, (byte)13), (version[0], version[9], version[10]));

        var point = Record(ref bytes);
        // Field 2, varint 300; field 5, a summary with field 1, a value with the tag in field 1 and 0.25f in field 2.
        byte[] expected = [0x10, 0xAC, 0x02, 0x2A, 24, 0x0A, 22, 0x0A, 15, .. "loss/validation"u8, 0x15, 0, 0, 0x80, 0x3E];
        Assert.Equal(expected, point[9..]);
        Assert.Empty(bytes);
    }

    [Fact]
    public void The_checksum_is_CRC_32C() =>
        // The catalogue's check value, E3069283, rotated and shifted.
        Assert.Equal(unchecked(((0xE3069283u >> 15) | (0xE3069283u << 17)) + 0xA282EAD8u), Masked("123456789"u8));

    [Fact]
    public void A_log_has_a_curve_for_each_number_and_goes_on_after_a_resumption()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        var x = Tensor.Linspace(-1, 1, 16, DType.Float32).Reshape(16, 1);
        var path = Path.Combine(_folder, "run.safetensors");
        var model = new Linear(1, 1, generator: new Generator(0));
        var losses = new Losses();
        using var cancellation = new CancellationTokenSource();
        losses.Watch = batch =>
        {
            if (losses.All.Count == 6)
                cancellation.Cancel();
        };
        Create().Fit(Batches(), Batches(), epochs: 3, cancellation.Token);
        var resumed = Create();
        resumed.Resume(path);
        var history = resumed.Fit(Batches(), Batches(), epochs: 3);

        var points = Directory.GetFiles(_folder, "events.*").Order(StringComparer.Ordinal).SelectMany(Points).ToArray();
        Assert.All(points, point => Assert.InRange(point.Time, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0));
        Assert.Equal(points.Select(point => point.Time).Order(), points.Select(point => point.Time));
        Assert.Equal(losses.All.Select((loss, i) => (i + 1L, (float)loss)), Curve("batch/loss"));
        Assert.Equal(history.Epochs.Select(epoch => ((long)epoch.Epoch, (float)epoch.TrainLoss)), Curve("loss/training"));
        Assert.Equal(history.Epochs.Select(epoch => ((long)epoch.Epoch, (float)epoch.ValidationLoss!)), Curve("loss/validation"));
        Assert.Equal(history.Epochs.Select(epoch => ((long)epoch.Epoch, (float)epoch.Metrics["r²"])), Curve("metrics/r²"));
        Assert.Equal(history.Epochs.Select(epoch => ((long)epoch.Epoch, 0.01f)), Curve("learning rate"));
        Assert.Equal(12 + 4 * 3, points.Length);

        IEnumerable<(long, float)> Curve(string tag) => points.Where(point => point.Tag == tag).Select(point => (point.Step, point.Value));

        DataLoader Batches() => new(new TensorDataset(x, x * 2), 4);

        Trainer Create() => new(model, new Sgd(model.Parameters(), 0.01), (output, target) => output.MeanSquaredError(target))
        {
            Metrics = [Metric.RSquared()],
            CheckpointPath = path,
            Observers = [new TensorBoardLog(_folder), losses],
        };
    }

    [Fact]
    public void Two_runs_in_one_folder_have_a_file_each()
    {
        using var one = new TensorBoardWriter(_folder);
        using var other = new TensorBoardWriter(_folder);
        Assert.NotEqual(one.Path, other.Path);
    }

    /// <summary>The points in a file, read by the definition of the messages: event.proto and summary.proto.</summary>
    private static List<(double Time, long Step, string Tag, float Value)> Points(string path)
    {
        var (bytes, points) = (File.ReadAllBytes(path), new List<(double, long, string, float)>());
        while (bytes.Length > 0)
        {
            var (time, step, tag, value) = (0.0, 0L, "", 0f);
            Read(Record(ref bytes), (field, input) => _ = field switch
            {
                1 => time = input.ReadDouble(),
                2 => step = input.ReadInt64(),
                5 => Inside(input, 1, (field, input) => _ = field == 1 ? (tag = input.ReadString()).Length : value = input.ReadFloat()),
                _ => input.ReadString().Length,
            });
            if (tag.Length > 0)
                points.Add((time, step, tag, value));
        }
        return points;

        static int Inside(CodedInputStream input, int only, Action<int, CodedInputStream> read)
        {
            Read(input.ReadBytes().ToByteArray(), (field, inner) =>
            {
                Assert.Equal(only, field);
                Read(inner.ReadBytes().ToByteArray(), read);
            });
            return 0;
        }

        static void Read(byte[] message, Action<int, CodedInputStream> read)
        {
            using var input = new CodedInputStream(message);
            while (input.ReadTag() is > 0 and var tag)
                read(WireFormat.GetTagFieldNumber(tag), input);
        }
    }

    private sealed class Losses : TrainingObserver
    {
        public List<double> All { get; } = [];

        public Action<int> Watch { get; set; } = _ => { };

        public override void BatchEnds(Trainer trainer, int epoch, int batch, double loss)
        {
            All.Add(loss);
            Watch(batch);
        }
    }

    private static byte[] Record(ref byte[] bytes)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(Masked(bytes.AsSpan(..8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)));
        var data = bytes[12..(12 + length)];
        Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(12 + length)));
        bytes = bytes[(16 + length)..];
        return data;
    }

    /// <summary>CRC-32C bit by bit, from its polynomial, and TensorFlow's mask.</summary>
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var checksum = uint.MaxValue;
        foreach (var value in data)
        {
            checksum ^= value;
            for (var bit = 0; bit < 8; bit++)
                checksum = (checksum >> 1) ^ ((checksum & 1) == 1 ? 0x82F63B78 : 0);
        }
        checksum = ~checksum;
        return ((checksum >> 15) | (checksum << 17)) + 0xA282EAD8;
    }
}
