using System.Numerics;

namespace Autograd.Kernels;

/// <summary>Work that can be done for elements of any type.</summary>
public interface IAnyWork
{
    /// <summary>Does the work for elements of type <typeparamref name="T"/> and returns the storage it filled.</summary>
    Storage Invoke<T>() where T : unmanaged;
}

/// <summary>Work that can be done for numbers: all types but Bool.</summary>
public interface INumberWork
{
    /// <summary>Does the work for elements of type <typeparamref name="T"/> and returns the storage it filled.</summary>
    Storage Invoke<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T>;
}

/// <summary>Work that can be done for floating-point numbers.</summary>
public interface IRealWork
{
    /// <summary>Does the work for elements of type <typeparamref name="T"/> and returns the storage it filled.</summary>
    Storage Invoke<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>;
}

/// <summary>
/// The one crossing from a tensor's run-time type to a compile-time type. Work given as a struct is specialised by the compiler
/// for each element type, so what follows the crossing costs no further dispatch.
/// </summary>
public static class Dispatch
{
    /// <summary>Runs work that takes any element type.</summary>
    public static Storage Any<TWork>(DType type, TWork work) where TWork : IAnyWork => type switch
    {
        DType.Float32 => work.Invoke<float>(),
        DType.Float64 => work.Invoke<double>(),
        DType.Int64 => work.Invoke<long>(),
        DType.Int32 => work.Invoke<int>(),
        _ => work.Invoke<bool>(),
    };

    /// <summary>Runs work that takes numbers.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="work">What to do.</param>
    /// <param name="caller">The operation or optimizer whose class the message names.</param>
    /// <exception cref="TypeException">The type is Bool.</exception>
    public static Storage Number<TWork>(DType type, TWork work, object caller) where TWork : INumberWork => type switch
    {
        DType.Float32 => work.Invoke<float>(),
        DType.Float64 => work.Invoke<double>(),
        DType.Int64 => work.Invoke<long>(),
        DType.Int32 => work.Invoke<int>(),
        _ => throw new TypeException($"{caller.GetType().Name}: takes numbers, got {type}; convert with Cast first."),
    };

    /// <summary>Runs work that takes floating-point numbers.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="work">What to do.</param>
    /// <param name="caller">The operation or optimizer whose class the message names.</param>
    /// <exception cref="TypeException">The type is an integer or Bool.</exception>
    public static Storage Real<TWork>(DType type, TWork work, object caller) where TWork : IRealWork => type switch
    {
        DType.Float32 => work.Invoke<float>(),
        DType.Float64 => work.Invoke<double>(),
        _ => throw new TypeException($"{caller.GetType().Name}: takes floating-point numbers, got {type}; convert with Cast(DType.Float32) first."),
    };
}
