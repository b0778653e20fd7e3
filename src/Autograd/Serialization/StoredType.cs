namespace Autograd;

/// <summary>
/// The type of a tensor's elements in a safetensors file: more types than tensors have (<see cref="DType"/>). In the order of the format's
/// reference implementation, from the least alignment to the greatest, which is also the reverse of the order that tensors are written in.
/// </summary>
public enum StoredType
{
    /// <summary>BOOL: a byte, 0 or 1.</summary>
    Bool,

    /// <summary>F4: four bits, a sign, two bits of exponent and one of mantissa; two in a byte, the first in the low half.</summary>
    Float4E2M1,

    /// <summary>F6_E2M3: six bits. The format does not say how they are packed, so their values cannot be read.</summary>
    Float6E2M3,

    /// <summary>F6_E3M2: six bits. The format does not say how they are packed, so their values cannot be read.</summary>
    Float6E3M2,

    /// <summary>U8: 0 to 255.</summary>
    UInt8,

    /// <summary>I8: −128 to 127.</summary>
    Int8,

    /// <summary>F8_E5M2: a half-precision number without its lower byte.</summary>
    Float8E5M2,

    /// <summary>F8_E4M3: up to ±448, with NaN and without infinities.</summary>
    Float8E4M3,

    /// <summary>F8_E8M0: powers of two from 2⁻¹²⁷ to 2¹²⁷, the scales of blocks of smaller numbers.</summary>
    Float8E8M0,

    /// <summary>F8_E4M3FNUZ: up to ±240, with one NaN, without infinities and without a negative zero.</summary>
    Float8E4M3Fnuz,

    /// <summary>F8_E5M2FNUZ: up to ±57,344, with one NaN, without infinities and without a negative zero.</summary>
    Float8E5M2Fnuz,

    /// <summary>I16: −32,768 to 32,767.</summary>
    Int16,

    /// <summary>U16: 0 to 65,535.</summary>
    UInt16,

    /// <summary>F16: half precision (<see cref="Half"/>).</summary>
    Float16,

    /// <summary>BF16: the upper half of a number in single precision.</summary>
    BFloat16,

    /// <summary>I32.</summary>
    Int32,

    /// <summary>U32: 0 to 2³² − 1.</summary>
    UInt32,

    /// <summary>F32: single precision.</summary>
    Float32,

    /// <summary>C64: a complex number, two numbers in single precision, real and imaginary part.</summary>
    Complex64,

    /// <summary>F64: double precision.</summary>
    Float64,

    /// <summary>I64.</summary>
    Int64,

    /// <summary>U64: 0 to 2⁶⁴ − 1.</summary>
    UInt64,
}

/// <summary>What is known of the types in a safetensors file.</summary>
public static class StoredTypes
{
    private static readonly (string Code, int Bits, DType? ReadAs)[] _table =
    [
        ("BOOL", 8, DType.Bool),
        ("F4", 4, DType.Float32),
        ("F6_E2M3", 6, null),
        ("F6_E3M2", 6, null),
        ("U8", 8, DType.Int32),
        ("I8", 8, DType.Int32),
        ("F8_E5M2", 8, DType.Float32),
        ("F8_E4M3", 8, DType.Float32),
        ("F8_E8M0", 8, DType.Float32),
        ("F8_E4M3FNUZ", 8, DType.Float32),
        ("F8_E5M2FNUZ", 8, DType.Float32),
        ("I16", 16, DType.Int32),
        ("U16", 16, DType.Int32),
        ("F16", 16, DType.Float32),
        ("BF16", 16, DType.Float32),
        ("I32", 32, DType.Int32),
        ("U32", 32, DType.Int64),
        ("F32", 32, DType.Float32),
        ("C64", 64, DType.Float32),
        ("F64", 64, DType.Float64),
        ("I64", 64, DType.Int64),
        ("U64", 64, DType.Int64),
    ];

    extension(StoredType type)
    {
        /// <summary>The name in the file: <c>BF16</c>.</summary>
        public string Code => _table[(int)type].Code;

        /// <summary>Bits per element.</summary>
        public int Bits => _table[(int)type].Bits;

        /// <summary>The smallest type of tensors that holds every value, or null if the values cannot be read.</summary>
        public DType? ReadAs => _table[(int)type].ReadAs;
    }

    /// <summary>The type that stores the elements of a tensor as they are.</summary>
    internal static StoredType Of(DType type) => type switch
    {
        DType.Bool => StoredType.Bool,
        DType.Int32 => StoredType.Int32,
        DType.Int64 => StoredType.Int64,
        DType.Float32 => StoredType.Float32,
        _ => StoredType.Float64,
    };

    /// <summary>The type of that name in the file, or null.</summary>
    internal static StoredType? Parse(string code)
    {
        var index = Array.FindIndex(_table, row => row.Code == code);
        return index < 0 ? null : (StoredType)index;
    }
}
