using System.Numerics;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// A function of one number, for every number type. Written once for one element and, where <see cref="IsVectorized"/>, once for a
/// vector of them; the loops around it exist already.
/// </summary>
public interface IUnaryKernel
{
    /// <summary>True if the vector overload exists.</summary>
    static virtual bool IsVectorized => false;

    /// <summary>The function of one element.</summary>
    T Invoke<T>(T x) where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>The function of each lane.</summary>
    Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => throw new NotSupportedException();

    /// <summary>
    /// True if the overload for vectors of 512 bits exists. Its steps are those of the other overloads, so that an element's result has the same
    /// bits wherever it lies.
    /// </summary>
    static virtual bool IsWide => false;

    /// <summary>The function of each lane of a wide vector.</summary>
    Vector512<T> Invoke<T>(Vector512<T> x) where T : unmanaged, INumber<T>, IMinMaxValue<T> => throw new NotSupportedException();
}

/// <summary>A function of one real number, for Float32 and Float64; integers are converted to Float32 first.</summary>
public interface IRealUnaryKernel
{
    /// <summary>True if the vector overload exists.</summary>
    static virtual bool IsVectorized => false;

    /// <summary>The function of one element.</summary>
    T Invoke<T>(T x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>;

    /// <summary>The function of each lane.</summary>
    Vector<T> Invoke<T>(Vector<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> => throw new NotSupportedException();

    /// <summary>
    /// True if the overload for vectors of 512 bits exists: it pays where a function takes many steps. Its steps are those of the other
    /// overloads, so that an element's result has the same bits wherever it lies.
    /// </summary>
    static virtual bool IsWide => false;

    /// <summary>The function of each lane of a wide vector of Float32.</summary>
    Vector512<float> Invoke(Vector512<float> x) => throw new NotSupportedException();
}
