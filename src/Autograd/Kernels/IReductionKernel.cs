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

/// <summary>A way to make one number of a whole run of real numbers, where combining them two by two would not do.</summary>
public interface IRealReductionKernel
{
    /// <summary>The one number; the run may be empty.</summary>
    T Invoke<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>;
}

/// <summary>A search in a line of numbers, whose results are places in it.</summary>
public interface ISearchKernel
{
    /// <summary>Fills in the places found.</summary>
    void Invoke<T>(ReadOnlySpan<T> line, Span<long> places) where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}
