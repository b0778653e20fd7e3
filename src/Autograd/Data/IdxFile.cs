using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;

namespace Autograd;

/// <summary>
/// The format of the MNIST family of files (yann.lecun.com/exdb/mnist): two zero bytes, the type of the elements, the number of axes, their sizes
/// as 32-bit numbers, then the elements row by row; everything big-endian.
/// </summary>
public static class IdxFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads a file, compressed with gzip or not: its content tells.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">
    /// The type of the tensor. If none is given it is Int32 for integers of 8, 16 and 32 bits, Float32 and Float64 for floating-point numbers.
    /// Integers may be read as any type of numbers, single precision as Float64 too.
    /// </param>
    /// <returns>A tensor of the file's shape.</returns>
    /// <exception cref="FormatException">The file is not of this format, is damaged, or has more or fewer elements than it says.</exception>
    /// <exception cref="TypeException">The elements cannot be read as this type.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path, DType? type = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[2];
        var isCompressed = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start is [0x1f, 0x8b];
        file.Position = 0;
        using Stream content = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            return Read(content, path, isCompressed ? null : file.Length, type);
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException($"{path}: the compressed data are damaged: {exception.Message}", exception);
        }
    }

    private static Tensor Read(Stream stream, string path, long? length, DType? type)
    {
        Span<byte> magic = stackalloc byte[4];
        if (stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4)
            throw new FormatException($"{path}: this is no IDX file: it has fewer than the four bytes that one starts with.");
        if (magic[0] != 0 || magic[1] != 0)
            throw new FormatException($"{path}: this is no IDX file: it starts with the bytes {magic[0]:x2} {magic[1]:x2}, not with 00 00.");
        var elements = ElementType.Of(magic[2])
            ?? throw new FormatException($"{path}: {magic[2]:x2} is no type of elements; an IDX file has 08, 09, 0b, 0c, 0d or 0e as its third byte.");
        if (type is { } asked && !elements.FitsIn(asked))
            throw new TypeException($"IdxFile.Read: {path} has elements of type {elements.Name}, which cannot be read as {asked}; use {elements.Natural}.");

        var header = new byte[4 * magic[3]];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new FormatException($"{path}: the file ends within the sizes of its {magic[3]} axes.");
        var sizes = new int[magic[3]];
        var expected = (long)elements.Size;
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * axis));
            if (sizes[axis] < 0)
                throw new FormatException($"{path}: axis {axis} has the size {(uint)sizes[axis]}; at most {int.MaxValue} is possible.");
            // Checked after each step: neither factor has more than 31 bits.
            expected *= sizes[axis];
            if (expected > Array.MaxLength)
                throw new FormatException($"{path}: shape [{string.Join(", ", sizes)}] of {elements.Name} needs more than the {Array.MaxLength} bytes that can be read.");
        }
        if (length is { } bytes && bytes != 4 + header.Length + expected)
        {
            throw new FormatException(
                $"{path}: the file has {bytes} bytes, but its header says [{string.Join(", ", sizes)}] elements of {elements.Name}, which makes {4 + header.Length + expected}.");
        }

        var content = ReadContent(stream, (int)expected, out var isLonger);
        if (content.Length < expected || isLonger)
        {
            throw new FormatException(
                $"{path}: {(isLonger ? "there are more" : $"the elements end after {content.Length}")} bytes than the header says: [{string.Join(", ", sizes)}] of {elements.Name} are {expected}.");
        }
        return elements.Read(content, type ?? elements.Natural, Shape.Create(sizes));
    }

    /// <summary>
    /// Reads as many bytes as expected. What a header claims is not allocated before that much has come: the buffer doubles as it fills.
    /// </summary>
    private static ReadOnlySpan<byte> ReadContent(Stream stream, int expected, out bool isLonger)
    {
        var buffer = new byte[Math.Min(expected, BufferSize)];
        var count = 0;
        while (true)
        {
            count += stream.ReadAtLeast(buffer.AsSpan(count), buffer.Length - count, throwOnEndOfStream: false);
            if (count < buffer.Length || count == expected)
                break;
            Array.Resize(ref buffer, (int)Math.Min(expected, 2L * buffer.Length));
        }
        isLonger = count == expected && stream.ReadByte() >= 0;
        return buffer.AsSpan(0, count);
    }

    private delegate T Convert<T>(ReadOnlySpan<byte> element);

    /// <summary>A type of elements: what its numbers are called, how many bytes they have, and what they become here.</summary>
    private abstract record ElementType(string Name, int Size, DType Natural)
    {
        public static ElementType? Of(byte code) => code switch
        {
            0x08 => new ElementType<byte>("unsigned bytes", 1, DType.Int32, element => element[0]),
            0x09 => new ElementType<sbyte>("signed bytes", 1, DType.Int32, element => (sbyte)element[0]),
            0x0b => new ElementType<short>("16-bit integers", 2, DType.Int32, BinaryPrimitives.ReadInt16BigEndian),
            0x0c => new ElementType<int>("32-bit integers", 4, DType.Int32, BinaryPrimitives.ReadInt32BigEndian),
            0x0d => new ElementType<float>("single-precision numbers", 4, DType.Float32, BinaryPrimitives.ReadSingleBigEndian),
            0x0e => new ElementType<double>("double-precision numbers", 8, DType.Float64, BinaryPrimitives.ReadDoubleBigEndian),
            _ => null,
        };

        public bool FitsIn(DType type) => Natural == DType.Int32 ? type != DType.Bool : type.IsFloatingPoint && type >= Natural;

        public abstract Tensor Read(ReadOnlySpan<byte> content, DType type, Shape shape);
    }

    private sealed record ElementType<TElement>(string Name, int Size, DType Natural, Convert<TElement> Convert) : ElementType(Name, Size, Natural)
        where TElement : INumber<TElement>
    {
        public override Tensor Read(ReadOnlySpan<byte> content, DType type, Shape shape) => type switch
        {
            DType.Int32 => Read<int>(content, shape),
            DType.Int64 => Read<long>(content, shape),
            DType.Float32 => Read<float>(content, shape),
            _ => Read<double>(content, shape),
        };

        private Input Read<T>(ReadOnlySpan<byte> content, Shape shape) where T : unmanaged, INumber<T>
        {
            var storage = Storage.Allocate<T>(shape.ElementCount);
            var values = storage.Span;
            for (var i = 0; i < values.Length; i++)
                values[i] = T.CreateTruncating(Convert(content.Slice(i * Size, Size)));
            return new Input(shape.Contiguous, storage);
        }
    }
}
