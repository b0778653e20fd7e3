using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace Autograd;

/// <summary>
/// Writes numbers, step by step, into a file that TensorBoard shows as curves: records of <c>Event</c> messages, each with its length and checksums, as
/// TensorFlow defines them (tensorflow/core/util/event.proto, lib/io/record_writer). What was written is in the file at once.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    // Of the messages Event, Summary and Summary.Value.
    private const int WallTime = 1, Step = 2, FileVersion = 3, EventSummary = 5, SummaryValue = 1, ValueTag = 1, ValueNumber = 2;

    private readonly FileStream _file;

    /// <summary>Starts a file <c>events.out.tfevents.…</c> in a folder, which is made if it does not exist.</summary>
    /// <param name="folder">The folder of one run: TensorBoard shows each folder under its name.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public TensorBoardWriter(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Directory.CreateDirectory(folder);
        Path = FreePath(folder);
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Write(output =>
        {
            output.WriteTag(FileVersion, WireFormat.WireType.LengthDelimited);
            output.WriteString("brain.Event:2");
        });
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Writes one point of a curve.</summary>
    /// <param name="tag">The curve's name; a part before a slash groups curves: <c>loss/validation</c>.</param>
    /// <param name="value">The value.</param>
    /// <param name="step">The step or epoch.</param>
    public void Add(string tag, double value, long step)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var point = Message(output =>
        {
            output.WriteTag(ValueTag, WireFormat.WireType.LengthDelimited);
            output.WriteString(tag);
            output.WriteTag(ValueNumber, WireFormat.WireType.Fixed32);
            output.WriteFloat((float)value);
        });
        var summary = Message(output => WriteBytes(output, SummaryValue, point));
        Write(output =>
        {
            output.WriteTag(Step, WireFormat.WireType.Varint);
            output.WriteInt64(step);
            WriteBytes(output, EventSummary, summary);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string FreePath(string folder)
    {
        for (var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds(); ; seconds++)
        {
            var path = System.IO.Path.Combine(folder, $"events.out.tfevents.{seconds}.{Environment.MachineName}.{Environment.ProcessId}");
            if (!File.Exists(path))
                return path;
        }
    }

    private static void WriteBytes(CodedOutputStream output, int field, byte[] bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
            write(output);
        return buffer.ToArray();
    }

    /// <summary>Writes an event, with the time, as a record.</summary>
    private void Write(Action<CodedOutputStream> write)
    {
        var data = Message(output =>
        {
            output.WriteTag(WallTime, WireFormat.WireType.Fixed64);
            output.WriteDouble(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
            write(output);
        });
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        _file.Write(length);
        WriteChecksum(length);
        _file.Write(data);
        WriteChecksum(data);
        _file.Flush();
    }

    /// <summary>CRC-32C, turned and shifted so that a record may hold a checksum of its own.</summary>
    private void WriteChecksum(ReadOnlySpan<byte> data)
    {
        var checksum = uint.MaxValue;
        foreach (var value in data)
            checksum = BitOperations.Crc32C(checksum, value);
        Span<byte> masked = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(masked, BitOperations.RotateRight(~checksum, 15) + 0xA282EAD8);
        _file.Write(masked);
    }
}
