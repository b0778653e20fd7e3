using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd;

/// <summary>
/// Reads the values of one tensor into memory of its own: at once where the file stores them as tensors do, else in pieces that stay in the cache.
/// </summary>
/// <param name="bytes">The file.</param>
/// <param name="dataStart">The first byte behind the header.</param>
/// <param name="entry">The tensor.</param>
/// <param name="source">What messages call the file.</param>
internal readonly struct StoredReader(ByteSource bytes, long dataStart, SafeTensorsEntry entry, string source)
{
    /// <summary>The most bytes that one call reads: spans of bytes are counted with 32 bits.</summary>
    private const int MostAtOnce = 1 << 30;
    private const int PieceSize = 1 << 16;

    private readonly ByteSource _bytes = bytes;
    private readonly SafeTensorsEntry _entry = entry;
    private readonly string _source = source;
    private readonly long _start = dataStart + entry.Offset;

    private delegate void Decode<TStored, T>(ReadOnlySpan<TStored> stored, Span<T> values);

    /// <summary>The tensor, converted to the smallest type that holds every value.</summary>
    /// <exception cref="FormatException">The values cannot be held by a tensor.</exception>
    public Input Read()
    {
        var (_, shape) = (TypeToRead(), ShapeToRead());
        Storage storage = _entry.Type switch
        {
            StoredType.Bool => ReadBooleans(shape),
            StoredType.UInt8 => Converted<byte, int>(shape),
            StoredType.Int8 => Converted<sbyte, int>(shape),
            StoredType.UInt16 => Converted<ushort, int>(shape),
            StoredType.Int16 => Converted<short, int>(shape),
            StoredType.Int32 => Plain<int>(shape),
            StoredType.UInt32 => Converted<uint, long>(shape),
            StoredType.Int64 => Plain<long>(shape),
            StoredType.UInt64 => ReadUnsigned(shape),
            StoredType.Float16 => Converted<Half, float>(shape),
            StoredType.BFloat16 => Decoded<ushort, float>(shape, static (stored, values) =>
            {
                for (var i = 0; i < stored.Length; i++)
                    values[i] = BitConverter.UInt32BitsToSingle((uint)stored[i] << 16);
            }),
            StoredType.Float4E2M1 => Decoded<byte, float>(shape, static (stored, values) =>
            {
                for (var i = 0; i < stored.Length; i++)
                    (values[2 * i], values[2 * i + 1]) = (MiniFloat.E2M1[stored[i] & 15], MiniFloat.E2M1[stored[i] >> 4]);
            }),
            StoredType.Float8E5M2 => LookedUp(shape, MiniFloat.E5M2),
            StoredType.Float8E4M3 => LookedUp(shape, MiniFloat.E4M3),
            StoredType.Float8E8M0 => LookedUp(shape, MiniFloat.E8M0),
            StoredType.Float8E4M3Fnuz => LookedUp(shape, MiniFloat.E4M3Fnuz),
            StoredType.Float8E5M2Fnuz => LookedUp(shape, MiniFloat.E5M2Fnuz),
            StoredType.Float64 => Plain<double>(shape),
            _ => Plain<float>(shape),
        };
        return new Input(shape.Contiguous, storage);
    }

    private DType TypeToRead() => _entry.Type.ReadAs
        ?? throw Fail($"the format does not say how {_entry.Type.Code} numbers are packed, so they cannot be read; take them with ReadBytes.");

    private Shape ShapeToRead()
    {
        // A complex number is two real ones, along an axis of their own.
        IEnumerable<long> sizes = _entry.Type == StoredType.Complex64 ? [.. _entry.Shape, 2] : _entry.Shape;
        var count = _entry.Type == StoredType.Complex64 ? 2 * _entry.ElementCount : _entry.ElementCount;
        return count <= Array.MaxLength && sizes.All(size => size <= int.MaxValue)
            ? Shape.Create([.. sizes.Select(size => (int)size)])
            : throw Fail($"shape [{string.Join(", ", _entry.Shape)}] is larger than a tensor can be, which has at most {Array.MaxLength} elements.");
    }

    private Storage<T> Plain<T>(Shape shape) where T : unmanaged
    {
        var storage = Storage.Allocate<T>(shape.ElementCount);
        var step = MostAtOnce / Unsafe.SizeOf<T>();
        for (var done = 0; done < storage.Length; done += step)
        {
            var values = storage.Span.Slice(done, Math.Min(step, storage.Length - done));
            _bytes.Read(MemoryMarshal.AsBytes(values), _start + (long)done * Unsafe.SizeOf<T>());
        }
        return storage;
    }

    private Storage<bool> ReadBooleans(Shape shape)
    {
        var storage = Plain<bool>(shape);
        var values = MemoryMarshal.AsBytes(storage.Span);
        var wrong = values.IndexOfAnyExceptInRange((byte)0, (byte)1);
        return wrong < 0 ? storage : throw Fail($"the element at place {wrong} is {values[wrong]}, but a boolean is 0 or 1.");
    }

    private Storage<long> ReadUnsigned(Shape shape)
    {
        var storage = Plain<long>(shape);
        var wrong = storage.Span.IndexOfAnyExceptInRange(0, long.MaxValue);
        return wrong < 0 ? storage
            : throw Fail($"the element at place {wrong} is {(ulong)storage.Span[wrong]}, which Int64 cannot hold; take the numbers with ReadBytes.");
    }

    private Storage<T> Converted<TStored, T>(Shape shape)
        where TStored : unmanaged, INumberBase<TStored> where T : unmanaged, INumberBase<T> =>
        Decoded<TStored, T>(shape, static (stored, values) =>
        {
            for (var i = 0; i < stored.Length; i++)
                values[i] = T.CreateTruncating(stored[i]);
        });

    private Storage<float> LookedUp(Shape shape, float[] table) => Decoded<byte, float>(shape, (stored, values) =>
    {
        for (var i = 0; i < stored.Length; i++)
            values[i] = table[stored[i]];
    });

    private Storage<T> Decoded<TStored, T>(Shape shape, Decode<TStored, T> decode) where TStored : unmanaged where T : unmanaged
    {
        var storage = Storage.Allocate<T>(shape.ElementCount);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (long done = 0; done < _entry.ByteCount; done += PieceSize)
            {
                var piece = buffer.AsSpan(0, (int)Math.Min(PieceSize, _entry.ByteCount - done));
                _bytes.Read(piece, _start + done);
                var values = storage.Span.Slice((int)(done * 8 / _entry.Type.Bits), piece.Length * 8 / _entry.Type.Bits);
                decode(MemoryMarshal.Cast<byte, TStored>(piece), values);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return storage;
    }

    private FormatException Fail(string what) => new($"{_source}: tensor {SafeTensors.Quote(_entry.Name)}: {what}");
}
