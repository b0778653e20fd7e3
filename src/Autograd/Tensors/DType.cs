namespace Autograd;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>True or false, one byte (C#'s <see cref="bool"/>).</summary>
    Bool,

    /// <summary>32-bit signed integer (C#'s <see cref="int"/>).</summary>
    Int32,

    /// <summary>64-bit signed integer (C#'s <see cref="long"/>), the type of indices.</summary>
    Int64,

    /// <summary>Single precision (C#'s <see cref="float"/>), the default.</summary>
    Float32,

    /// <summary>Double precision (C#'s <see cref="double"/>).</summary>
    Float64,
}

/// <summary>What is known of an element type, and how two of them combine.</summary>
public static class DTypes
{
    extension(DType type)
    {
        /// <summary>True for Float32 and Float64, the types that carry gradients.</summary>
        public bool IsFloatingPoint => type >= DType.Float32;

        /// <summary>True for Int32 and Int64.</summary>
        public bool IsInteger => type is DType.Int32 or DType.Int64;

        /// <summary>Bytes per element.</summary>
        public int ElementSize => type switch { DType.Bool => 1, DType.Int32 or DType.Float32 => 4, _ => 8 };

        /// <summary>This type if it is a floating-point type, else Float32: what functions of real numbers make of integers.</summary>
        internal DType ToFloatingPoint() => type.IsFloatingPoint ? type : DType.Float32;

        /// <summary>Category of PyTorch's promotion: a tensor of a lower priority widens only into a higher category.</summary>
        private int Category => type.IsFloatingPoint ? 2 : type.IsInteger ? 1 : 0;
    }

    /// <summary>The element type that stores <typeparamref name="T"/>.</summary>
    /// <exception cref="TypeException"><typeparamref name="T"/> is not one of bool, int, long, float, double.</exception>
    public static DType Of<T>()
    {
        if (typeof(T) == typeof(float))
            return DType.Float32;
        if (typeof(T) == typeof(double))
            return DType.Float64;
        if (typeof(T) == typeof(long))
            return DType.Int64;
        if (typeof(T) == typeof(int))
            return DType.Int32;
        if (typeof(T) == typeof(bool))
            return DType.Bool;
        throw new TypeException($"Tensor: elements of type {typeof(T).Name} are not supported; use float, double, long, int or bool.");
    }

    /// <summary>The keyword of the C# type that an element is read as.</summary>
    internal static string NameInCSharp(DType type) => type switch
    {
        DType.Bool => "bool",
        DType.Int32 => "int",
        DType.Int64 => "long",
        DType.Float32 => "float",
        _ => "double",
    };

    /// <summary>The keyword of a C# type, or its name if it is none that a tensor stores.</summary>
    internal static string NameInCSharp<T>() =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(long) || typeof(T) == typeof(int) || typeof(T) == typeof(bool)
            ? NameInCSharp(Of<T>())
            : typeof(T).Name;

    /// <summary>The narrowest type that holds both: the order is Bool, Int32, Int64, Float32, Float64.</summary>
    internal static DType Wider(DType left, DType right) => left >= right ? left : right;

    /// <summary>
    /// The type in which two tensors meet, as PyTorch's <c>result_type</c> has it: tensors with dimensions decide; a tensor without
    /// dimensions, and after it a C# scalar, only matters if its category (bool, integer, floating point) is higher.
    /// A C# scalar that raises integers to floating point gives Float32.
    /// </summary>
    internal static DType Promote(Tensor left, Tensor right)
    {
        if (left.DType == right.DType)
            return left.DType;
        int leftPriority = Priority(left), rightPriority = Priority(right);
        if (leftPriority == rightPriority)
            return Wider(left.DType, right.DType);
        var (strong, weak) = leftPriority > rightPriority ? (left, right) : (right, left);
        if (strong.DType.Category >= weak.DType.Category)
            return strong.DType;
        return weak.IsScalarLiteral && weak.DType.IsFloatingPoint ? DType.Float32
            : weak.IsScalarLiteral && weak.DType.IsInteger ? DType.Int64
            : weak.DType;

        static int Priority(Tensor x) => x.IsScalarLiteral ? 0 : x.Rank == 0 ? 1 : 2;
    }
}
