using System.Buffers.Binary;

namespace Autograd.Tests.Serialization;

/// <summary>The types that tensors do not have: what is read of them, and how real numbers are rounded to them.</summary>
public sealed class StoredTypeTests
{
    [Fact]
    public void Small_integers_become_Int32_and_unsigned_ones_Int64()
    {
        Assert.Equal([0, 127, 128, 255], Read("U8", 4, 0, 127, 128, 255).ToArray<int>());
        Assert.Equal([0, 127, -128, -1], Read("I8", 4, 0, 127, 128, 255).ToArray<int>());
        Assert.Equal([65535, 256], Read("U16", 2, 255, 255, 0, 1).ToArray<int>());
        Assert.Equal([-1, -32768], Read("I16", 2, 255, 255, 0, 128).ToArray<int>());
        Assert.Equal([uint.MaxValue, 1], Read("U32", 2, 255, 255, 255, 255, 1, 0, 0, 0).ToArray<long>());
        Assert.Equal([long.MaxValue], Read("U64", 1, 255, 255, 255, 255, 255, 255, 255, 127).ToArray<long>());
        Assert.Equal([true, false], Read("BOOL", 2, 1, 0).ToArray<bool>());
    }

    [Fact]
    public void A_complex_number_is_two_real_ones()
    {
        byte[] values = [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64];
        var x = Read("C64", 2, values);
        Assert.Equal([2, 2], x.Shape.Sizes);
        Assert.Equal([1f, 2, 3, 4], x.ToArray<float>());
    }

    [Fact]
    public void Half_precision_is_read_exactly()
    {
        var values = Read("F16", 65536, AllPatterns()).ToArray<float>();
        for (var bits = 0; bits < values.Length; bits++)
            AssertIs(Definition(bits, 5, 10, 15, hasInfinities: true), values[bits], bits);
    }

    [Fact]
    public void BFloat16_is_read_exactly()
    {
        var values = Read("BF16", 65536, AllPatterns()).ToArray<float>();
        for (var bits = 0; bits < values.Length; bits++)
            AssertIs(Definition(bits, 8, 7, 127, hasInfinities: true), values[bits], bits);
    }

