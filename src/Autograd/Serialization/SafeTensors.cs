using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autograd;

/// <summary>
/// Reads and writes safetensors, the format in which weights are exchanged: eight bytes that tell the length of a header, the header (JSON: name, type,
/// shape and place of each tensor, and texts), and the values. A file cannot make its reader do anything but read: its rules are checked before any
/// value is.
/// </summary>
public static class SafeTensors
{
    private const int LongestQuote = 60;
    private const int LongestList = 8;

    private static readonly UTF8Encoding _strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Opens a file and checks its header. The values are read when they are asked for.</summary>
    /// <exception cref="FormatException">The file breaks a rule of the format; the message says which one, and where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafeTensorsFile Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        // A file that is open here may still be replaced by a new one of its name.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            // A pipe has no length and no places: it is read to its end now.
            return new SafeTensorsFile(stream.CanSeek ? new FileBytes(stream) : new StreamBytes(stream), path);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stream from its position to its end, and checks the header.</summary>
    /// <exception cref="FormatException">The content breaks a rule of the format; the message says which one, and where.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static SafeTensorsFile Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new SafeTensorsFile(new StreamBytes(stream), "safetensors stream");
    }

    /// <summary>
    /// Writes tensors, of any layout, to a file. A file of that name is replaced when the new one is complete and on the disk, in one step: a crash
    /// leaves the old one or the new one.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts to store with them; <c>format</c> = <c>pt</c> is what libraries on top of PyTorch look for.</param>
    /// <param name="realNumbersAs">
    /// <see cref="StoredType.Float16"/> or <see cref="StoredType.BFloat16"/> to round Float32 and Float64 to the nearest such number, of two the
    /// even one, beyond the greatest to infinity; null to store them as they are.
    /// </param>
    /// <exception cref="ArgumentException">A name is given twice, is no text that UTF-8 can hold, or is the format's own <c>__metadata__</c>.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, StoredType? realNumbersAs = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        Write(path, Stored(tensors, realNumbersAs), metadata);
    }

    /// <summary>Writes tensors, of any layout, to a stream, which stays open.</summary>
    /// <inheritdoc cref="Save(string, IEnumerable{KeyValuePair{string, Tensor}}, IReadOnlyDictionary{string, string}?, StoredType?)"/>
    /// <param name="stream">The stream.</param>
    /// <param name="tensors"/>
    /// <param name="metadata"/>
    /// <param name="realNumbersAs"/>
    public static void Save(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null, StoredType? realNumbersAs = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var stored = InOrder(Stored(tensors, realNumbersAs));
        Write(stream, Header(stored, metadata), stored);
    }

    /// <summary>Writes a file whole or not at all.</summary>
    internal static void Write(string path, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        // All that can be wrong with the arguments is found before the disk is touched.
        var stored = InOrder(tensors);
        var header = Header(stored, metadata);
        AtomicFile.Write(path, stream => Write(stream, header, stored));
    }

    /// <summary>A name as messages show it: on one line, and not too long.</summary>
    internal static string Quote(string name)
    {
        var shown = name.Length <= LongestQuote ? name : $"{name[..LongestQuote]}…";
        return $"'{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(shown)}'";
    }

    /// <summary>Names as messages show them: the first few.</summary>
    internal static string List(IReadOnlyCollection<string> names)
    {
        var shown = string.Join(", ", names.Take(LongestList).Select(Quote));
        return names.Count <= LongestList ? shown : $"{shown} and {names.Count - LongestList} more";
    }

    private static List<StoredTensor> Stored(IEnumerable<KeyValuePair<string, Tensor>> tensors, StoredType? realNumbersAs)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (realNumbersAs is not (null or StoredType.Float16 or StoredType.BFloat16))
        {
            throw new ArgumentOutOfRangeException(
                nameof(realNumbersAs), realNumbersAs, "Save: real numbers are stored as they are (null), as Float16 or as BFloat16.");
        }
        return [.. tensors.Select(tensor => StoredTensor.Of(tensor.Key, tensor.Value, realNumbersAs))];
    }

    /// <summary>The order of the reference implementation: the greatest alignment first, so that all values are aligned; then by name.</summary>
    private static List<StoredTensor> InOrder(IEnumerable<StoredTensor> tensors)
    {
        HashSet<string> names = [SafeTensorsHeader.MetadataKey];
        List<(byte[] Key, StoredTensor Tensor)> rows = [];
        foreach (var tensor in tensors)
        {
            rows.Add((Utf8(tensor.Name), tensor));
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException(tensor.Name == SafeTensorsHeader.MetadataKey
                    ? $"Save: no tensor may be named '{tensor.Name}': the format keeps its texts there; choose another name."
                    : $"Save: two tensors are named {Quote(tensor.Name)}; each needs a name of its own.");
            }
        }
        rows.Sort((x, y) => x.Tensor.Type != y.Tensor.Type ? y.Tensor.Type.CompareTo(x.Tensor.Type) : x.Key.AsSpan().SequenceCompareTo(y.Key));
        return [.. rows.Select(row => row.Tensor)];
    }

    private static ReadOnlyMemory<byte> Header(List<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(SafeTensorsHeader.MetadataKey);
            // In an order of their own, so that equal content is equal bytes.
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(Utf8(key), Utf8(value));
            json.WriteEndObject();
        }
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            json.WriteStartObject(Utf8(tensor.Name));
            json.WriteString("dtype"u8, tensor.Type.Code);
            json.WriteStartArray("shape"u8);
            foreach (var size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets"u8);
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.ByteCount);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();

        // Spaces up to a multiple of eight, so that values are aligned.
        var padding = -buffer.WrittenCount & (SafeTensorsHeader.LengthBytes - 1);
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenCount <= SafeTensorsHeader.MostBytes ? buffer.WrittenMemory : throw new ArgumentException(
            $"Save: names and metadata make a header of {buffer.WrittenCount} bytes; the format allows {SafeTensorsHeader.MostBytes}. Use shorter ones.");
    }

    private static void Write(Stream stream, ReadOnlyMemory<byte> header, List<StoredTensor> tensors)
    {
        Span<byte> length = stackalloc byte[SafeTensorsHeader.LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header.Span);
        foreach (var tensor in tensors)
            tensor.WriteTo(stream);
    }

    private static byte[] Utf8(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return _strictUtf8.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException(
                $"Save: the text {Quote(text)} has half a character (a surrogate without its other half), which UTF-8 cannot hold.", exception);
        }
    }
}
