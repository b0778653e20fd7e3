using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The loops of all normalisations: x̂ = (x − mean) / √(variance + ε) over groups of elements, scaled and shifted. A group is read three times, while
/// it is in the cache, wherever its runs lie:
/// <code>
///   Σ x             →  shift, the mean as the elements' type holds it
///   Σ d, Σ d²       →  variance, and the rest of the mean      d = x − shift, a small and mostly exact number
///   d · a + b       →  result                                  a = weight / √(variance + ε), b = bias − rest · a
/// </code>
/// The difference of two large sums would lose the variance of elements far from 0.
/// </summary>
internal static class Standardizing
{
    /// <summary>x̂ · weight + bias, and what is then known of the groups.</summary>
    public static Storage<T> Forward<T>(
        Storage x, Layout layout, Planes<T>? weight, Planes<T>? bias, StandardGroups groups, GroupStatistics statistics)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var result = Storage.Allocate<T>(layout.Shape.ElementCount);
        Storage<T>? zeros = null;
        if (weight is not null && bias is null)
        {
            zeros = Storage.Allocate<T>(groups.Weights);
            zeros.Span.Clear();
            bias = new Planes<T>(zeros, 0);
        }
        var xs = Planes<T>.Of(x, groups.Order(layout));
        Threads.Run(groups.Count, new Work<T>(xs, weight, bias, groups, statistics, result), groups.Size);
        zeros?.GiveBack();
        xs.GiveBackCopyOf(x);
        return groups.InPlace(result, layout.Shape);
    }

    private readonly struct Work<T>(
        Planes<T> x, Planes<T>? weight, Planes<T>? bias, StandardGroups groups, GroupStatistics statistics, Storage<T> result) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int start, int end)
        {
            ReadOnlySpan<T> from = x.From(0, result.Length);
            ReadOnlySpan<T> weights = weight is { } w ? w.From(0, groups.Weights) : default, biases = bias is { } b ? b.From(0, groups.Weights) : default;
            var to = result.Span;
            // Neighbours take each step together: their sums do not wait for each other.
            for (int group = start, next; group < end; group = next)
            {
                next = Math.Min(end, group + groups.Together);
                for (var each = group; each < next && statistics.IsCentered; each++)
                    statistics.Shift[each] = RunSums.Sum(from, groups.RunsOf(each)) / groups.Size;
                for (var each = group; each < next; each++)
                    Measure(from, each);
                for (var each = group; each < next; each++)
                {
                    for (var run = 0; run < groups.Runs; run++)
                        Write(from, weights, biases, to, each, run);
                }
            }
        }

        private void Measure(ReadOnlySpan<T> from, int group)
        {
            var (n, shift) = ((double)groups.Size, T.CreateTruncating(statistics.Shift[group]));
            var (sum, squares) = RunSums.Distances(from, groups.RunsOf(group), shift);
            if (!statistics.IsCentered)
            {
                statistics.Variance[group] = squares / n;
                return;
            }
            statistics.Variance[group] = Math.Max(0, squares - sum * sum / n) / n;
            statistics.SetMean<T>(group, double.CreateTruncating(shift) + sum / n);
        }

        private void Write(ReadOnlySpan<T> from, ReadOnlySpan<T> weights, ReadOnlySpan<T> biases, Span<T> to, int group, int run)
        {
            var (shift, scale) = (T.CreateTruncating(statistics.Shift[group]), statistics.Scale(group));
            var at = groups.Start(group, run);
            from = from.Slice(at, groups.RunLength);
            to = to.Slice(at, groups.RunLength);
            var first = groups.Weight(group, run);
            if (weight is not null && groups.IsWeightPerElement)
            {
                var offset = T.CreateTruncating(-statistics.Rest[group] * scale);
                WriteEach(from, weights.Slice(first, to.Length), biases.Slice(first, to.Length), to, shift, T.CreateTruncating(scale), offset);
                return;
            }
            scale *= weight is null ? 1 : double.CreateTruncating(weights[first]);
            var added = (weight is null ? 0 : double.CreateTruncating(biases[first])) - statistics.Rest[group] * scale;
            WriteRun(from, to, shift, T.CreateTruncating(scale), T.CreateTruncating(added));
        }
    }

    // The last vector of each of these loops overlaps the one before it.

    /// <summary>result = (x − shift) · scale + offset.</summary>
    private static void WriteRun<T>(ReadOnlySpan<T> x, Span<T> result, T shift, T scale, T offset) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result);
        if (Vector512.IsHardwareAccelerated && x.Length >= WideVector<T>.Count)
            WriteRun<T, WideVector<T>>(ref from, ref to, x.Length, shift, scale, offset);
        else if (x.Length >= MachineVector<T>.Count)
            WriteRun<T, MachineVector<T>>(ref from, ref to, x.Length, shift, scale, offset);
        else if (x.Length > 0)
            WriteRun<T, SingleLane<T>>(ref from, ref to, x.Length, shift, scale, offset);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteRun<T, V>(ref T x, ref T result, int length, T shift, T scale, T offset)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        var (shifts, scales, offsets) = (V.Of(shift), V.Of(scale), V.Of(offset));
        var last = length - V.Count;
        for (var i = 0; ; i = Math.Min(i + V.Count, last))
        {
            ((V.Load(ref x, i) - shifts) * scales + offsets).Store(ref result, i);
            if (i == last)
                return;
        }
    }

    /// <summary>result = ((x − shift) · scale + offset) · weight + bias.</summary>
    private static void WriteEach<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> result, T shift, T scale, T offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var w = ref MemoryMarshal.GetReference(weight);
        ref var b = ref MemoryMarshal.GetReference(bias);
        ref var to = ref MemoryMarshal.GetReference(result);
        if (Vector512.IsHardwareAccelerated && x.Length >= WideVector<T>.Count)
            WriteEach<T, WideVector<T>>(ref from, ref w, ref b, ref to, x.Length, shift, scale, offset);
        else if (x.Length >= MachineVector<T>.Count)
            WriteEach<T, MachineVector<T>>(ref from, ref w, ref b, ref to, x.Length, shift, scale, offset);
        else if (x.Length > 0)
            WriteEach<T, SingleLane<T>>(ref from, ref w, ref b, ref to, x.Length, shift, scale, offset);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteEach<T, V>(ref T x, ref T weight, ref T bias, ref T result, int length, T shift, T scale, T offset)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        var (shifts, scales, offsets) = (V.Of(shift), V.Of(scale), V.Of(offset));
        var last = length - V.Count;
        for (var i = 0; ; i = Math.Min(i + V.Count, last))
        {
            var standard = (V.Load(ref x, i) - shifts) * scales + offsets;
            (standard * V.Load(ref weight, i) + V.Load(ref bias, i)).Store(ref result, i);
            if (i == last)
                return;
        }
    }
}
