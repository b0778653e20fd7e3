using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Autograd.Tests;

public class GeneratorTests
{
    private static readonly JsonElement[] _golden = ReadGolden();

    public static TheoryData<int> Sequences => [.. Enumerable.Range(0, _golden.Length)];

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Draws_what_libtorch_draws(int sequence)
    {
        var generator = new Generator(_golden[sequence].GetProperty("seed").GetUInt64());
        foreach (var call in _golden[sequence].GetProperty("calls").EnumerateArray())
            Replay(generator, call);
    }

    [Fact]
    public void Goes_on_from_a_state_of_libtorch_as_libtorch_does()
    {
        var states = 0;
        foreach (var sequence in _golden)
        {
            Generator? resumed = null;
            foreach (var call in sequence.GetProperty("calls").EnumerateArray())
            {
                if (call.GetProperty("draw").GetString() == "state")
                {
                    resumed = new Generator(123) { State = GeneratorState.FromBytes(call.GetProperty("base64").GetBytesFromBase64()) };
                    Assert.Equal(sequence.GetProperty("seed").GetUInt64(), resumed.InitialSeed);
                    states++;
                }
                else if (resumed is not null)
                    Replay(resumed, call);
            }
        }
        Assert.Equal(2, states);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(623)]
    [InlineData(624)]
    [InlineData(625)]
    public void A_snapshot_repeats_what_followed_it(int drawsBefore)
    {
        var generator = new Generator(8);
        generator.Normal(new double[1]);
        generator.Uniform(new float[drawsBefore]);
        var snapshot = generator.State;
        var bytes = snapshot.ToBytes();
        var first = Draw(generator);

        generator.State = snapshot;
        Assert.Equal(first, Draw(generator));
        Assert.Equal(first, Draw(new Generator { State = GeneratorState.FromBytes(bytes) }));

        static double[] Draw(Generator generator)
        {
            var values = new double[1003];
            generator.Normal(values.AsSpan(0, 3));
            generator.Uniform(values.AsSpan(3));
            return values;
        }
    }

    [Fact]
    public void Seeding_forgets_the_kept_normal_value()
    {
        var generator = new Generator(3);
        double[] first = [0], again = [0];
        generator.Normal(first);
        generator.Seed(3);
        generator.Normal(again);
        Assert.Equal(first, again);
    }

    [Fact]
    public void Raw_draws_are_those_of_the_reference_implementation()
    {
        // The first outputs of mt19937ar.c after init_genrand(5489), also those of C++'s std::mt19937.
        var generator = new Generator(5489);
        Assert.Equal(3499211612u, generator.Random32());
        Assert.Equal((581869302UL << 32) | 3890346734UL, generator.Random64());

        // C++ demands that the 10,000th draw of a std::mt19937 be 4123659995.
        for (var i = 4; i < 10_000; i++)
            generator.Random32();
        Assert.Equal(4123659995u, generator.Random32());
    }

    [Fact]
    public void Only_the_low_32_bits_of_a_seed_count_but_all_are_remembered()
    {
        var generator = new Generator((7UL << 32) + 5);
        Assert.Equal((7UL << 32) + 5, generator.InitialSeed);
        Assert.Equal(new Generator(5).Random64(), generator.Random64());
    }

    [Fact]
    public void An_unseeded_generator_is_reproducible() => Assert.Equal(new Generator(67_280_421_310_721).Random64(), new Generator().Random64());

    [Fact]
    public void Seed_seeds_the_default_generator()
    {
        var state = Autograd.Randomness.Default.State;
        Autograd.Randomness.Seed(42);
        Assert.Equal(new Generator(42).Random64(), Autograd.Randomness.Default.Random64());
        Autograd.Randomness.Default.State = state;
    }

