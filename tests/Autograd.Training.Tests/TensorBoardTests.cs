using System.Buffers.Binary;
using System.Text;

namespace Autograd.Training.Tests;

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
    public void Two_runs_in_one_folder_have_a_file_each()
    {
        using var one = new TensorBoardWriter(_folder);
        using var other = new TensorBoardWriter(_folder);
        Assert.NotEqual(one.Path, other.Path);
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
