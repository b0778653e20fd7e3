using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>Brings an axis to another size as weighted sums of its elements, and the transpose of that.</summary>
internal static class Resampling
{
    /// <summary>[outer, size, inner] → [outer, count, inner].</summary>
    public static Planes<T> Read<T>(Planes<T> x, AxisTaps<T> taps, int outer, int inner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var result = Storage.Allocate<T>(checked(outer * taps.Axis.Count * inner));
        Threads.Run(outer, new Reading<T>(x, taps, inner, result), Cost(taps, inner));
        return new Planes<T>(result, 0);
    }

    /// <summary>[outer, count, inner] → [outer, size, inner]: each element of the gradient goes where its value came from, with the same weights.</summary>
    public static Planes<T> Write<T>(Planes<T> gradient, AxisTaps<T> taps, int outer, int inner) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var result = Storage.Allocate<T>(checked(outer * taps.Axis.Size * inner));
        Threads.Run(outer, new Writing<T>(gradient, taps, inner, result), Cost(taps, inner));
        return new Planes<T>(result, 0);
    }

    private static int Cost<T>(AxisTaps<T> taps, int inner) where T : unmanaged, IFloatingPointIeee754<T> =>
        (int)Math.Min(int.MaxValue, (long)inner * (taps.Axis.Size + taps.Axis.Count * taps.Each));

    private readonly struct Reading<T>(Planes<T> x, AxisTaps<T> taps, int inner, Storage<T> result) : IRangeWork where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Invoke(int start, int end)
        {
            var (size, count, each) = (taps.Axis.Size, taps.Axis.Count, taps.Each);
            for (var line = start; line < end; line++)
            {
                ReadOnlySpan<T> from = x.Plane(line, size * inner);
                var to = result.Span.Slice(line * count * inner, count * inner);
                if (inner == 1)
                {
                    Line(from, to);
                    continue;
                }
                for (var i = 0; i < count; i++)
                {
                    var row = to.Slice(i * inner, inner);
                    for (var k = 0; k < each; k++)
                        AddWeighted(from.Slice(taps.Sources[i * each + k] * inner, inner), taps.Weights[i * each + k], row, isFirst: k == 0);
                }
            }
        }

        private void Line(ReadOnlySpan<T> from, Span<T> to)
        {
            ReadOnlySpan<int> sources = taps.Sources;
            ReadOnlySpan<T> weights = taps.Weights;
            for (int i = 0, tap = 0; i < to.Length; i++)
            {
                // The first is no addend to 0: −0 stays −0.
                var sum = weights[tap] * from[sources[tap]];
                for (var last = tap++ + taps.Each; tap < last; tap++)
                    sum += weights[tap] * from[sources[tap]];
                to[i] = sum;
            }
        }
    }

    private readonly struct Writing<T>(Planes<T> gradient, AxisTaps<T> taps, int inner, Storage<T> result) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Invoke(int start, int end)
        {
            var (size, count, each) = (taps.Axis.Size, taps.Axis.Count, taps.Each);
            for (var line = start; line < end; line++)
            {
                ReadOnlySpan<T> from = gradient.Plane(line, count * inner);
                var to = result.Span.Slice(line * size * inner, size * inner);
                to.Clear();
                for (var tap = 0; tap < count * each; tap++)
                {
                    var (i, source, weight) = (tap / each, taps.Sources[tap], taps.Weights[tap]);
                    if (inner == 1)
                        to[source] += weight * from[i];
                    else
                        AddWeighted(from.Slice(i * inner, inner), weight, to.Slice(source * inner, inner), isFirst: false);
                }
            }
        }
    }

    /// <summary>target = weight · x for the first, else target += weight · x.</summary>
    private static void AddWeighted<T>(ReadOnlySpan<T> x, T weight, Span<T> target, bool isFirst) where T : unmanaged, INumber<T>
    {
        var factors = MemoryMarshal.Cast<T, Vector<T>>(x);
        var sums = MemoryMarshal.Cast<T, Vector<T>>(target);
        for (var i = 0; i < sums.Length; i++)
            sums[i] = isFirst ? factors[i] * weight : sums[i] + factors[i] * weight;
        for (var i = sums.Length * Vector<T>.Count; i < target.Length; i++)
            target[i] = isFirst ? x[i] * weight : target[i] + x[i] * weight;
    }
}