    [Fact]
    public void Threads_share_a_generator_without_losing_or_repeating_draws()
    {
        var shared = new Generator(1);
        var drawn = new uint[4][];
        Parallel.For(0, drawn.Length, thread => drawn[thread] = [.. Enumerable.Range(0, 5000).Select(_ => shared.Random32())]);

        var alone = new Generator(1);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(_ => alone.Random32()).Order(), drawn.SelectMany(values => values).Order());
    }

    [Fact]
    public void Empty_fills_draw_nothing()
    {
        var generator = new Generator(2);
        generator.Uniform(Span<float>.Empty);
        generator.Uniform(Span<double>.Empty);
        generator.Normal(Span<float>.Empty);
        generator.Normal(Span<double>.Empty);
        generator.Integers(Span<long>.Empty, 0, 1);
        generator.Integers(Span<int>.Empty, 0, 1);
        generator.Permutation([]);
        generator.Bernoulli([]);
        Assert.Equal(new Generator(2).Random64(), generator.Random64());
    }

    [Theory]
    [InlineData(1, 0, "high", "Uniform values lie in [low, high), so high must not be below low, which is 1.")]
    [InlineData(double.NaN, 0, "low", "This must be a finite number, at most 3.4028234663852886E+38 in magnitude.")]
    [InlineData(0, double.PositiveInfinity, "high", "This must be a finite number, at most 3.4028234663852886E+38 in magnitude.")]
    [InlineData(0, 1e39, "high", "This must be a finite number, at most 3.4028234663852886E+38 in magnitude.")]
    [InlineData(-3e38, 3e38, "high", "The distance from low, which is -3E+38, must not exceed 3.4028234663852886E+38; choose bounds closer together.")]
    public void Uniform_rejects_bad_bounds(double low, double high, string parameter, string message) =>
        AssertRejects(parameter, message, generator => generator.Uniform(new float[1], low, high));

    [Fact]
    public void Uniform_bounds_of_doubles_may_be_as_far_apart_as_doubles_reach()
    {
        new Generator(0).Uniform(new double[1], -3e38, 3e38);
        AssertRejects("high", "The distance from low, which is -1E+308, must not exceed 1.7976931348623157E+308; choose bounds closer together.",
            generator => generator.Uniform(new double[1], -1e308, 1e308));
    }

    [Theory]
    [InlineData(0, -1, "standardDeviation", "A standard deviation is at least 0; give the square root of the variance.")]
    [InlineData(0, double.NaN, "standardDeviation", "This must be a finite number, at most 1.7976931348623157E+308 in magnitude.")]
    [InlineData(double.NegativeInfinity, 1, "mean", "This must be a finite number, at most 1.7976931348623157E+308 in magnitude.")]
    public void Normal_rejects_bad_parameters(double mean, double standardDeviation, string parameter, string message)
    {
        AssertRejects(parameter, message, generator => generator.Normal(new float[1], mean, standardDeviation));
        AssertRejects(parameter, message, generator => generator.Normal(new double[1], mean, standardDeviation));
    }

    [Fact]
    public void Integers_reject_bad_ranges()
    {
        AssertRejects("high", "Integers are drawn from low up to but not including high, so high must be above low, which is 3.",
            generator => generator.Integers(new long[1], 3, 3));
        AssertRejects("high", "Integers are drawn from low up to but not including high, so high must be above low, which is 4.",
            generator => generator.Integers(new int[1], 4, 3));
        AssertRejects("low", "An Int32 holds nothing below -2147483648; draw into Int64 instead.",
            generator => generator.Integers(new int[1], int.MinValue - 1L, 0));
        AssertRejects("high", "An Int32 holds nothing above 2147483647, so high is at most 2147483648; draw into Int64 instead.",
            generator => generator.Integers(new int[1], 0, int.MaxValue + 2L));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Bernoulli_rejects_what_is_no_probability(double probability) =>
        AssertRejects("probability", "A probability lies between 0 and 1; for a percentage divide by 100.",
            generator => generator.Bernoulli(new bool[1], probability));

    [Fact]
    public void A_rejected_call_draws_nothing()
    {
        var generator = new Generator(6);
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Uniform(new float[9], 1, 0));
        Assert.Equal(new Generator(6).Random64(), generator.Random64());
    }

    [Fact]
    public void Bytes_that_are_no_state_are_refused()
    {
        Assert.Equal(
            "The state of a generator has 5056 bytes, but these are 16. Was the file cut off, or is it another generator's (CUDA's has 16)?",
            Assert.Throws<FormatException>(() => GeneratorState.FromBytes(new byte[16])).Message);

        const string contradiction = "These bytes are not the state of a generator: its counters contradict each other. "
            + "Give the bytes of ToBytes() or of torch.get_rng_state() unchanged.";
        Assert.Equal(contradiction, Assert.Throws<FormatException>(() => GeneratorState.FromBytes(new byte[GeneratorState.ByteCount])).Message);
        var bytes = new Generator(0).State.ToBytes();
        bytes[8] = 5;
        Assert.Equal(contradiction, Assert.Throws<FormatException>(() => GeneratorState.FromBytes(bytes)).Message);
        Assert.Throws<ArgumentNullException>(() => new Generator().State = null!);
    }

    private static void AssertRejects(string parameter, string message, Action<Generator> call)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => call(new Generator(0)));
        Assert.Equal(parameter, exception.ParamName);
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    private static void Replay(Generator generator, JsonElement call)
    {
        var draw = call.GetProperty("draw").GetString();
        if (draw == "state")
        {
            Assert.Equal(WithoutSpare(call.GetProperty("base64").GetBytesFromBase64()), WithoutSpare(generator.State.ToBytes()));
            return;
        }

        var type = Enum.Parse<DType>(call.GetProperty("type").GetString()!);
        var parameters = call.GetProperty("parameters");
        switch (draw, type)
        {
            case ("uniform", DType.Float32):
                AssertSame<float>(call, values => generator.Uniform(values, parameters[0].GetDouble(), parameters[1].GetDouble()));
                break;
            case ("uniform", DType.Float64):
                AssertSame<double>(call, values => generator.Uniform(values, parameters[0].GetDouble(), parameters[1].GetDouble()));
                break;
            case ("normal", DType.Float32):
                AssertSame<float>(call, values => generator.Normal(values, parameters[0].GetDouble(), parameters[1].GetDouble()));
                break;
            case ("normal", DType.Float64):
                AssertSame<double>(call, values => generator.Normal(values, parameters[0].GetDouble(), parameters[1].GetDouble()), tolerance: 4e-15);
                break;
            case ("integers", DType.Int64):
                AssertSame<long>(call, values => generator.Integers(values, parameters[0].GetInt64(), parameters[1].GetInt64()));
                break;
            case ("integers", DType.Int32):
                AssertSame<int>(call, values => generator.Integers(values, parameters[0].GetInt64(), parameters[1].GetInt64()));
                break;
            case ("permutation", DType.Int64):
                AssertSame<long>(call, generator.Permutation);
                break;
            case ("bernoulli", DType.Bool):
                AssertSame<int>(call, values =>
                {
                    var truths = new bool[values.Length];
                    generator.Bernoulli(truths, parameters[0].GetDouble());
                    for (var i = 0; i < truths.Length; i++)
                        values[i] = truths[i] ? 1 : 0;
                });
                break;
            default:
                Assert.Fail($"The golden file holds a draw that this test does not know: {draw} of {type}.");
                break;
        }
    }

    private delegate void Fill<T>(Span<T> values);

    private static void AssertSame<T>(JsonElement call, Fill<T> fill, double tolerance = 0)
        where T : unmanaged, INumber<T>
    {
        var expected = call.GetProperty("expected").EnumerateArray().Select(value => T.Parse(value.GetRawText(), CultureInfo.InvariantCulture)).ToArray();
        var actual = new T[expected.Length];
        fill(actual);
        for (var i = 0; i < expected.Length; i++)
        {
            // Relative to the larger of the value and 1: a normal value near zero comes from a cosine, whose error is absolute.
            var error = double.CreateChecked(T.Abs(actual[i] - expected[i])) / Math.Max(1, Math.Abs(double.CreateChecked(expected[i])));
            if (actual[i] != expected[i] && !(error <= tolerance))
            {
                var name = $"{call.GetProperty("draw")} of {typeof(T).Name}, {call.GetProperty("parameters")}, size {expected.Length}";
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{name}: at {i} libtorch draws {expected[i]}, not {actual[i]}."));
            }
        }
    }

    /// <summary>The state's bytes without the padding and the fields that libtorch leaves unused.</summary>
    private static byte[] WithoutSpare(byte[] bytes) => [.. bytes[..5016], .. bytes[5024..5032], .. bytes[5040..5044]];

    private static JsonElement[] ReadGolden()
    {
        using var stream = typeof(GeneratorTests).Assembly.GetManifestResourceStream("Golden/randomness.json")!;
        return [.. JsonDocument.Parse(stream).RootElement.EnumerateArray()];
    }
}
