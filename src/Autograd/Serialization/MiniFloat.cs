namespace Autograd;

/// <summary>
/// Floating-point numbers of a byte or less, as tables of all their values: a sign, an exponent and a mantissa, in which an exponent of 0 means
/// m · 2^(1 − bias), and any other 1.m · 2^(exponent − bias).
/// </summary>
internal static class MiniFloat
{
    /// <summary>Half precision without the lower byte, infinities and NaN included.</summary>
    public static readonly float[] E5M2 = [.. Bytes.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)(bits << 8)))];

    /// <summary>Without infinities: only the two patterns of ones are NaN.</summary>
    public static readonly float[] E4M3 = [.. Bytes.Select(bits => (bits & 0x7F) == 0x7F ? float.NaN : Value(bits, 4, 3, bias: 7))];

    /// <summary>Without infinities and negative zero, whose pattern is the only NaN.</summary>
    public static readonly float[] E4M3Fnuz = [.. Bytes.Select(bits => bits == 0x80 ? float.NaN : Value(bits, 4, 3, bias: 8))];

    /// <summary>Without infinities and negative zero, whose pattern is the only NaN.</summary>
    public static readonly float[] E5M2Fnuz = [.. Bytes.Select(bits => bits == 0x80 ? float.NaN : Value(bits, 5, 2, bias: 16))];

    /// <summary>Powers of two: an exponent alone.</summary>
    public static readonly float[] E8M0 = [.. Bytes.Select(bits => bits == 0xFF ? float.NaN : MathF.ScaleB(1, bits - 127))];

    /// <summary>Four bits, all of them numbers: 0, ½, 1, 1½, 2, 3, 4, 6 and their negatives.</summary>
    public static readonly float[] E2M1 = [.. Enumerable.Range(0, 16).Select(bits => Value(bits, 2, 1, bias: 1))];

    private static IEnumerable<int> Bytes => Enumerable.Range(0, 256);

    private static float Value(int bits, int exponentBits, int mantissaBits, int bias)
    {
        var mantissa = bits & ((1 << mantissaBits) - 1);
        var exponent = (bits >> mantissaBits) & ((1 << exponentBits) - 1);
        var magnitude = exponent == 0
            ? MathF.ScaleB(mantissa, 1 - bias - mantissaBits)
            : MathF.ScaleB((1 << mantissaBits) + mantissa, exponent - bias - mantissaBits);
        return bits >> (exponentBits + mantissaBits) == 0 ? magnitude : -magnitude;
    }
}
