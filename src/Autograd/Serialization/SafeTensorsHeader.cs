namespace Autograd;

/// <summary>What the header of a safetensors file says, once it is known to agree with itself.</summary>
/// <param name="Entries">The tensors in the order in which they lie in the file.</param>
/// <param name="Metadata">The texts under <c>__metadata__</c>.</param>
internal sealed record SafeTensorsHeader(OrderedDictionary<string, SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The key that is no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The most bytes that the format allows a header.</summary>
    public const int MostBytes = 100_000_000;

    /// <summary>The bytes before the header, which tell its length.</summary>
    public const int LengthBytes = sizeof(ulong);

    /// <summary>The number of bytes behind the header.</summary>
    public long DataLength => Entries.Values.LastOrDefault() is { } last ? last.Offset + last.ByteCount : 0;
}
