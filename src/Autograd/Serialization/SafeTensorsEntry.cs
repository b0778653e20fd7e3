namespace Autograd;

/// <summary>What a safetensors file says of one of its tensors, known without reading its values.</summary>
public sealed class SafeTensorsEntry
{
    internal SafeTensorsEntry(string name, StoredType type, IReadOnlyList<long> shape, long offset, long byteCount) =>
        (Name, Type, Shape, Offset, ByteCount) = (name, type, shape, offset, byteCount);

    /// <summary>The tensor's name: <c>hidden.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the elements in the file.</summary>
    public StoredType Type { get; }

    /// <summary>The sizes of the axes, outermost first. They may be larger than those of a <see cref="Tensor"/> can be.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of bytes that the values take in the file.</summary>
    public long ByteCount { get; }

    /// <summary>The number of elements.</summary>
    public long ElementCount => ByteCount * 8 / Type.Bits;

    /// <summary>The first byte of the values, counted from the end of the header.</summary>
    internal long Offset { get; }

    /// <summary>The name, type and shape: <c>hidden.weight: F32 [3, 100]</c>.</summary>
    public override string ToString() => $"{Name}: {Type.Code} [{string.Join(", ", Shape)}]";
}
