using System.Buffers.Binary;

namespace Autograd;

/// <summary>Where a <see cref="Generator"/> stands, as <see cref="Generator.State"/> gives and takes it. It never changes.</summary>
public sealed class GeneratorState
{
    /// <summary>The number of bytes of <see cref="ToBytes"/>.</summary>
    public const int ByteCount = 5056;

    // PyTorch's structure (CPUGeneratorImplState), little-endian, with its compiler's padding: the seed, the number of draws left plus one,
    // a flag, the position, 624 words of 8 bytes each, three doubles of which the second is the kept normal value, its flag, and a
    // kept value in single precision, which is never used on a CPU.
    private const int SeedAt = 0;
    private const int LeftAt = 8;
    private const int SeededAt = 12;
    private const int NextAt = 16;
    private const int WordsAt = 24;
    private const int NormalAt = WordsAt + (8 * MersenneTwister.Size) + 8;
    private const int HasNormalAt = NormalAt + 16;

    private readonly uint[] _words;

    internal GeneratorState(ulong initialSeed, ReadOnlySpan<uint> words, int position, double? nextNormal)
    {
        InitialSeed = initialSeed;
        _words = words.ToArray();
        Position = position;
        NextNormal = nextNormal;
    }

    /// <summary>The seed from which the generator started.</summary>
    public ulong InitialSeed { get; }

    internal ReadOnlySpan<uint> Words => _words;

    internal int Position { get; }

    internal double? NextNormal { get; }

    /// <summary>Reads a state from bytes, which may come from <see cref="ToBytes"/> or from <c>torch.get_rng_state()</c>.</summary>
    /// <param name="bytes">The bytes, <see cref="ByteCount"/> of them.</param>
    /// <returns>The state.</returns>
    /// <exception cref="FormatException">The bytes are not the state of a generator.</exception>
    public static GeneratorState FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteCount)
        {
            throw new FormatException(
                $"The state of a generator has {ByteCount} bytes, but these are {bytes.Length}. "
                + "Was the file cut off, or is it another generator's (CUDA's has 16)?");
        }

        // A block in use has 625 − next draws left, counted one too high; a block used up says 1, and a new seed also says next = 0.
        var left = BinaryPrimitives.ReadInt32LittleEndian(bytes[LeftAt..]);
        var next = BinaryPrimitives.ReadUInt64LittleEndian(bytes[NextAt..]);
        var isConsistent = left == 1
            ? next is 0 or MersenneTwister.Size
            : next is >= 1 and < MersenneTwister.Size && left == MersenneTwister.Size + 1 - (int)next;
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[SeededAt..]) == 0 || !isConsistent)
        {
            throw new FormatException(
                "These bytes are not the state of a generator: its counters contradict each other. "
                + "Give the bytes of ToBytes() or of torch.get_rng_state() unchanged.");
        }

        var words = new uint[MersenneTwister.Size];
        for (var i = 0; i < words.Length; i++)
            words[i] = (uint)BinaryPrimitives.ReadUInt64LittleEndian(bytes[(WordsAt + (8 * i))..]);
        return new GeneratorState(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[SeedAt..]),
            words,
            left == 1 ? MersenneTwister.Size : (int)next,
            BinaryPrimitives.ReadInt32LittleEndian(bytes[HasNormalAt..]) == 0 ? null : BinaryPrimitives.ReadDoubleLittleEndian(bytes[NormalAt..]));
    }

    /// <summary>The state as bytes, which <c>torch.set_rng_state</c> takes as well.</summary>
    /// <returns>A new array of <see cref="ByteCount"/> bytes.</returns>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteCount];
        var span = bytes.AsSpan();
        BinaryPrimitives.WriteUInt64LittleEndian(span[SeedAt..], InitialSeed);
        BinaryPrimitives.WriteInt32LittleEndian(span[LeftAt..], MersenneTwister.Size + 1 - Position);
        BinaryPrimitives.WriteInt32LittleEndian(span[SeededAt..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(span[NextAt..], (ulong)Position);
        for (var i = 0; i < _words.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(span[(WordsAt + (8 * i))..], _words[i]);
        BinaryPrimitives.WriteDoubleLittleEndian(span[NormalAt..], NextNormal ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(span[HasNormalAt..], NextNormal is null ? 0 : 1);
        return bytes;
    }
}
