using System.Buffers;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>A tensor to be written: its row of the header, and how its bytes come.</summary>
internal sealed record StoredTensor(string Name, StoredType Type, Shape Shape, Action<Stream> WriteTo)
{
    private const int PieceSize = 1 << 14;

    private delegate void Encode<T, TStored>(ReadOnlySpan<T> values, Span<TStored> stored);

    /// <summary>The number of bytes that <see cref="WriteTo"/> writes.</summary>
    public long ByteCount => (long)Shape.ElementCount * Type.Bits / 8;

    /// <summary>A tensor as it is, or with its real numbers rounded to another type.</summary>
    public static StoredTensor Of(string name, Tensor tensor, StoredType? realNumbersAs)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        var type = tensor.DType.IsFloatingPoint && realNumbersAs is { } chosen ? chosen : StoredTypes.Of(tensor.DType);
        return new StoredTensor(name, type, tensor.Shape, (tensor.DType, type) switch
        {
            (DType.Float32, StoredType.Float16) => stream => Write<float, Half>(tensor, stream, static (values, stored) =>
            {
                for (var i = 0; i < values.Length; i++)
                    stored[i] = (Half)values[i];
            }),
            (DType.Float64, StoredType.Float16) => stream => Write<double, Half>(tensor, stream, static (values, stored) =>
            {
                for (var i = 0; i < values.Length; i++)
                    stored[i] = (Half)values[i];
            }),
            (DType.Float32, StoredType.BFloat16) => stream => Write<float, ushort>(tensor, stream, static (values, stored) =>
            {
                for (var i = 0; i < values.Length; i++)
                    stored[i] = ToBFloat16(values[i]);
            }),
            (DType.Float64, StoredType.BFloat16) => stream => Write<double, ushort>(tensor, stream, static (values, stored) =>
            {
                for (var i = 0; i < values.Length; i++)
                    stored[i] = ToBFloat16(values[i]);
            }),
            (DType.Float64, _) => stream => Write<double>(tensor, stream),
            (DType.Float32, _) => stream => Write<float>(tensor, stream),
            (DType.Int64, _) => stream => Write<long>(tensor, stream),
            (DType.Int32, _) => stream => Write<int>(tensor, stream),
            _ => stream => Write<bool>(tensor, stream),
        });
    }

    /// <summary>Bytes as they are.</summary>
    public static StoredTensor Of(string name, byte[] bytes) => new(name, StoredType.UInt8, [bytes.Length], stream => stream.Write(bytes));

    /// <summary>The nearest number with eight bits of mantissa, the even one of two.</summary>
    internal static ushort ToBFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        // Of a NaN the upper half alone could be an infinity's.
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <inheritdoc cref="ToBFloat16(float)"/>
    internal static ushort ToBFloat16(double value)
    {
        // Rounded twice to nearest, a number just beside the middle of two could end on the wrong side. So the first step rounds to odd: an
        // inexact result whose last bit is 0 moves by one towards or past the value, which the second step sees as "not the middle".
        var single = (float)value;
        var bits = BitConverter.SingleToUInt32Bits(single);
        if (single != value && !float.IsNaN(single) && (bits & 1) == 0)
            bits = Math.Abs((double)single) < Math.Abs(value) ? bits + 1 : bits - 1;
        return ToBFloat16(BitConverter.UInt32BitsToSingle(bits));
    }

    private static void Write<T>(Tensor tensor, Stream stream) where T : unmanaged
    {
        var values = tensor.Dense<T>();
        for (; values.Length > PieceSize; values = values[PieceSize..])
            stream.Write(MemoryMarshal.AsBytes(values[..PieceSize]));
        stream.Write(MemoryMarshal.AsBytes(values));
        GC.KeepAlive(tensor);
    }

    private static void Write<T, TStored>(Tensor tensor, Stream stream, Encode<T, TStored> encode) where T : unmanaged where TStored : unmanaged
    {
        var values = tensor.Dense<T>();
        var buffer = ArrayPool<TStored>.Shared.Rent(PieceSize);
        try
        {
            while (!values.IsEmpty)
            {
                var stored = buffer.AsSpan(0, Math.Min(PieceSize, values.Length));
                encode(values[..stored.Length], stored);
                stream.Write(MemoryMarshal.AsBytes(stored));
                values = values[stored.Length..];
            }
        }
        finally
        {
            ArrayPool<TStored>.Shared.Return(buffer);
        }
        GC.KeepAlive(tensor);
    }
}