    [Fact]
    public void Numbers_of_eight_bits_are_read_exactly()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(bits => (byte)bits)];
        Check("F8_E5M2", bits => Definition(bits, 5, 2, 15, hasInfinities: true));
        Check("F8_E4M3", bits => (bits & 127) == 127 ? double.NaN : Definition(bits, 4, 3, 7));
        Check("F8_E4M3FNUZ", bits => bits == 128 ? double.NaN : Definition(bits, 4, 3, 8));
        Check("F8_E5M2FNUZ", bits => bits == 128 ? double.NaN : Definition(bits, 5, 2, 16));
        Check("F8_E8M0", bits => bits == 255 ? double.NaN : Math.Pow(2, bits - 127));

        // The greatest and the least as their definitions give them.
        Assert.Equal([448f, 0.001953125f], Read("F8_E4M3", 2, 0x7E, 1).ToArray<float>());
        Assert.Equal([57344f, float.NegativeInfinity], Read("F8_E5M2", 2, 0x7B, 0xFC).ToArray<float>());
        Assert.Equal([240f], Read("F8_E4M3FNUZ", 1, 0x7F).ToArray<float>());
        Assert.Equal([57344f], Read("F8_E5M2FNUZ", 1, 0x7F).ToArray<float>());

        void Check(string type, Func<int, double> expected)
        {
            var values = Read(type, 256, all).ToArray<float>();
            for (var bits = 0; bits < 256; bits++)
                AssertIs(expected(bits), values[bits], bits);
        }
    }

    [Fact]
    public void Numbers_of_four_bits_lie_two_in_a_byte_the_first_in_the_low_half()
    {
        byte[] all = [0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE];
        Assert.Equal([0f, 0.5f, 1, 1.5f, 2, 3, 4, 6, -0f, -0.5f, -1, -1.5f, -2, -3, -4, -6], Read("F4", 16, all).ToArray<float>());
    }

    [Fact]
    public void Rounding_takes_the_nearest_number_of_two_the_even_one()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            // Every exponent of single precision, and often the middle of two neighbours or just beside it.
            var middle = BitConverter.UInt32BitsToSingle(((uint)random.Next(0x7F7F) << 16) | 0x8000);
            var value = random.Next(4) switch
            {
                0 => middle,
                1 => middle * (1 + 1e-12),
                2 => middle * (1 - 1e-12),
                _ => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(0x7F7F_0000)),
            };
            AssertNearest(value, StoredTensor.ToBFloat16(value));
            AssertNearest((float)value, StoredTensor.ToBFloat16((float)value));
            Assert.Equal(StoredTensor.ToBFloat16(value) | 0x8000, StoredTensor.ToBFloat16(-value));
        }
    }

    [Fact]
    public void Rounding_goes_to_infinity_beyond_the_greatest_number_and_keeps_NaN()
    {
        var greatest = BitConverter.UInt32BitsToSingle(0x7F7F_0000);
        Assert.Equal(
            [0x7F7F, 0x7F80, 0x7F80, 0x7F80, 0x7F80, 0x0000, 0x8000, 0x7FC0],
            new[] { greatest, float.MaxValue, 1e300, double.MaxValue, double.PositiveInfinity, 1e-300, -1e-300, BitConverter.UInt32BitsToSingle(0x7F80_0001) }
                .Select(StoredTensor.ToBFloat16).Select(bits => (int)bits));
        Assert.Equal(0x7FC0, StoredTensor.ToBFloat16(BitConverter.UInt32BitsToSingle(0x7F80_0001)));

        // Through single precision 1 + 2⁻¹¹ + 2⁻⁴⁰ would first lose its last bit, and then be even.
        Tensor x = new[] { 1 + Math.Pow(2, -11) + Math.Pow(2, -40), 65519.99, 65520, double.NaN, 1 + Math.Pow(2, -11) };
        var halves = FileBytesOf.Load(FileBytesOf.Tensors(new() { ["x"] = x }, null, StoredType.Float16));
        Assert.Equal("x: F16 [5]", halves.Entries["x"].ToString());
        Assert.Equal([1.0009765625f, 65504, float.PositiveInfinity, float.NaN, 1], halves["x"].ToArray<float>());
    }

    [Fact]
    public void Only_real_numbers_are_rounded()
    {
        Dictionary<string, Tensor> tensors = new() { ["s"] = Tensor.Arange(0.0, 40_000), ["d"] = Tensor.Arange(0.0, 300, 1, DType.Float64), ["i"] = Tensor.Arange(300), ["b"] = true };
        foreach (var type in new[] { StoredType.Float16, StoredType.BFloat16 })
        {
            var file = FileBytesOf.Load(FileBytesOf.Tensors(tensors, null, type));
            Assert.Equal([StoredType.Int64, type, type, StoredType.Bool], file.Entries.Values.Select(entry => entry.Type));
            Assert.Equal(tensors["i"].ToArray<long>(), file["i"].ToArray<long>());
            var expected = Enumerable.Range(0, 40_000).Select(i => type == StoredType.Float16 ? (float)(Half)i : BitConverter.UInt32BitsToSingle((uint)StoredTensor.ToBFloat16((float)i) << 16));
            Assert.Equal(expected, file["s"].ToArray<float>());
            Assert.Equal(expected.Take(300), file["d"].ToArray<float>());
        }
    }

    private static Tensor Read(string type, int count, params byte[] values) => FileBytesOf.Load(FileBytesOf.Tensor(type, $"[{count}]", values))["x"];

    private static byte[] AllPatterns()
    {
        var bytes = new byte[2 * 65536];
        for (var bits = 0; bits < 65536; bits++)
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * bits), (ushort)bits);
        return bytes;
    }

    /// <summary>A floating-point number by its definition.</summary>
    private static double Definition(int bits, int exponentBits, int mantissaBits, int bias, bool hasInfinities = false)
    {
        var (sign, exponent, mantissa) = (bits >> (exponentBits + mantissaBits), (bits >> mantissaBits) % (1 << exponentBits), bits % (1 << mantissaBits));
        var magnitude = hasInfinities && exponent == (1 << exponentBits) - 1 ? mantissa == 0 ? double.PositiveInfinity : double.NaN
            : exponent == 0 ? mantissa * Math.Pow(2, 1 - bias - mantissaBits)
            : (1 + mantissa * Math.Pow(2, -mantissaBits)) * Math.Pow(2, exponent - bias);
        return sign == 0 ? magnitude : -magnitude;
    }

    private static void AssertIs(double expected, float actual, int bits) => Assert.True(
        double.IsNaN(expected) ? float.IsNaN(actual) : BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual),
        $"pattern {bits:X}: {actual}, should be {expected}");

    private static void AssertNearest(double value, ushort bits)
    {
        double Number(int pattern) => BitConverter.UInt32BitsToSingle((uint)pattern << 16);
        var distance = Math.Abs(value - Number(bits));
        foreach (var neighbour in new[] { bits - 1, bits + 1 }.Where(pattern => pattern is >= 0 and <= 0x7F7F))
        {
            var other = Math.Abs(value - Number(neighbour));
            Assert.True(distance < other || (distance == other && bits % 2 == 0), $"{value:R} became {Number(bits):R}, {Number(neighbour):R} is nearer");
        }
    }
}
