using System.Globalization;
using System.Runtime.CompilerServices;

namespace Autograd;

/// <summary>A source of random numbers that draws what PyTorch's CPU generator draws after the same seed and the same calls.</summary>
/// <remarks>
/// <para>
/// The numbers are those of PyTorch 2.10 on an x64 processor with AVX2: bit for bit, except that double-precision fills of fewer than 16
/// normal values may differ in the last place. They are the same on every processor; only double-precision normal values depend, in the
/// last places, on the platform's logarithm, sine and cosine. PyTorch itself draws slightly different normal values on processors without
/// AVX2, and on Intel processors other values for <c>bernoulli_</c>, which Intel's library draws there.
/// </para>
/// <para>
/// What a call draws depends on the calls before it, as in PyTorch: one fill of 20 values is not two fills of 10.
/// Methods may be called from several threads; each call is one piece, but then nobody can say in which order the threads got their numbers.
/// Give every thread a generator of its own if runs are to be repeated.
/// </para>
/// </remarks>
public sealed class Generator
{
    /// <summary>The seed of a generator that was given none. A new <c>torch.Generator()</c> starts there too.</summary>
    public const ulong DefaultSeed = 67_280_421_310_721;

    // From this size on, PyTorch fills normal values in blocks.
    private const int LeastBlockwiseSize = BoxMuller.BlockSize;

    // Below this range a 32-bit draw modulo the range is even enough; PyTorch takes 64 bits from here on.
    private const ulong LeastRangeOf64Bits = 1UL << 28;

    // From this length on, PyTorch permutes with 64-bit draws.
    private const int LeastPermutationOf64Bits = (int)(uint.MaxValue / 20);

    private readonly Lock _lock = new();
    private readonly MersenneTwister _twister = new();

    // The second value of a pair whose first one a fill of fewer than 16 normal values took.
    private double? _nextNormal;

    /// <summary>Makes a generator that starts at <paramref name="seed"/>.</summary>
    /// <param name="seed">Equal seeds give equal numbers. As in PyTorch only the low 32 bits choose the numbers.</param>
    public Generator(ulong seed = DefaultSeed) => Seed(seed);

    /// <summary>The seed from which the generator started.</summary>
    public ulong InitialSeed { get; private set; }

