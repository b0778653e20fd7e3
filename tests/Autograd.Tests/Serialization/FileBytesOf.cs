using System.Buffers.Binary;
using System.Text;

namespace Autograd.Tests.Serialization;

/// <summary>Safetensors files made byte by byte, as the description of the format has them.</summary>
internal static class FileBytesOf
{
    /// <summary>The header's length, the header and the values.</summary>
    public static byte[] Header(string json, params byte[] values) => Header(Encoding.UTF8.GetBytes(json), values);

    /// <inheritdoc cref="Header(string, byte[])"/>
    public static byte[] Header(byte[] json, params byte[] values)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. values];
    }

    /// <summary>A file with one tensor named x.</summary>
    public static byte[] Tensor(string type, string shape, params byte[] values) =>
        Header($$$"""{"x":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":[0,{{{values.Length}}}]}}""", values);

    /// <summary>What the library writes.</summary>
    public static byte[] Tensors(
        Dictionary<string, Tensor> tensors, Dictionary<string, string>? metadata = null, StoredType? realNumbersAs = null)
    {
        using var stream = new MemoryStream();
        SafeTensors.Save(stream, tensors, metadata, realNumbersAs);
        return stream.ToArray();
    }

    /// <summary>Opens bytes.</summary>
    public static SafeTensorsFile Load(byte[] bytes) => SafeTensors.Load(new MemoryStream(bytes));
}
