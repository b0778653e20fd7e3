using System.Text;

namespace Autograd.Tests.Serialization;

/// <summary>Files that break a rule of the format, and what their reader is told, to the letter.</summary>
public sealed class SafeTensorsViolationTests
{
    private const string Good = """{"dtype":"U8","shape":[1],"data_offsets":[0,1]}""";

    private static readonly (byte[] Bytes, string Message)[] _violations =
    [
        ([], "0 bytes are no safetensors file, which begins with 8 that tell the length of its header."),
        ([1, 2, 3], "3 bytes are no safetensors file, which begins with 8 that tell the length of its header."),
        ([.. "PK\u0003\u0004 archive"u8], "a header of 7165896747234052944 bytes is announced; the format allows 100000000. Is it a safetensors file?"),
        ([1, 225, 245, 5, 0, 0, 0, 0, .. "{}"u8], "a header of 100000001 bytes is announced; the format allows 100000000. Is it a safetensors file?"),
        ([0, 225, 245, 5, 0, 0, 0, 0, .. "{}"u8], "a header of 100000000 bytes is announced, but 2 follow. Was the file cut off?"),
        (new byte[8], "the header is empty; that of a file without tensors is {}."),
        (FileBytesOf.Header(" {}"), "the header begins with the byte 0x20, but must with '{'. Is it a safetensors file?"),
        (FileBytesOf.Header("[]"), "the header begins with the byte 0x5B, but must with '{'. Is it a safetensors file?"),
        (FileBytesOf.Header([.. "{\"x"u8, 0xFF, .. "\":1}"u8]), "byte 11 is not UTF-8, which the header must be."),
        (FileBytesOf.Header("{"), "the header is not JSON at byte 9."),
        (FileBytesOf.Header("{\n\n \"x\" 1}"), "the header is not JSON at byte 16."),
        (FileBytesOf.Header("{}{}"), "the header is not JSON at byte 10."),
        (FileBytesOf.Header("{}\0\0"), "the header is not JSON at byte 10."),
        (FileBytesOf.Header("{/**/}"), "the header is not JSON at byte 9."),
        (FileBytesOf.Header("""{"x\ud800":1}"""), "the text at byte 9 has an escape that is half a character."),
        (FileBytesOf.Header($$"""{"x":{{Good}},"\u0078":{{Good}}}""", 1), "the key 'x' stands twice in the header; each may once."),
        (FileBytesOf.Header("""{"__metadata__":{},"__metadata__":{}}"""), "the key '__metadata__' stands twice in the header; each may once."),
        (FileBytesOf.Header("""{"__metadata__":null}"""), "__metadata__ must be an object of texts."),
        (FileBytesOf.Header("""{"__metadata__":{"epoch":3}}"""), "__metadata__: the value of 'epoch' must be a text."),
        (FileBytesOf.Header("""{"__metadata__":{"a":"1","a":"1"}}"""), "__metadata__: the key 'a' stands twice; each may once."),
        (FileBytesOf.Header("""{"x":[]}"""), "tensor 'x': must be an object with dtype, shape and data_offsets."),
        (FileBytesOf.Header("""{"x":{}}"""), "tensor 'x': the field dtype is missing."),
        (FileBytesOf.Header("""{"x":{"dtype":"U8","data_offsets":[0,1]}}"""), "tensor 'x': the field shape is missing."),
        (FileBytesOf.Header("""{"x":{"dtype":"U8","shape":[1]}}"""), "tensor 'x': the field data_offsets is missing."),
        (FileBytesOf.Header("""{"x":{"dtype":"U8","dtype":"U8"}}"""), "tensor 'x': the field dtype stands twice; each may once."),
        (FileBytesOf.Header("""{"x":{"shape":[],"shape":[]}}"""), "tensor 'x': the field shape stands twice; each may once."),
        (FileBytesOf.Header("""{"x":{"strides":[1]}}"""), "tensor 'x': the field 'strides' is not one of dtype, shape and data_offsets."),
        (FileBytesOf.Header("""{"x":{"dtype":7}}"""), "tensor 'x': dtype must be a text."),
        (FileBytesOf.Header("""{"x":{"dtype":"f32"}}"""), "tensor 'x': the dtype 'f32' is not one of the format's."),
        (FileBytesOf.Header("""{"x":{"shape":3}}"""), "tensor 'x': shape must be an array of whole numbers."),
        (FileBytesOf.Header("""{"x":{"shape":[2,-1]}}"""), "tensor 'x': shape must hold whole numbers from 0 to 2^60; the one at place 1 is not."),
        (FileBytesOf.Header("""{"x":{"shape":[1.0]}}"""), "tensor 'x': shape must hold whole numbers from 0 to 2^60; the one at place 0 is not."),
        (FileBytesOf.Header("""{"x":{"shape":[2,18446744073709551614]}}"""), "tensor 'x': shape must hold whole numbers from 0 to 2^60; the one at place 1 is not."),
        (FileBytesOf.Header($$"""{"x":{"shape":[{{new string('[', 100_000)}}"""), "tensor 'x': shape must hold whole numbers from 0 to 2^60; the one at place 0 is not."),
        (FileBytesOf.Header($$$"""{"x":{"shape":[1{{{string.Concat(Enumerable.Repeat(",1", 64))}}}]}}"""), "tensor 'x': shape has more than 64 numbers."),
        (FileBytesOf.Header($$"""{"x":{{new string('[', 100_000)}}"""), "tensor 'x': must be an object with dtype, shape and data_offsets."),
        (FileBytesOf.Header("""{"x":{"dtype":"U8","shape":[],"data_offsets":[0]}}"""), "tensor 'x': data_offsets must be two numbers, begin and end, got 1."),
        (FileBytesOf.Header("""{"x":{"data_offsets":[0,1,2]}}"""), "tensor 'x': data_offsets has more than 2 numbers."),
        (FileBytesOf.Header("""{"x":{"dtype":"U8","shape":[],"data_offsets":[8,4]}}"""), "tensor 'x': data_offsets [8, 4] end before they begin."),
        (FileBytesOf.Tensor("F32", "[2, 2]", new byte[12]), "tensor 'x': F32 [2, 2] takes 16 bytes, but data_offsets [0, 12] give it 12."),
        (FileBytesOf.Tensor("F32", "[4294967296, 4294967296]"), "tensor 'x': shape [4294967296, 4294967296] has more than 2^60 elements."),
        (FileBytesOf.Tensor("F64", "[1152921504606846976]"), "tensor 'x': F64 [1152921504606846976] takes 9223372036854775808 bytes, but data_offsets [0, 0] give it 0."),
        (FileBytesOf.Tensor("F4", "[3]", 0, 0), "tensor 'x': F4 [3] takes 12 bits, which do not fill whole bytes."),
        (FileBytesOf.Tensor("F6_E2M3", "[2]", 0, 0), "tensor 'x': F6_E2M3 [2] takes 12 bits, which do not fill whole bytes."),
        (FileBytesOf.Header($$$"""{"x":{{{Good}}},"y":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 1, 2),
            "tensor 'y': its values begin at byte 0, within those of 'x', which end at 1."),
        (FileBytesOf.Header($$$"""{"x":{{{Good}}},"y":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""", 1, 2, 3, 4),
            "tensor 'y': its values begin at byte 3, but bytes 1 to 3 belong to no tensor; there may be no holes."),
        (FileBytesOf.Header("""{"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 1, 2),
            "tensor 'x': its values begin at byte 1, but bytes 0 to 1 belong to no tensor; there may be no holes."),
        (FileBytesOf.Header($$$"""{"x":{{{Good}}}}"""), "the values of the tensors end at byte 62, but the file does at 61. Was it cut off?"),
        (FileBytesOf.Header($$$"""{"x":{{{Good}}}}""", 1, 2), "the values of the tensors end at byte 62, but the file goes on; nothing may follow them."),
        (FileBytesOf.Header("{}", 0), "the values of the tensors end at byte 10, but the file goes on; nothing may follow them."),
        (FileBytesOf.Header("""{"x":{"dtype":"U8","shape":[1152921504606846976],"data_offsets":[0,1152921504606846976]}}"""),
            "the values of the tensors end at byte 1152921504606847073, but the file does at 97. Was it cut off?"),
        (FileBytesOf.Header($$$"""{"{{{new string('n', 100)}}}\n":{}}"""),
            "tensor 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn…': the field dtype is missing."),
        (FileBytesOf.Header("""{"a\nb'":{}}"""), "tensor 'a\\nb'': the field dtype is missing."),
    ];

    // Files in order whose values no tensor can hold.
    private static readonly (byte[] Bytes, string Message)[] _unreadable =
    [
        (FileBytesOf.Tensor("BOOL", "[3]", 1, 0, 2), "tensor 'x': the element at place 2 is 2, but a boolean is 0 or 1."),
        (FileBytesOf.Tensor("U64", "[2]", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 128),
            "tensor 'x': the element at place 1 is 9223372036854775808, which Int64 cannot hold; take the numbers with ReadBytes."),
        (FileBytesOf.Tensor("F6_E3M2", "[4]", 1, 2, 3), "tensor 'x': the format does not say how F6_E3M2 numbers are packed, so they cannot be read; take them with ReadBytes."),
        (FileBytesOf.Tensor("F32", "[0, 3000000000]"), "tensor 'x': shape [0, 3000000000] is larger than a tensor can be, which has at most 2147483591 elements."),
    ];

    public static TheoryData<int> Violations => [.. Enumerable.Range(0, _violations.Length)];

    public static TheoryData<int> Unreadable => [.. Enumerable.Range(0, _unreadable.Length)];

    [Theory]
    [MemberData(nameof(Violations))]
    public void What_breaks_a_rule_is_refused(int index)
    {
        var (bytes, message) = _violations[index];
        Assert.Equal($"safetensors stream: {message}", Assert.Throws<FormatException>(() => FileBytesOf.Load(bytes)).Message);

        using var folder = new TemporaryFolder();
        var path = folder["broken.safetensors"];
        File.WriteAllBytes(path, bytes);
        Assert.Equal($"{path}: {message}", Assert.Throws<FormatException>(() => SafeTensors.Load(path)).Message);
        // Nothing keeps it open.
        File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_no_tensor_can_hold_is_refused_when_it_is_read(int index)
    {
        var (bytes, message) = _unreadable[index];
        var file = FileBytesOf.Load(bytes);
        Assert.Equal($"safetensors stream: {message}", Assert.Throws<FormatException>(() => file["x"]).Message);
        Assert.Equal(bytes[^file.ReadBytes("x").Length..], file.ReadBytes("x"));
    }

    [Fact]
    public void A_stream_without_end_is_left_where_the_format_is_broken()
    {
        using var endless = new EndlessStream([.. FileBytesOf.Header("{}")]);
        Assert.Throws<FormatException>(() => SafeTensors.Load(endless));
        Assert.InRange(endless.Delivered, 11, 11);
    }

    [Fact]
    public void Memory_grows_with_what_arrives_not_with_what_is_announced()
    {
        byte[] header = [0, 225, 245, 5, 0, 0, 0, 0, .. "{}"u8];
        var values = FileBytesOf.Header(Encoding.UTF8.GetBytes("""{"x":{"dtype":"U8","shape":[1000000000000],"data_offsets":[0,1000000000000]}}"""));
        Assert.Throws<FormatException>(() => FileBytesOf.Load(header));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<FormatException>(() => FileBytesOf.Load(header));
        Assert.Throws<FormatException>(() => FileBytesOf.Load(values));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private sealed class EndlessStream(byte[] start) : MemoryStream
    {
        public long Delivered { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var i = 0; i < count; i++, Delivered++)
                buffer[offset + i] = Delivered < start.Length ? start[Delivered] : (byte)0;
            return count;
        }
    }
}
