using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>How one step of an optimizer changes weights, and what it remembers of each: as many as a vector holds.</summary>
internal interface IUpdate<T> where T : unmanaged
{
    /// <summary>How many numbers are remembered of each weight: 0, 1 or 2.</summary>
    static abstract int Remembered { get; }

    void Invoke(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> first, ref Vector<T> second);
}

/// <summary>The loop of all optimizers: one pass over the weights, their gradients and what is remembered, in place.</summary>
internal static class Updating
{
    /// <summary>Changes all weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients, from the offset on.</param>
    /// <param name="offset">Where the first gradient is.</param>
    /// <param name="first">The first numbers remembered, or null if there are none.</param>
    /// <param name="second">The second numbers remembered, or null if there are none.</param>
    /// <param name="update">The step.</param>
    public static void Run<T, TUpdate>(Storage<T> weights, Storage<T> gradients, int offset, Storage<T>? first, Storage<T>? second, TUpdate update)
        where T : unmanaged where TUpdate : struct, IUpdate<T> =>
        Threads.Run(weights.Length, new Work<T, TUpdate>(weights, gradients, offset, first, second, update), 1 + TUpdate.Remembered);

    private readonly struct Work<T, TUpdate>(Storage<T> weights, Storage<T> gradients, int offset, Storage<T>? first, Storage<T>? second, TUpdate update)
        : IRangeWork where T : unmanaged where TUpdate : struct, IUpdate<T>
    {
        public void Invoke(int start, int end)
        {
            var w = weights.Span[start..end];
            var g = gradients.Span[(offset + start)..(offset + end)];
            var m = TUpdate.Remembered > 0 ? first!.Span[start..end] : default;
            var v = TUpdate.Remembered > 1 ? second!.Span[start..end] : default;
            var i = 0;
            for (; i <= w.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var weight = Load(w, i);
                var one = TUpdate.Remembered > 0 ? Load(m, i) : default;
                var two = TUpdate.Remembered > 1 ? Load(v, i) : default;
                update.Invoke(Load(g, i), ref weight, ref one, ref two);
                Store(weight, w, i);
                if (TUpdate.Remembered > 0)
                    Store(one, m, i);
                if (TUpdate.Remembered > 1)
                    Store(two, v, i);
            }
            // The rest in the first lane of a vector: the step is written once.
            for (; i < w.Length; i++)
            {
                var weight = Vector.Create(w[i]);
                var one = TUpdate.Remembered > 0 ? Vector.Create(m[i]) : default;
                var two = TUpdate.Remembered > 1 ? Vector.Create(v[i]) : default;
                update.Invoke(Vector.Create(g[i]), ref weight, ref one, ref two);
                w[i] = weight.ToScalar();
                if (TUpdate.Remembered > 0)
                    m[i] = one.ToScalar();
                if (TUpdate.Remembered > 1)
                    v[i] = two.ToScalar();
            }
        }

        private static Vector<T> Load(Span<T> span, int i) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(span), (nuint)i);

        private static void Store(Vector<T> vector, Span<T> span, int i) => vector.StoreUnsafe(ref MemoryMarshal.GetReference(span), (nuint)i);
    }
}
