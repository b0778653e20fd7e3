using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>exp(x − shift): what softmax and its kin sum. The shift is the greatest element, so that nothing overflows.</summary>
internal readonly struct ShiftedExp<T>(T shift) : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
{
    public static bool IsVectorized => true;

    public static bool IsWide => typeof(T) == typeof(float);

    public T Invoke(T x) => VectorMath.Exp(Vector.Create(x - shift)).ToScalar();

    public Vector<T> Invoke(Vector<T> x) => VectorMath.Exp(x - Vector.Create(shift));

    public Vector512<T> Invoke(Vector512<T> x) => VectorMath.Exp((x - Vector512.Create(shift)).As<T, float>()).As<float, T>();
}

/// <summary>Softmax and the sums of exponentials of one line, stable for elements of any size.</summary>
internal static class Exponentials
{
    /// <summary>result = exp(x − max) / Σ exp(x − max) · scale. Where the greatest element is infinite, everything is NaN, as in PyTorch.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> result, T scale) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        Elementwise.MapSpan(x, result, new ShiftedExp<T>(Reducing.Combine(x, default(Greatest))));
        Scale(result, Reducing.Combine<T, Sum.Kernel>(result, default), scale);
    }

    /// <summary>The greatest element, and ln Σ exp(x − max): their sum is ln Σ exp x, but apart they keep the digits of small differences.</summary>
    public static (T Max, T LogOfSum) LogOfSum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var max = Reducing.Combine(x, default(Greatest));
        return (max, T.Log(Reducing.Combine(x, new ShiftedExp<T>(max), default(Sum.Kernel))));
    }

    /// <summary>values = values / divisor · factor, in place.</summary>
    private static void Scale<T>(Span<T> values, T divisor, T factor) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= values.Length - Vector512<T>.Count; i += Vector512<T>.Count)
                (Vector512.LoadUnsafe(ref first, (nuint)i) / Vector512.Create(divisor) * Vector512.Create(factor)).StoreUnsafe(ref first, (nuint)i);
        }
        for (; i <= values.Length - Vector<T>.Count; i += Vector<T>.Count)
            (Vector.LoadUnsafe(ref first, (nuint)i) / Vector.Create(divisor) * Vector.Create(factor)).StoreUnsafe(ref first, (nuint)i);
        for (; i < values.Length; i++)
            values[i] = values[i] / divisor * factor;
    }

    /// <summary>The greatest number. It may pass over a NaN, which makes the sum of the exponentials NaN all the same, and takes one instruction.</summary>
    private readonly struct Greatest : IReductionKernel
    {
        public T Identity<T>() where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.CreateSaturating(double.NegativeInfinity);

        public T Combine<T>(T left, T right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => T.MaxNative(left, right);

        public Vector<T> Combine<T>(Vector<T> left, Vector<T> right) where T : unmanaged, INumber<T>, IMinMaxValue<T> => Vector.MaxNative(left, right);
    }
}
