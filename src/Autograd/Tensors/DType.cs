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
