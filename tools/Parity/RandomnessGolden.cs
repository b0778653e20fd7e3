using System.Globalization;
using System.Numerics;
using TorchSharp;

namespace Autograd.Parity;

/// <summary>Draws from libtorch's CPU generator, for the tests of Autograd's: sequences of calls, each after one seeding.</summary>
internal sealed class RandomnessGolden
{
    private static readonly int[] _sizesAroundTheBlocks = [1, 5, 15, 16, 17, 31, 32, 100, 1000];

    private readonly List<string> _sequences = [];
    private List<string> _calls = [];

    /// <summary>Writes all sequences as JSON, one call a line.</summary>
    public static void Write(string path)
    {
        var golden = new RandomnessGolden();
        golden.Compose();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "[\n" + string.Join(",\n", golden._sequences) + "\n]\n");
    }

    private void Compose()
    {
        foreach (var seed in (ulong[])[0, 1, 42, (1UL << 32) + 5, ulong.MaxValue - 2])
        {
            Sequence(seed, () =>
            {
                Uniform(torch.float32, 5, 0, 1);
                Uniform(torch.float64, 5, 0, 1);
                Integers(torch.int64, 3, 0, 1 << 27);
                Integers(torch.int64, 3, 0, 1L << 62);
                Normal(torch.float32, 4, 0, 1);
                Normal(torch.float64, 20, 0, 1);
                Permutation(10);
            });
        }

        // Element by element below 16, in blocks from 16 on, and a last block that is drawn again if 16 does not divide the size.
        foreach (var seed in (ulong[])[0, 42])
            foreach (var type in (torch.ScalarType[])[torch.float32, torch.float64])
                foreach (var size in _sizesAroundTheBlocks)
                    Sequence(seed, () =>
                    {
                        Normal(type, size, 0, 1);
                        Position();
                    });

        Sequence(7, () =>
        {
            foreach (var type in (torch.ScalarType[])[torch.float32, torch.float64])
            {
                Normal(type, 13, -1.7, 0.3);
                Normal(type, 40, -1.7, 0.3);
                Normal(type, 3, 5, 0);
                Normal(type, 16, 5, 0);
            }
            Position();
        });

        // An odd number of normal draws keeps the second of a pair for later; nothing but the next element-wise normal draw takes it.
        Sequence(1, () =>
        {
            Normal(torch.float32, 1, 0, 1);
            Normal(torch.float32, 1, 0, 1);
            Normal(torch.float32, 1, 0, 1);
            Uniform(torch.float32, 2, 0, 1);
            Normal(torch.float64, 1, 2, 3);
            Normal(torch.float64, 3, 0, 1);
            Normal(torch.float32, 17, 0, 1);
            Normal(torch.float64, 18, 0, 1);
            Normal(torch.float32, 2, 0, 1);
            Integers(torch.int64, 1, 0, 10);
            Normal(torch.float64, 1, 0, 1);
            State();
            Normal(torch.float64, 1, 0, 1);
            State();
            Normal(torch.float64, 1, 0, 1);
        });

        Sequence(3, () =>
        {
            Uniform(torch.float32, 700, 0, 1);
            Uniform(torch.float64, 701, 0, 1);
            Uniform(torch.float32, 100, -0.3, 1.1);
            Uniform(torch.float64, 100, -0.3, 1.1);
            Uniform(torch.float32, 3, 1.5, 1.5);
            Uniform(torch.float64, 3, -1e300, 1e300 / 3);
            Position();
        });

        Sequence(11, () =>
        {
            foreach (var type in (torch.ScalarType[])[torch.int64, torch.int32])
            {
                Integers(type, 20, 0, 10);
                Integers(type, 20, -5, 6);
                Integers(type, 5, 3, 4);
                Integers(type, 5, 0, (1L << 28) - 1);
                Integers(type, 5, 0, 1L << 28);
                Integers(type, 5, -7, (1L << 28) - 7);
                Integers(type, 5, int.MinValue, 1L << 31);
            }
            Integers(torch.int64, 5, 0, (1L << 32) - 1);
            Integers(torch.int64, 5, 0, 1L << 32);
            Integers(torch.int64, 5, -3, 10_000_000_000);
            Integers(torch.int64, 5, long.MinValue, long.MaxValue);
            Position();
        });

        Sequence(5, () =>
        {
            foreach (var size in (int[])[0, 1, 2, 10, 1000])
                Permutation(size);
            Position();
        });

        Sequence(9, () =>
        {
            foreach (var probability in (double[])[0, 0.1, 0.5, 0.9, 1])
                Bernoulli(50, probability);
            Bernoulli(700, 0.3);
            Position();
        });
    }

    private void Sequence(ulong seed, Action calls)
    {
        _calls = [];
        torch.manual_seed(unchecked((long)seed));
        calls();
        _sequences.Add(string.Create(CultureInfo.InvariantCulture, $"{{ \"seed\": {seed}, \"calls\": [\n  {string.Join(",\n  ", _calls)}\n] }}"));
    }

    private void Uniform(torch.ScalarType type, int size, double low, double high)
    {
        using var tensor = torch.empty(size, dtype: type).uniform_(low, high);
        AddFloating("uniform", tensor, [low, high]);
    }

    private void Normal(torch.ScalarType type, int size, double mean, double standardDeviation)
    {
        using var tensor = torch.empty(size, dtype: type).normal_(mean, standardDeviation);
        AddFloating("normal", tensor, [mean, standardDeviation]);
    }

    private void Integers(torch.ScalarType type, int size, long low, long high)
    {
        using var tensor = torch.randint(low, high, size, dtype: type);
        if (type == torch.int32)
            Add("integers", type, [low, high], tensor.data<int>().ToArray());
        else
            Add("integers", type, [low, high], tensor.data<long>().ToArray());
    }

    /// <summary>A draw that tells whether as much was drawn before it as libtorch drew.</summary>
    private void Position() => Integers(torch.int64, 1, 0, 1L << 62);

    private void Permutation(int size)
    {
        using var tensor = torch.randperm(size, torch.int64);
        Add<long, long>("permutation", torch.int64, [], tensor.data<long>().ToArray());
    }

    private void Bernoulli(int size, double probability)
    {
        using var tensor = torch.empty(size, dtype: torch.@bool).bernoulli_(probability);
        Add("bernoulli", torch.@bool, [probability], tensor.data<bool>().ToArray().Select(value => value ? 1 : 0).ToArray());
    }

    /// <summary>Not a draw: the bytes of the generator's state, as torch.get_rng_state() returns them.</summary>
    private void State()
    {
        using var state = torch.random.get_rng_state();
        _calls.Add($"{{ \"draw\": \"state\", \"base64\": \"{Convert.ToBase64String(state.data<byte>().ToArray())}\" }}");
    }

    private void AddFloating(string draw, torch.Tensor tensor, double[] parameters)
    {
        if (tensor.dtype == torch.float32)
            Add(draw, tensor.dtype, parameters, tensor.data<float>().ToArray());
        else
            Add(draw, tensor.dtype, parameters, tensor.data<double>().ToArray());
    }

    private void Add<TParameter, TValue>(string draw, torch.ScalarType type, TParameter[] parameters, TValue[] expected)
        where TParameter : INumber<TParameter>
        where TValue : INumber<TValue>
    {
        _calls.Add($"{{ \"draw\": \"{draw}\", \"type\": \"{type}\", \"parameters\": [{Join(parameters)}], \"expected\": [{Join(expected)}] }}");
    }

    // .NET's shortest text that reads back as the same number.
    private static string Join<T>(T[] numbers)
        where T : INumber<T> => string.Join(", ", numbers.Select(number => number.ToString(null, CultureInfo.InvariantCulture)));
}
