using System.Numerics;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>A function of two numbers, for every number type.</summary>
public interface IBinaryKernel
{
    /// <summary>True if the vector overload exists.</summary>
    static virtual bool IsVectorized => false;

    /// <summary>The function of one pair of elements.</summary>
    T Invoke<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>The function of each pair of lanes.</summary>
    Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => throw new NotSupportedException();

    /// <summary>
    /// True if the overload for vectors of 512 bits exists. Its steps are those of the other overloads, so that an element's result has the same
    /// bits wherever it lies.
    /// </summary>
    static virtual bool IsWide => false;

    /// <summary>The function of each pair of lanes of two wide vectors.</summary>
    Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => throw new NotSupportedException();
}

/// <summary>A function of two real numbers, for Float32 and Float64; integers are converted to Float32 first.</summary>
public interface IRealBinaryKernel
{
    /// <summary>True if the vector overload exists.</summary>
    static virtual bool IsVectorized => false;

    /// <summary>The function of one pair of elements.</summary>
    T Invoke<T>(T left, T right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>;

    /// <summary>The function of each pair of lanes.</summary>
    Vector<T> Invoke<T>(Vector<T> left, Vector<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => throw new NotSupportedException();

    /// <summary>
    /// True if the overload for vectors of 512 bits exists. Its steps are those of the other overloads, so that an element's result has the same
    /// bits wherever it lies.
    /// </summary>
    static virtual bool IsWide => false;

    /// <summary>The function of each pair of lanes of two wide vectors.</summary>
    Vector512<T> Invoke<T>(Vector512<T> left, Vector512<T> right) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => throw new NotSupportedException();
}

/// <summary>A question about two elements; the answer is a Bool.</summary>
public interface IComparisonKernel
{
    /// <summary>The answer for one pair of elements.</summary>
    bool Invoke<T>(T left, T right) where T : unmanaged, INumber<T>;
}
