using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd;

/// <summary>
/// The generator MT19937 of Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random
/// number generator", ACM Transactions on Modeling and Computer Simulation 8 (1998): 624 words at a time.
/// </summary>
internal sealed class MersenneTwister
{
    /// <summary>The number of words in the state, and of draws between two twists.</summary>
    public const int Size = 624;

    private const int Middle = 397;
    private const uint UpperBit = 0x8000_0000;
    private const uint TwistMatrix = 0x9908_b0df;

    private readonly uint[] _state = new uint[Size];

    // The tempered state. Tempering a whole block costs a fraction of tempering draw by draw.
    private readonly uint[] _draws = new uint[Size];
    private int _position;

    /// <summary>The state before tempering.</summary>
    public ReadOnlySpan<uint> State => _state;

    /// <summary>How many draws of the current block are gone: <see cref="Size"/> means that the next draw twists first.</summary>
    public int Position => _position;

    /// <summary>Starts the sequence of a seed. Only its low 32 bits count.</summary>
    public void Seed(ulong seed)
    {
        var word = (uint)seed;
        _state[0] = word;
        for (var i = 1; i < Size; i++)
        {
            word = 1_812_433_253 * (word ^ (word >> 30)) + (uint)i;
            _state[i] = word;
        }
        _position = Size;
    }

    /// <summary>Continues from a saved state and position.</summary>
    public void Restore(ReadOnlySpan<uint> state, int position)
    {
        Debug.Assert(state.Length == Size && position is >= 0 and <= Size);
        state.CopyTo(_state);
        Temper();
        _position = position;
    }

    /// <summary>The next 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Next32()
    {
        if (_position == Size)
            Twist();
        return _draws[_position++];
    }

    /// <summary>The next 64 bits: as in PyTorch, the first draw is the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next64()
    {
        var upper = Next32();
        return ((ulong)upper << 32) | Next32();
    }

    /// <summary>The next draws, as many of <paramref name="count"/> as the current block still has, but at least one.</summary>
    /// <param name="count">How many are wanted, at least one.</param>
    /// <returns>A view of the block, which the next draw may overwrite.</returns>
    public ReadOnlySpan<uint> Take(int count)
    {
        if (_position == Size)
            Twist();
        var draws = _draws.AsSpan(_position, Math.Min(count, Size - _position));
        _position += draws.Length;
        return draws;
    }

    private void Twist()
    {
        // Word i becomes a mix of words i, i + 1 and i + 397 (mod 624). The words that a vector reads ahead are old and those
        // that it reads 227 back are new, exactly as one word after another, because a vector is shorter than both distances.
        Twist(0, Size - Middle, Middle);
        Twist(Size - Middle, Size - 1, Middle - Size);
        _state[Size - 1] = _state[Middle - 1] ^ Mix(_state[Size - 1], _state[0]);
        Temper();
        _position = 0;
    }

    private void Twist(int start, int end, int distance)
    {
        ref var state = ref MemoryMarshal.GetArrayDataReference(_state);
        var i = start;
        for (; i <= end - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            var word = Vector256.LoadUnsafe(ref state, (nuint)i);
            var next = Vector256.LoadUnsafe(ref state, (nuint)(i + 1));
            var mixed = ((word & Vector256.Create(UpperBit)) | (next & Vector256.Create(~UpperBit))) >>> 1;
            var matrix = Vector256.Create(TwistMatrix) & -(next & Vector256<uint>.One);
            (Vector256.LoadUnsafe(ref state, (nuint)(i + distance)) ^ mixed ^ matrix).StoreUnsafe(ref state, (nuint)i);
        }
        for (; i < end; i++)
            _state[i] = _state[i + distance] ^ Mix(_state[i], _state[i + 1]);
    }

    private static uint Mix(uint word, uint next) => (((word & UpperBit) | (next & ~UpperBit)) >> 1) ^ (TwistMatrix & (uint)-(int)(next & 1));

    private void Temper()
    {
        ref var state = ref MemoryMarshal.GetArrayDataReference(_state);
        ref var draws = ref MemoryMarshal.GetArrayDataReference(_draws);

        // 624 is a multiple of eight: there is no tail.
        for (nuint i = 0; i < Size; i += (nuint)Vector256<uint>.Count)
        {
            var word = Vector256.LoadUnsafe(ref state, i);
            word ^= word >>> 11;
            word ^= (word << 7) & Vector256.Create(0x9d2c_5680u);
            word ^= (word << 15) & Vector256.Create(0xefc6_0000u);
            word ^= word >>> 18;
            word.StoreUnsafe(ref draws, i);
        }
    }
}