    /// <summary>Where the generator stands: a snapshot to keep, for example in a checkpoint, and to go on from later.</summary>
    public GeneratorState State
    {
        get
        {
            lock (_lock)
                return new GeneratorState(InitialSeed, _twister.State, _twister.Position, _nextNormal);
        }
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_lock)
            {
                InitialSeed = value.InitialSeed;
                _twister.Restore(value.Words, value.Position);
                _nextNormal = value.NextNormal;
            }
        }
    }

    /// <summary>Starts again at <paramref name="seed"/>, like <c>torch.manual_seed</c>.</summary>
    /// <param name="seed">Equal seeds give equal numbers. As in PyTorch only the low 32 bits choose the numbers.</param>
    public void Seed(ulong seed)
    {
        lock (_lock)
        {
            InitialSeed = seed;
            _twister.Seed(seed);
            _nextNormal = null;
        }
    }

    /// <summary>32 random bits.</summary>
    /// <returns>Any value of the type, each equally likely.</returns>
    public uint Random32()
    {
        lock (_lock)
            return _twister.Next32();
    }

    /// <summary>64 random bits, the upper half drawn first.</summary>
    /// <returns>Any value of the type, each equally likely.</returns>
    public ulong Random64()
    {
        lock (_lock)
            return _twister.Next64();
    }

    /// <summary>Fills with values uniform on [low, high), like <c>tensor.uniform_(low, high)</c>: multiples of 2⁻²⁴ of the interval.</summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">The bound above. A value may equal it where rounding leaves no number between.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A bound or their distance is not finite, or <paramref name="high"/> is below <paramref name="low"/>.
    /// </exception>
    public void Uniform(Span<float> destination, double low = 0, double high = 1)
    {
        CheckInterval(low, high, float.MaxValue);
        var start = (float)low;
        var length = (float)high - start;
        lock (_lock)
        {
            while (!destination.IsEmpty)
            {
                var draws = _twister.Take(destination.Length);
                for (var i = 0; i < draws.Length; i++)
                    destination[i] = MathF.FusedMultiplyAdd(ToUnitSingle(draws[i]), length, start);
                destination = destination[draws.Length..];
            }
        }
    }

    /// <summary>Fills with values uniform on [low, high), like <c>tensor.uniform_(low, high)</c>: multiples of 2⁻⁵³ of the interval.</summary>
    /// <inheritdoc cref="Uniform(Span{float}, double, double)"/>
    public void Uniform(Span<double> destination, double low = 0, double high = 1)
    {
        CheckInterval(low, high, double.MaxValue);
        var length = high - low;
        lock (_lock)
        {
            foreach (ref var value in destination)
                value = Math.FusedMultiplyAdd(ToUnitDouble(_twister.Next64()), length, low);
        }
    }

    /// <summary>Fills with normally distributed values, like <c>tensor.normal_(mean, standardDeviation)</c>.</summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation. At 0 every value is the mean.</param>
    /// <remarks>
    /// Fills of 16 values and more are drawn in blocks of 16; where 16 does not divide the size, the last 16 values are drawn a second time.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not finite, or the standard deviation is negative or not finite.</exception>
    public void Normal(Span<float> destination, double mean = 0, double standardDeviation = 1)
    {
        CheckNormal(mean, standardDeviation);
        lock (_lock)
        {
            if (destination.Length < LeastBlockwiseSize)
            {
                // PyTorch draws these in double precision, and rounds at the end.
                foreach (ref var value in destination)
                    value = (float)Math.FusedMultiplyAdd(NextNormal(), standardDeviation, mean);
                return;
            }

            for (var rest = destination; !rest.IsEmpty;)
            {
                var draws = _twister.Take(rest.Length);
                for (var i = 0; i < draws.Length; i++)
                    rest[i] = ToUnitSingle(draws[i]);
                rest = rest[draws.Length..];
            }
            BoxMuller.Transform(destination, (float)mean, (float)standardDeviation);

            if (destination.Length % BoxMuller.BlockSize != 0)
            {
                var last = destination[^BoxMuller.BlockSize..];
                foreach (ref var value in last)
                    value = ToUnitSingle(_twister.Next32());
                BoxMuller.Transform(last, (float)mean, (float)standardDeviation);
            }
        }
    }

    /// <inheritdoc cref="Normal(Span{float}, double, double)"/>
    public void Normal(Span<double> destination, double mean = 0, double standardDeviation = 1)
    {
        CheckNormal(mean, standardDeviation);
        lock (_lock)
        {
            if (destination.Length < LeastBlockwiseSize)
            {
                foreach (ref var value in destination)
                    value = Math.FusedMultiplyAdd(NextNormal(), standardDeviation, mean);
                return;
            }

            foreach (ref var value in destination)
                value = ToUnitDouble(_twister.Next64());
            BoxMuller.Transform(destination, mean, standardDeviation);

            if (destination.Length % BoxMuller.BlockSize != 0)
            {
                var last = destination[^BoxMuller.BlockSize..];
                foreach (ref var value in last)
                    value = ToUnitDouble(_twister.Next64());
                BoxMuller.Transform(last, mean, standardDeviation);
            }
        }
    }

    /// <summary>Fills with integers from low up to but not including high, like <c>torch.randint(low, high, …)</c>.</summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="low">The least value.</param>
    /// <param name="high">One more than the greatest value.</param>
    /// <remarks>
    /// A draw modulo the range, as in PyTorch: for ranges just below 2²⁸ the lower values are up to 6 % likelier than the upper ones, for
    /// smaller ranges and for larger ones far less.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not above <paramref name="low"/>.</exception>
    public void Integers(Span<long> destination, long low, long high)
    {
        var range = Range(low, high);
        lock (_lock)
        {
            foreach (ref var value in destination)
                value = NextInteger(low, range);
        }
    }

    /// <inheritdoc cref="Integers(Span{long}, long, long)"/>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="high"/> is not above <paramref name="low"/>, or a value could be beyond an <see cref="int"/>.
    /// </exception>
    public void Integers(Span<int> destination, long low, long high)
    {
        var range = Range(low, high);
        if (low < int.MinValue)
            throw OutOfRange(nameof(low), low, $"An Int32 holds nothing below -2147483648; draw into Int64 instead.");
        if (high > int.MaxValue + 1L)
            throw OutOfRange(nameof(high), high, $"An Int32 holds nothing above 2147483647, so high is at most 2147483648; draw into Int64 instead.");
        lock (_lock)
        {
            foreach (ref var value in destination)
                value = (int)NextInteger(low, range);
        }
    }

    /// <summary>Fills with the integers 0, 1, …, length − 1 in random order, like <c>torch.randperm</c>.</summary>
    /// <param name="destination">What to fill.</param>
    public void Permutation(Span<long> destination)
    {
        lock (_lock)
        {
            if (destination.Length >= LeastPermutationOf64Bits)
            {
                // From the front, each element takes a random place among those so far (Knuth's algorithm P, inside out).
                for (var i = 0; i < destination.Length; i++)
                {
                    var place = (int)(_twister.Next64() % (ulong)(i + 1));
                    destination[i] = destination[place];
                    destination[place] = i;
                }
                return;
            }

            for (var i = 0; i < destination.Length; i++)
                destination[i] = i;
            for (var i = 0; i < destination.Length - 1; i++)
            {
                var other = i + (int)(_twister.Next32() % (uint)(destination.Length - i));
                (destination[i], destination[other]) = (destination[other], destination[i]);
            }
        }
    }

    /// <summary>Fills with true at the given probability and false otherwise, like <c>tensor.bernoulli_(probability)</c>.</summary>
    /// <param name="destination">What to fill.</param>
    /// <param name="probability">The probability of true, from 0 to 1.</param>
    /// <remarks>On Intel processors PyTorch draws these with Intel's library, and so draws others.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    public void Bernoulli(Span<bool> destination, double probability = 0.5)
    {
        if (!(probability >= 0 && probability <= 1))
            throw OutOfRange(nameof(probability), probability, $"A probability lies between 0 and 1; for a percentage divide by 100.");

        // A uniform value k · 2⁻⁵³ is below the probability exactly if the integer k is below this bound.
        var bound = (ulong)Math.Ceiling(probability * (1L << 53));
        lock (_lock)
        {
            foreach (ref var value in destination)
                value = (_twister.Next64() & ((1UL << 53) - 1)) < bound;
        }
    }

    private double NextNormal()
    {
        if (_nextNormal is { } kept)
        {
            _nextNormal = null;
            return kept;
        }
        var angle = ToUnitDouble(_twister.Next64());
        var (first, second) = BoxMuller.Pair(angle, ToUnitDouble(_twister.Next64()));
        _nextNormal = second;
        return first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long NextInteger(long low, ulong range) =>
        low + (long)(range < LeastRangeOf64Bits ? _twister.Next32() % (uint)range : _twister.Next64() % range);

    /// <summary>The low 24 bits as a multiple of 2⁻²⁴ in [0, 1).</summary>
    private static float ToUnitSingle(uint draw) => (int)(draw & 0x00ff_ffff) * (1f / (1 << 24));

    /// <summary>The low 53 bits as a multiple of 2⁻⁵³ in [0, 1).</summary>
    private static double ToUnitDouble(ulong draw) => (long)(draw & ((1UL << 53) - 1)) * (1.0 / (1L << 53));

    private static ulong Range(long low, long high)
    {
        if (high <= low)
            throw OutOfRange(nameof(high), high, $"Integers are drawn from low up to but not including high, so high must be above low, which is {low}.");
        return (ulong)high - (ulong)low;
    }

    private static void CheckInterval(double low, double high, double greatest)
    {
        CheckFinite(low, greatest, nameof(low));
        CheckFinite(high, greatest, nameof(high));
        if (high < low)
            throw OutOfRange(nameof(high), high, $"Uniform values lie in [low, high), so high must not be below low, which is {low}.");
        if (high - low > greatest)
            throw OutOfRange(nameof(high), high, $"The distance from low, which is {low}, must not exceed {greatest}; choose bounds closer together.");
    }

    private static void CheckNormal(double mean, double standardDeviation)
    {
        CheckFinite(mean, double.MaxValue, nameof(mean));
        CheckFinite(standardDeviation, double.MaxValue, nameof(standardDeviation));
        if (standardDeviation < 0)
            throw OutOfRange(nameof(standardDeviation), standardDeviation, $"A standard deviation is at least 0; give the square root of the variance.");
    }

    private static void CheckFinite(double value, double greatest, string name)
    {
        // The negation catches NaN as well.
        if (!(Math.Abs(value) <= greatest))
            throw OutOfRange(name, value, $"This must be a finite number, at most {greatest} in magnitude.");
    }

    private static ArgumentOutOfRangeException OutOfRange(string parameter, object value, FormattableString message) =>
        new(parameter, value, message.ToString(CultureInfo.InvariantCulture));
}
