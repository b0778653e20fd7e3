using System.Buffers.Binary;
using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Autograd;

/// <summary>
/// The tensors of a safetensors file by name, in the order in which they lie in the file. Its header has been read and checked; the values of a
/// tensor are read when it is asked for, each time anew, so a file may be larger than memory.
/// </summary>
/// <remarks>
/// What a <see cref="Tensor"/> cannot store is converted to the smallest type that holds every value: F16, BF16 and smaller real numbers to Float32,
/// U8, I8, U16 and I16 to Int32, U32 and U64 to Int64; C64 becomes Float32 with a last axis of two, real and imaginary part. The file stays open
/// until it is disposed or no longer referred to. Several threads may read.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is a file first; that it reads like a dictionary, users see.")]
public sealed class SafeTensorsFile : IReadOnlyDictionary<string, Tensor>, IDisposable
{
    private readonly ByteSource _bytes;
    private readonly string _source;
    private readonly long _dataStart;
    private readonly OrderedDictionary<string, SafeTensorsEntry> _entries;

    /// <summary>Reads and checks the header.</summary>
    internal SafeTensorsFile(ByteSource bytes, string source)
    {
        (_bytes, _source) = (bytes, source);
        var start = bytes.Count(SafeTensorsHeader.LengthBytes);
        if (start < SafeTensorsHeader.LengthBytes)
            throw Fail($"{start} bytes are no safetensors file, which begins with {SafeTensorsHeader.LengthBytes} that tell the length of its header.");
        Span<byte> lengthBytes = stackalloc byte[SafeTensorsHeader.LengthBytes];
        bytes.Read(lengthBytes, 0);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > SafeTensorsHeader.MostBytes)
            throw Fail($"a header of {length} bytes is announced; the format allows {SafeTensorsHeader.MostBytes}. Is it a safetensors file?");

        _dataStart = SafeTensorsHeader.LengthBytes + (long)length;
        var count = bytes.Count(_dataStart);
        if (count < _dataStart)
            throw Fail($"a header of {length} bytes is announced, but {count - SafeTensorsHeader.LengthBytes} follow. Was the file cut off?");
        var text = new byte[length];
        bytes.Read(text, SafeTensorsHeader.LengthBytes);
        var header = new SafeTensorsHeaderReader(text, source).Read();
        (_entries, Metadata) = (header.Entries, header.Metadata);

        var end = _dataStart + header.DataLength;
        count = bytes.Count(end + 1);
        if (count < end)
            throw Fail($"the values of the tensors end at byte {end}, but the file does at {count}. Was it cut off?");
        if (count > end)
            throw Fail($"the values of the tensors end at byte {end}, but the file goes on; nothing may follow them.");
    }

    /// <summary>The texts that the file holds beside the tensors, under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>What the header says of each tensor.</summary>
    public IReadOnlyDictionary<string, SafeTensorsEntry> Entries => _entries;

    /// <summary>The number of tensors.</summary>
    public int Count => _entries.Count;

    /// <summary>The names of the tensors.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The tensors, each read when its turn comes.</summary>
    public IEnumerable<Tensor> Values => _entries.Values.Select(Read);

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="KeyNotFoundException">The file has no tensor of that name.</exception>
    /// <exception cref="FormatException">A value cannot be held by a tensor; the message says which one and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Tensor this[string key] => Read(Entry(key));

    /// <summary>The bytes of a tensor's values as they are in the file, row by row, little-endian.</summary>
    /// <exception cref="KeyNotFoundException">The file has no tensor of that name.</exception>
    /// <exception cref="FormatException">They are more than an array can hold.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public byte[] ReadBytes(string name)
    {
        var entry = Entry(name);
        if (entry.ByteCount > Array.MaxLength)
            throw Fail($"tensor {SafeTensors.Quote(name)}: its {entry.ByteCount} bytes are more than an array can hold ({Array.MaxLength}).");
        var bytes = GC.AllocateUninitializedArray<byte>((int)entry.ByteCount);
        _bytes.Read(bytes, _dataStart + entry.Offset);
        return bytes;
    }

    /// <summary>True if the file has a tensor of that name.</summary>
    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    /// <summary>Reads a tensor if the file has one of that name.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
    {
        value = _entries.TryGetValue(key, out var entry) ? Read(entry) : null;
        return value is not null;
    }

    /// <summary>The names and tensors, each read when its turn comes.</summary>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() =>
        _entries.Values.Select(entry => new KeyValuePair<string, Tensor>(entry.Name, Read(entry))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes the file.</summary>
    public void Dispose() => _bytes.Dispose();

    private Input Read(SafeTensorsEntry entry) => new StoredReader(_bytes, _dataStart, entry, _source).Read();

    private SafeTensorsEntry Entry(string name) => _entries.TryGetValue(name, out var entry) ? entry : throw new KeyNotFoundException(
        $"{_source}: there is no tensor {SafeTensors.Quote(name)}; "
        + (_entries.Count == 0 ? "there is none at all." : $"there are {SafeTensors.List(_entries.Keys)}."));

    private FormatException Fail(string what) => new($"{_source}: {what}");
}
