using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>How one step of an optimizer changes weights, and what it remembers of each: as many as a vector holds.</summary>
internal interface IUpdate
{
    /// <summary>Changes weights. What is not remembered comes as 0 and is forgotten.</summary>
    void Invoke<T>(Vector<T> gradient, ref Vector<T> weight, ref Vector<T> first, ref Vector<T> second, ref Vector<T> third)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>The loop of all optimizers: one pass over the weights, their gradients and what is remembered, in place.</summary>
internal static class Updating
{
    /// <summary>Changes all weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="gradients">Their gradients, from the offset on.</param>
    /// <param name="offset">Where the first gradient is.</param>
    /// <param name="first">The first numbers remembered, or null if there are none; likewise the second and third.</param>
    /// <param name="second">The second numbers remembered.</param>
    /// <param name="third">The third numbers remembered.</param>
    /// <param name="update">The step.</param>
    public static void Run<T, TUpdate>(
        Storage<T> weights, Storage<T> gradients, int offset, Storage<T>? first, Storage<T>? second, Storage<T>? third, TUpdate update)
        where T : unmanaged, IFloatingPointIeee754<T> where TUpdate : struct, IUpdate
    {
        var arrays = 1 + (first is null ? 0 : 1) + (second is null ? 0 : 1) + (third is null ? 0 : 1);
        Threads.Run(weights.Length, new Work<T, TUpdate>(weights, gradients, offset, first, second, third, update), arrays);
    }

    private readonly struct Work<T, TUpdate>(
        Storage<T> weights, Storage<T> gradients, int offset, Storage<T>? first, Storage<T>? second, Storage<T>? third, TUpdate update) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T> where TUpdate : struct, IUpdate
    {
        public void Invoke(int start, int end)
        {
            var step = update;
            var w = weights.Span[start..end];
            var g = gradients.Span[(offset + start)..(offset + end)];
            var a = Part(first, start, end);
            var b = Part(second, start, end);
            var c = Part(third, start, end);
            var i = 0;
            for (; i <= w.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var weight = Load(w, i);
                var (one, two, three) = (LoadIfAny(a, i), LoadIfAny(b, i), LoadIfAny(c, i));
                step.Invoke(Load(g, i), ref weight, ref one, ref two, ref three);
                Store(weight, w, i);
                StoreIfAny(one, a, i);
                StoreIfAny(two, b, i);
                StoreIfAny(three, c, i);
            }
            // The rest in the first lane of a vector: the step is written once.
            for (; i < w.Length; i++)
            {
                var weight = Vector.Create(w[i]);
                var (one, two, three) = (LaneIfAny(a, i), LaneIfAny(b, i), LaneIfAny(c, i));
                step.Invoke(Vector.Create(g[i]), ref weight, ref one, ref two, ref three);
                w[i] = weight.ToScalar();
                if (!a.IsEmpty)
                    a[i] = one.ToScalar();
                if (!b.IsEmpty)
                    b[i] = two.ToScalar();
                if (!c.IsEmpty)
                    c[i] = three.ToScalar();
            }
        }

        private static Span<T> Part(Storage<T>? remembered, int start, int end) => remembered is null ? default : remembered.Span[start..end];

        private static Vector<T> Load(Span<T> span, int i) => Vector.LoadUnsafe(ref MemoryMarshal.GetReference(span), (nuint)i);

        private static Vector<T> LoadIfAny(Span<T> span, int i) => span.IsEmpty ? default : Load(span, i);

        private static Vector<T> LaneIfAny(Span<T> span, int i) => span.IsEmpty ? default : Vector.Create(span[i]);

        private static void Store(Vector<T> vector, Span<T> span, int i) => vector.StoreUnsafe(ref MemoryMarshal.GetReference(span), (nuint)i);

        private static void StoreIfAny(Vector<T> vector, Span<T> span, int i)
        {
            if (!span.IsEmpty)
                Store(vector, span, i);
        }
    }
}
