using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Autograd.Tests.Serialization;

/// <summary>Files damaged at random places are read right or refused, in little time and memory.</summary>
public sealed class DamageTests
{
    private const int Rounds = 3000;

    // The file has 700 bytes; an exception with its message and stack takes some thousands.
    private const int MostMemory = 50_000;

    private static readonly byte[] _interesting = [.. "{}[]\",:\\0129-.e \nuFIB"u8, 0, 1, 0x7F, 0x80, 0xC3, 0xFF];

    [Fact]
    public void A_damaged_file_is_read_right_or_refused()
    {
        var intact = FileBytesOf.Header(
            """
            {"__metadata__":{"format":"pt","epoch":"12"},"layer.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
            "layer.bias":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"steps":{"dtype":"U64","shape":[],"data_offsets":[32,40]},
            "mask":{"dtype":"BOOL","shape":[3],"data_offsets":[40,43]},"none":{"dtype":"I16","shape":[0,7],"data_offsets":[43,43]},
            "small":{"dtype":"F8_E4M3","shape":[1,1],"data_offsets":[43,44]},"index":{"dtype":"I32","shape":[2],"data_offsets":[44,52]}}
            """,
            [.. Enumerable.Range(0, 40).Select(i => (byte)i), 1, 0, 1, 77, 1, 2, 3, 4, 5, 6, 7, 8]);
        Examine(intact, file =>
        {
            foreach (var tensor in file.Values)
                Assert.True(tensor.Count >= 0);
        });
    }

    [Fact]
    public void A_damaged_checkpoint_is_read_or_refused()
    {
        using var folder = new TemporaryFolder();
        var checkpoint = new Checkpoint();
        checkpoint.Add("model", new Dictionary<string, Tensor> { ["w"] = Tensor.Ones(3, 2), ["b"] = 1L });
        checkpoint.Add("random", values: new Dictionary<string, CheckpointValue> { ["seed"] = 5UL }, generators: new Dictionary<string, GeneratorState> { ["default"] = new Generator(5).State });
        checkpoint.Save(folder["x"]);
        var intact = File.ReadAllBytes(folder["x"]);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            File.WriteAllBytes(folder["x"], Damaged(intact, random, random.Next(4) == 0 ? intact.Length : 500));
            if (Record.Exception(() => Checkpoint.Load(folder["x"])) is { } exception and not FormatException)
                Assert.Fail($"seed {seed}, round {round}: {exception}");
        }
    }

    private static void Examine(byte[] intact, Action<SafeTensorsFile> read)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var (accepted, watch) = (0, Stopwatch.StartNew());
        // Once without looking, so that what is made only once is there.
        read(FileBytesOf.Load(intact));
        Assert.Throws<FormatException>(() => FileBytesOf.Load(intact[..^1]));
        Assert.Throws<FormatException>(() => FileBytesOf.Load(intact[8..]));
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Damaged(intact, random, intact.Length);
            try
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var file = Opened(bytes, read);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
                if (file is null)
                    continue;
                AssertReadRight(bytes, file);
                accepted++;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}, round {round}: {Encoding.UTF8.GetString(bytes)}", exception);
            }
        }
        Assert.InRange(accepted, Rounds / 50, Rounds - Rounds / 50);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }

    /// <summary>The file and all that it holds read, or null if its header is refused.</summary>
    private static SafeTensorsFile? Opened(byte[] bytes, Action<SafeTensorsFile> read)
    {
        SafeTensorsFile? file = null;
        try
        {
            file = FileBytesOf.Load(bytes);
            read(file);
        }
        catch (FormatException)
        {
            // A boolean that is none, a number that is too large: the header may be right all the same.
        }
        return file;
    }

    /// <summary>Compares with what another reader of JSON makes of the header.</summary>
    private static void AssertReadRight(byte[] bytes, SafeTensorsFile file)
    {
        var start = 8 + (int)BitConverter.ToInt64(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, start - 8));
        var names = new HashSet<string>();
        foreach (var property in header.RootElement.EnumerateObject())
        {
            Assert.True(names.Add(property.Name), "twice");
            if (property.Name == "__metadata__")
            {
                Assert.Equal(property.Value.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!), file.Metadata);
                continue;
            }
            var entry = file.Entries[property.Name];
            long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(number => number.GetInt64())];
            Assert.Equal(property.Value.GetProperty("dtype").GetString(), entry.Type.Code);
            Assert.Equal(property.Value.GetProperty("shape").EnumerateArray().Select(number => number.GetInt64()), entry.Shape);
            Assert.Equal(bytes[(start + (int)offsets[0])..(start + (int)offsets[1])], file.ReadBytes(property.Name));
            Assert.Equal(entry.Shape.Aggregate(1L, (product, size) => product * size) * entry.Type.Bits, 8 * entry.ByteCount);
        }
        Assert.Equal(names.Except(["__metadata__"]).Order(), file.Keys.Order());
        Assert.Equal(bytes.Length, start + file.Entries.Values.Sum(entry => entry.ByteCount));
    }

    /// <summary>One to three places within a range changed, left out, or filled with something more.</summary>
    private static byte[] Damaged(byte[] intact, Random random, int range)
    {
        List<byte> bytes = [.. intact];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(Math.Min(range, bytes.Count));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = _interesting[random.Next(_interesting.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 10), bytes.Count - at - 1));
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 10)).Select(_ => _interesting[random.Next(_interesting.Length)]).ToArray());
                    break;
                default:
                    if (random.Next(3) == 0)
                        bytes.RemoveRange(at, bytes.Count - at - 1);
                    else
                        bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }
        return [.. bytes];
    }
}
