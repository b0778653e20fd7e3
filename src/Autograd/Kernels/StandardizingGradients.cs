using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>Which gradients of a normalisation are computed: none of the others is.</summary>
internal readonly record struct StandardGradients(Storage? X, Storage? Weight, Storage? Bias);

/// <summary>
/// The gradients of all normalisations. Those for x, for the weights and for the biases are made of the same sums, which are taken while a group is in the cache:
/// <code>
///   S = Σ h,  P = Σ h · d                      h = gradient · weight, d = x − mean
///   for x        h · r − d · P/n · r³ − S/n · r      r = 1 / √(variance + ε)
///   weight       Σ gradient · d · r            over all elements that share the weight
///   bias         Σ gradient
/// </code>
/// Where a run has one weight, the last two are S and P of the runs, without the weight. Where each element has its own, they are added up
/// row by row, a chunk of rows at a time, and the chunks pairwise.
/// </summary>
internal static class StandardizingGradients
{
    /// <summary>Rows of elements with weights of their own that are added up one after another.</summary>
    private const int MostRows = 64, LeastRows = 8;

    /// <summary>Elements of such rows that are worth a chunk.</summary>
    private const int ChunkSize = 1 << 15;

    /// <summary>The gradients for x, given the weights, and for the weights and biases, as far as they are asked for.</summary>
    public static StandardGradients Compute<T>(
        Storage x, Layout layout, Planes<T>? weight, Storage gradient, Layout gradientLayout, StandardGroups groups, GroupStatistics statistics,
        bool withX, bool withWeights) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var result = withX ? Storage.Allocate<T>(layout.Shape.ElementCount) : null;
        var (xs, gradients) = (Planes<T>.Of(x, groups.Order(layout)), Planes<T>.Of(gradient, groups.Order(gradientLayout)));
        var problem = new Problem<T>(xs, weight, gradients, groups, statistics, result);
        var (forWeight, forBias) = groups.IsWeightPerElement && (weight is not null || withWeights) ? ByElement(problem, withWeights) : ByRun(problem, withWeights);
        xs.GiveBackCopyOf(x);
        gradients.GiveBackCopyOf(gradient);
        return new StandardGradients(result is null ? null : groups.InPlace(result, layout.Shape), forWeight, forBias);
    }

    private static (Storage<T>? Weight, Storage<T>? Bias) ByRun<T>(Problem<T> problem, bool withWeights)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var groups = problem.Groups;
        // S and P of each group whose runs share a weight, else of each run.
        var parts = groups.Parts;
        var sums = new (double Gradient, double Product)[withWeights ? groups.Count * parts : 0];
        Threads.Run(groups.Count, new RunWork<T>(problem, sums), groups.Size);
        if (!withWeights)
            return default;
        var (weight, bias) = (Storage.Allocate<T>(groups.Weights), Storage.Allocate<T>(groups.Weights));
        for (var i = 0; i < groups.Weights; i++)
        {
            var (forWeight, forBias) = (0.0, 0.0);
            for (var at = i; at < sums.Length; at += groups.Weights)
                (forWeight, forBias) = (forWeight + sums[at].Product, forBias + sums[at].Gradient);
            (weight.Span[i], bias.Span[i]) = (T.CreateTruncating(forWeight), T.CreateTruncating(forBias));
        }
        return (weight, bias);
    }

    private static (Storage<T>? Weight, Storage<T>? Bias) ByElement<T>(Problem<T> problem, bool withWeights)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var groups = problem.Groups;
        if (!withWeights)
        {
            Threads.Run(groups.Count, new ElementWork<T>(problem, 1, null, null), groups.Size);
            return default;
        }
        var rows = Math.Clamp(ChunkSize / Math.Max(1, groups.Size), LeastRows, MostRows);
        var chunks = Math.Max(1, (groups.Count / groups.WeightGroups + rows - 1) / rows);
        var (weights, biases) = (Storage.Allocate<T>(chunks * groups.Weights), Storage.Allocate<T>(chunks * groups.Weights));
        Threads.Run(chunks * groups.WeightGroups, new ElementWork<T>(problem, rows, weights, biases), groups.Size * rows);
        return (Combined(weights, groups.Weights), Combined(biases, groups.Weights));
    }

    /// <summary>The sums of all chunks.</summary>
    private static Storage<T> Combined<T>(Storage<T> partial, int width) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        if (partial.Length == width)
            return partial;
        var sums = Reducing.Reduce(partial, Shape.Create(partial.Length / width, width).Contiguous, [0], default(Sum.Kernel));
        partial.GiveBack();
        return sums;
    }

    /// <summary>What is given, and where the gradient for x goes if it is wanted.</summary>
    private readonly record struct Problem<T>(
        Planes<T> X, Planes<T>? Weight, Planes<T> Gradient, StandardGroups Groups, GroupStatistics Statistics, Storage<T>? Result)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public int Length => Groups.Count * Groups.Size;

        /// <summary>The line h · scale − (x − shift) · slope + offset, from the sums of a group; h is what it is given times a weight.</summary>
        public (T Shift, T Scale, T Slope, T Offset) Line(int group, double sum, double products, double weight)
        {
            var scale = Statistics.Scale(group);
            var mean = Statistics.IsCentered ? sum / Groups.Size : 0;
            var slope = products / Groups.Size * scale * scale * scale;
            return (
                T.CreateTruncating(Statistics.Shift[group]), T.CreateTruncating(scale * weight), T.CreateTruncating(slope),
                T.CreateTruncating(Statistics.Rest[group] * slope - scale * mean));
        }
    }

    /// <summary>Groups of runs that have one weight each.</summary>
    private readonly struct RunWork<T>(Problem<T> problem, (double Gradient, double Product)[] sums) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int start, int end)
        {
            var (groups, statistics) = (problem.Groups, problem.Statistics);
            ReadOnlySpan<T> xs = problem.X.From(0, problem.Length), gradients = problem.Gradient.From(0, problem.Length);
            var parts = groups.Parts;
            for (var group = start; group < end; group++)
            {
                var (shift, rest, scale) = (T.CreateTruncating(statistics.Shift[group]), statistics.Rest[group], statistics.Scale(group));
                var (sum, products) = (0.0, 0.0);
                for (var part = 0; part < parts; part++)
                {
                    var (s, p) = RunSums.Products(xs, gradients, groups.RunsOf(group, part), shift);
                    p -= rest * s;
                    if (sums.Length > 0)
                        sums[group * parts + part] = (s, p * scale);
                    var weight = Weight(group, part);
                    (sum, products) = (sum + weight * s, products + weight * p);
                }
                if (problem.Result is not { } result)
                    continue;
                for (var run = 0; run < groups.Runs; run++)
                {
                    var (_, factor, slope, offset) = problem.Line(group, sum, products, Weight(group, run));
                    var at = groups.Start(group, run);
                    WriteLine(
                        xs.Slice(at, groups.RunLength), gradients.Slice(at, groups.RunLength), result.Span.Slice(at, groups.RunLength),
                        shift, factor, slope, offset);
                }
            }
        }

        private double Weight(int group, int run) =>
            problem.Weight is { } weights ? double.CreateTruncating(weights.From(problem.Groups.Weight(group, run), 1)[0]) : 1;
    }

    /// <summary>Groups whose elements have weights of their own, a chunk of those with the same weights at a time: nobody else adds to its sums.</summary>
    private readonly struct ElementWork<T>(Problem<T> problem, int rows, Storage<T>? weightSums, Storage<T>? biasSums) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int start, int end)
        {
            var groups = problem.Groups;
            ReadOnlySpan<T> xs = problem.X.From(0, problem.Length), gradients = problem.Gradient.From(0, problem.Length);
            for (var unit = start; unit < end; unit++)
            {
                Span<T> forWeight = default, forBias = default;
                if (weightSums is not null)
                {
                    forWeight = weightSums.Span.Slice(unit * groups.GroupWeights, groups.GroupWeights);
                    forBias = biasSums!.Span.Slice(unit * groups.GroupWeights, groups.GroupWeights);
                    forWeight.Clear();
                    forBias.Clear();
                }
                var first = unit / groups.WeightGroups * rows * groups.WeightGroups + unit % groups.WeightGroups;
                var last = Math.Min((long)groups.Count, first + (long)rows * groups.WeightGroups);
                for (var group = first; group < last; group += groups.WeightGroups)
                {
                    var at = groups.Start(group, 0);
                    ReadOnlySpan<T> x = xs.Slice(at, groups.RunLength), gradient = gradients.Slice(at, groups.RunLength);
                    if (problem.Result is { } result)
                        Write(group, x, gradient, result.Span.Slice(at, groups.RunLength));
                    if (weightSums is not null)
                        AddUp(group, x, gradient, forWeight, forBias);
                }
            }
        }

        private void Write(int group, ReadOnlySpan<T> x, ReadOnlySpan<T> gradient, Span<T> result)
        {
            var h = gradient;
            if (problem.Weight is { } weights)
            {
                Elementwise.ZipSpan(gradient, weights.From(problem.Groups.Weight(group, 0), x.Length), result, default(Product));
                h = result;
            }
            var (sum, products) = RunSums.Products(x, h, new Runs(0, 0, 1, x.Length), T.CreateTruncating(problem.Statistics.Shift[group]));
            var (shift, scale, slope, offset) = problem.Line(group, sum, products - problem.Statistics.Rest[group] * sum, 1);
            WriteLine(x, h, result, shift, scale, slope, offset);
        }

        private void AddUp(int group, ReadOnlySpan<T> x, ReadOnlySpan<T> gradient, Span<T> forWeight, Span<T> forBias)
        {
            var scale = problem.Statistics.Scale(group);
            AddRow(
                x, gradient, forWeight, forBias, T.CreateTruncating(problem.Statistics.Shift[group]), T.CreateTruncating(scale),
                T.CreateTruncating(-problem.Statistics.Rest[group] * scale));
        }

        private readonly struct Product : IZip<T, T>
        {
            public static bool IsVectorized => true;

            public T Invoke(T left, T right) => left * right;

            public Vector<T> Invoke(Vector<T> left, Vector<T> right) => left * right;
        }
    }

    /// <summary>result = h · scale − (x − shift) · slope + offset. The result may take the place of h.</summary>
    private static void WriteLine<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> h, Span<T> result, T shift, T scale, T slope, T offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var hs = ref MemoryMarshal.GetReference(h);
        ref var to = ref MemoryMarshal.GetReference(result);
        if (Vector512.IsHardwareAccelerated && x.Length >= WideVector<T>.Count)
            WriteLine<T, WideVector<T>>(ref xs, ref hs, ref to, x.Length, shift, scale, slope, offset);
        else if (x.Length >= MachineVector<T>.Count)
            WriteLine<T, MachineVector<T>>(ref xs, ref hs, ref to, x.Length, shift, scale, slope, offset);
        else if (x.Length > 0)
            WriteLine<T, SingleLane<T>>(ref xs, ref hs, ref to, x.Length, shift, scale, slope, offset);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteLine<T, V>(ref T x, ref T h, ref T result, int length, T shift, T scale, T slope, T offset)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        var (shifts, scales, slopes, offsets) = (V.Of(shift), V.Of(scale), V.Of(slope), V.Of(offset));
        var last = length - V.Count;
        // The last vector overlaps the one before it, and is computed first: the result may take the place of h.
        var end = V.Load(ref h, last) * scales - (V.Load(ref x, last) - shifts) * slopes + offsets;
        for (var i = 0; i < last; i += V.Count)
            (V.Load(ref h, i) * scales - (V.Load(ref x, i) - shifts) * slopes + offsets).Store(ref result, i);
        end.Store(ref result, last);
    }

    /// <summary>forWeight += gradient · ((x − shift) · scale + offset), forBias += gradient.</summary>
    private static void AddRow<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> gradient, Span<T> forWeight, Span<T> forBias, T shift, T scale, T offset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var xs = ref MemoryMarshal.GetReference(x);
        ref var gradients = ref MemoryMarshal.GetReference(gradient);
        ref var weights = ref MemoryMarshal.GetReference(forWeight);
        ref var biases = ref MemoryMarshal.GetReference(forBias);
        var i = Vector512.IsHardwareAccelerated
            ? AddRow<T, WideVector<T>>(ref xs, ref gradients, ref weights, ref biases, 0, x.Length, shift, scale, offset)
            : AddRow<T, MachineVector<T>>(ref xs, ref gradients, ref weights, ref biases, 0, x.Length, shift, scale, offset);
        AddRow<T, SingleLane<T>>(ref xs, ref gradients, ref weights, ref biases, i, x.Length, shift, scale, offset);
    }

    /// <summary>Whole vectors of a row from a place on.</summary>
    /// <returns>The place after the last of them.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AddRow<T, V>(
        ref T x, ref T gradient, ref T forWeight, ref T forBias, int i, int length, T shift, T scale, T offset)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct, IVector<V, T>
    {
        var (shifts, scales, offsets) = (V.Of(shift), V.Of(scale), V.Of(offset));
        for (; i <= length - V.Count; i += V.Count)
        {
            var g = V.Load(ref gradient, i);
            (V.Load(ref forWeight, i) + g * ((V.Load(ref x, i) - shifts) * scales + offsets)).Store(ref forWeight, i);
            (V.Load(ref forBias, i) + g).Store(ref forBias, i);
        }
        return i;
    }
}
