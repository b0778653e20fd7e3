using System.Numerics;

namespace Autograd.Kernels;

/// <summary>exp(x − shift): what softmax and its kin sum. The shift is the greatest element, so that nothing overflows.</summary>
internal readonly struct ShiftedExp<T>(T shift) : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
{
    public static bool IsVectorized => true;

    public T Invoke(T x) => VectorMath.Exp(Vector.Create(x - shift)).ToScalar();

    public Vector<T> Invoke(Vector<T> x) => VectorMath.Exp(x - Vector.Create(shift));
}

/// <summary>Softmax and the sums of exponentials of one line, stable for elements of any size.</summary>
internal static class Exponentials
{
    /// <summary>result = exp(x − max) / Σ exp(x − max) · scale. Where the greatest element is infinite, everything is NaN, as in PyTorch.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, Span<T> result, T scale) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        Elementwise.MapSpan(x, result, new ShiftedExp<T>(Reducing.Combine(x, default(Amax.Kernel))));
        var sum = Reducing.Combine<T, Sum.Kernel>(result, default);
        var i = 0;
        for (; i <= result.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(result[i..]) / sum * scale).CopyTo(result[i..]);
        for (; i < result.Length; i++)
            result[i] = result[i] / sum * scale;
    }

    /// <summary>The greatest element, and ln Σ exp(x − max): their sum is ln Σ exp x, but apart they keep the digits of small differences.</summary>
    public static (T Max, T LogOfSum) LogOfSum<T>(ReadOnlySpan<T> x) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var max = Reducing.Combine(x, default(Amax.Kernel));
        return (max, T.Log(Reducing.Combine(x, new ShiftedExp<T>(max), default(Sum.Kernel))));
    }
}
