using System.Numerics;

namespace Autograd.Kernels;

/// <summary>A way to combine many numbers into one: associative and commutative.</summary>
public interface IReductionKernel
{
    /// <summary>What combines with any x to x: the result over no elements.</summary>
    T Identity<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>Two partial results made one.</summary>
    T Combine<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T>;

    /// <summary>Two vectors of partial results made one.</summary>
    Vector<T> Combine<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}
