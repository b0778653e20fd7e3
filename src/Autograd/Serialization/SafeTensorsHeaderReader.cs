using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Autograd;

/// <summary>
/// Reads a header strictly by the rules of the format. It accepts three levels of JSON and no more, in one pass without recursion, and what it
/// keeps is no larger than a small multiple of the text.
/// </summary>
/// <param name="json">The bytes of the header.</param>
/// <param name="source">What messages call the file.</param>
internal ref struct SafeTensorsHeaderReader(ReadOnlySpan<byte> json, string source)
{
    /// <summary>No quantity is larger, so that sums of a few do not overflow: an exabyte.</summary>
    private const long Greatest = 1L << 60;

    /// <summary>The most axes that any framework gives a tensor; more are an attack on those who keep shapes on the stack.</summary>
    private const int MostAxes = 64;

    private readonly ReadOnlySpan<byte> _text = json;
    private readonly string _source = source;
    private Utf8JsonReader _json = new(json);

    /// <summary>Reads the header.</summary>
    /// <exception cref="FormatException">It breaks a rule of the format; the message says which one, and where.</exception>
    public SafeTensorsHeader Read()
    {
        if (_text.IsEmpty || _text[0] != (byte)'{')
        {
            throw Fail(_text.IsEmpty
                ? "the header is empty; that of a file without tensors is {}."
                : $"the header begins with the byte 0x{_text[0]:X2}, but must with '{{'. Is it a safetensors file?");
        }
        if (!Utf8.IsValid(_text))
            throw Fail($"byte {FirstInvalid()} is not UTF-8, which the header must be.");

        Dictionary<string, SafeTensorsEntry> entries = [];
        Dictionary<string, string>? metadata = null;
        Advance();
        while (Advance() != JsonTokenType.EndObject)
        {
            var name = Text();
            if (entries.ContainsKey(name) || (name == SafeTensorsHeader.MetadataKey && metadata is not null))
                throw Fail($"the key {SafeTensors.Quote(name)} stands twice in the header; each may once.");
            if (name == SafeTensorsHeader.MetadataKey)
                metadata = ReadMetadata();
            else
                entries.Add(name, ReadEntry(name));
        }
        // Only white space may follow; what else does is an error of the JSON.
        AdvanceUnlessAtEnd();
        return new SafeTensorsHeader(InOrder(entries.Values), metadata ?? []);
    }

    private Dictionary<string, string> ReadMetadata()
    {
        if (Advance() != JsonTokenType.StartObject)
            throw Fail($"{SafeTensorsHeader.MetadataKey} must be an object of texts.");
        Dictionary<string, string> metadata = [];
        while (Advance() != JsonTokenType.EndObject)
        {
            var key = Text();
            if (Advance() != JsonTokenType.String)
                throw Fail($"{SafeTensorsHeader.MetadataKey}: the value of {SafeTensors.Quote(key)} must be a text.");
            if (!metadata.TryAdd(key, Text()))
                throw Fail($"{SafeTensorsHeader.MetadataKey}: the key {SafeTensors.Quote(key)} stands twice; each may once.");
        }
        return metadata;
    }

    private SafeTensorsEntry ReadEntry(string name)
    {
        if (Advance() != JsonTokenType.StartObject)
            throw Fail(name, "must be an object with dtype, shape and data_offsets.");
        StoredType? type = null;
        List<long>? shape = null, offsets = null;
        while (Advance() != JsonTokenType.EndObject)
        {
            var field = Text();
            if (field is "dtype" && type is null)
                type = ReadType(name);
            else if (field is "shape" && shape is null)
                shape = ReadNumbers(name, field, MostAxes);
            else if (field is "data_offsets" && offsets is null)
                offsets = ReadNumbers(name, field, 2);
            else if (field is "dtype" or "shape" or "data_offsets")
                throw Fail(name, $"the field {field} stands twice; each may once.");
            else
                throw Fail(name, $"the field {SafeTensors.Quote(field)} is not one of dtype, shape and data_offsets.");
        }
        if (type is null || shape is null || offsets is null)
            throw Fail(name, $"the field {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")} is missing.");
        if (offsets.Count != 2)
            throw Fail(name, $"data_offsets must be two numbers, begin and end, got {offsets.Count}.");
        if (offsets[1] < offsets[0])
            throw Fail(name, $"data_offsets [{offsets[0]}, {offsets[1]}] end before they begin.");
        var actual = offsets[1] - offsets[0];
        var expected = ByteCount(name, type.Value, shape);
        if (actual != expected)
        {
            throw Fail(name,
                $"{type.Value.Code} [{string.Join(", ", shape)}] takes {expected} bytes, but data_offsets [{offsets[0]}, {offsets[1]}] give it {actual}.");
        }
        return new SafeTensorsEntry(name, type.Value, shape, offsets[0], actual);
    }

    private StoredType ReadType(string name)
    {
        if (Advance() != JsonTokenType.String)
            throw Fail(name, "dtype must be a text.");
        var code = Text();
        return StoredTypes.Parse(code) ?? throw Fail(name, $"the dtype {SafeTensors.Quote(code)} is not one of the format's.");
    }

    private List<long> ReadNumbers(string name, string field, int most)
    {
        if (Advance() != JsonTokenType.StartArray)
            throw Fail(name, $"{field} must be an array of whole numbers.");
        List<long> numbers = [];
        while (Advance() != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out var number) || number is < 0 or > Greatest)
                throw Fail(name, $"{field} must hold whole numbers from 0 to 2^60; the one at place {numbers.Count} is not.");
            if (numbers.Count == most)
                throw Fail(name, $"{field} has more than {most} numbers.");
            numbers.Add(number);
        }
        return numbers;
    }

    private readonly Int128 ByteCount(string name, StoredType type, List<long> shape)
    {
        // An empty axis makes the product 0 whatever the others are.
        long count = shape.Contains(0) ? 0 : 1;
        foreach (var size in shape)
        {
            if (count > Greatest / Math.Max(1, size))
                throw Fail(name, $"shape [{string.Join(", ", shape)}] has more than 2^60 elements.");
            count *= size;
        }
        var bits = (Int128)count * type.Bits;
        return bits % 8 == 0
            ? bits / 8
            : throw Fail(name, $"{type.Code} [{string.Join(", ", shape)}] takes {bits} bits, which do not fill whole bytes.");
    }

    /// <summary>The tensors as they lie in the file: each begins where the one before it ends.</summary>
    private readonly OrderedDictionary<string, SafeTensorsEntry> InOrder(IEnumerable<SafeTensorsEntry> entries)
    {
        OrderedDictionary<string, SafeTensorsEntry> ordered = [];
        var (end, before) = (0L, "");
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteCount))
        {
            if (entry.Offset < end)
                throw Fail(entry.Name, $"its values begin at byte {entry.Offset}, within those of {SafeTensors.Quote(before)}, which end at {end}.");
            if (entry.Offset > end)
                throw Fail(entry.Name, $"its values begin at byte {entry.Offset}, but bytes {end} to {entry.Offset} belong to no tensor; there may be no holes.");
            ordered.Add(entry.Name, entry);
            (end, before) = (entry.Offset + entry.ByteCount, entry.Name);
        }
        return ordered;
    }

    private JsonTokenType Advance()
    {
        AdvanceUnlessAtEnd();
        return _json.TokenType;
    }

    private void AdvanceUnlessAtEnd()
    {
        try
        {
            _json.Read();
        }
        catch (JsonException exception)
        {
            throw Fail($"the header is not JSON at byte {Place(exception)}.", exception);
        }
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw Fail($"the text at byte {SafeTensorsHeader.LengthBytes + _json.TokenStartIndex} has an escape that is half a character.", exception);
        }
    }

    /// <summary>Where in the file the JSON is wrong.</summary>
    private readonly long Place(JsonException exception)
    {
        var start = 0;
        for (var line = exception.LineNumber; line > 0; line--)
            start += _text[start..].IndexOf((byte)'\n') + 1;
        return SafeTensorsHeader.LengthBytes + start + (exception.BytePositionInLine ?? 0);
    }

    private readonly int FirstInvalid()
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(_text[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return SafeTensorsHeader.LengthBytes + at;
    }

    private readonly FormatException Fail(string name, string what) => Fail($"tensor {SafeTensors.Quote(name)}: {what}");

    private readonly FormatException Fail(string what, Exception? inner = null) => new($"{_source}: {what}", inner);
}
