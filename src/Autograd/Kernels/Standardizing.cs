using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>
/// The loops of all normalisations: x̂ = (x − mean) / √(variance + ε) over groups of elements, scaled and shifted, and the gradients. A
/// group is read several times, while it is in the cache. The sums run over blocks in the elements' type and from block to block in
/// double precision; the variance is that of the distances from a mean already known, since the difference of two large sums would lose it.
/// </summary>
internal static class Standardizing
{
    /// <summary>Elements that are summed in their own type, in four vectors of sums at a time.</summary>
    private const int BlockSize = 1024;

    /// <summary>Times that the weights are gone through by one thread before partial sums are combined pairwise.</summary>
    private const int SetsPerChunk = 64;

    /// <summary>x̂ · weight + bias, and what is then known of the groups.</summary>
    public static Storage<T> Forward<T>(
        Storage x, Layout layout, Planes<T>? weight, Planes<T>? bias, StandardGroups groups, GroupStatistics statistics)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var result = Storage.Allocate<T>(layout.Shape.ElementCount);
        if (weight is not null && bias is null)
        {
            var zeros = Storage.Allocate<T>(groups.Weights);
            zeros.Span.Clear();
            bias = new Planes<T>(zeros, 0);
        }
        Threads.Run(groups.Count, new ForwardWork<T>(Planes<T>.Of(x, groups.Order(layout)), weight, bias, groups, statistics, result), groups.Size);
        return InPlace(result, layout.Shape, groups);
    }

    /// <summary>The gradient for x: (h − mean h − x̂ · mean(h·x̂)) / √(variance + ε), where h = gradient · weight.</summary>
    public static Storage<T> Gradient<T>(
        Storage x, Layout layout, Planes<T>? weight, Storage gradient, Layout gradientLayout, StandardGroups groups, GroupStatistics statistics)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var result = Storage.Allocate<T>(layout.Shape.ElementCount);
        var (xs, gradients) = (Planes<T>.Of(x, groups.Order(layout)), Planes<T>.Of(gradient, groups.Order(gradientLayout)));
        Threads.Run(groups.Count, new GradientWork<T>(xs, weight, gradients, groups, statistics, result), groups.Size);
        return InPlace(result, layout.Shape, groups);
    }

    /// <summary>The gradient for the weights: the sums of gradient · x̂ over all elements that share one.</summary>
    public static Storage<T> WeightGradient<T>(
        Storage x, Layout layout, Storage gradient, Layout gradientLayout, StandardGroups groups, GroupStatistics statistics)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var chunks = Math.Max(1, (groups.Count / groups.WeightGroups + SetsPerChunk - 1) / SetsPerChunk);
        var partial = Storage.Allocate<T>(chunks * groups.Weights);
        var (xs, gradients) = (Planes<T>.Of(x, groups.Order(layout)), Planes<T>.Of(gradient, groups.Order(gradientLayout)));
        Threads.Run(
            chunks * groups.WeightGroups, new WeightWork<T>(xs, gradients, groups, statistics, partial),
            (int)Math.Min(int.MaxValue, (long)groups.Size * Math.Min(SetsPerChunk, Math.Max(1, groups.Count / groups.WeightGroups))));
        if (chunks == 1)
            return partial;
        var sums = Reducing.Reduce(partial, Shape.Create(chunks, groups.Weights).Contiguous, [0], default(Sum.Kernel));
        partial.GiveBack();
        return sums;
    }

    /// <summary>The elements where the shape wants them: gathering channels is undone.</summary>
    private static Storage<T> InPlace<T>(Storage<T> result, Shape shape, StandardGroups groups) where T : unmanaged
    {
        if (!groups.IsTransposed)
            return result;
        var inPlace = Storage.Allocate<T>(result.Length);
        Copying.Gather(result.Span, groups.Order(groups.Order(shape.Contiguous).Shape.Contiguous), inPlace.Span);
        result.GiveBack();
        return inPlace;
    }

    /// <summary>The sums of x − shift and of its square.</summary>
    private static (double Sum, double Squares) Moments<T>(ReadOnlySpan<T> x, T shift) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sum, squares) = (0.0, 0.0);
        var shifts = Vector.Create(shift);
        for (; !x.IsEmpty; x = x[Math.Min(BlockSize, x.Length)..])
        {
            ref var from = ref MemoryMarshal.GetReference(x);
            var (length, i) = (Math.Min(BlockSize, x.Length), 0);
            Vector<T> sums = default, second = default, third = default, fourth = default;
            Vector<T> products = default, products2 = default, products3 = default, products4 = default;
            for (; i <= length - 4 * Vector<T>.Count; i += 4 * Vector<T>.Count)
            {
                ref var next = ref Unsafe.Add(ref from, i);
                AddMoments(Vector.LoadUnsafe(ref next) - shifts, ref sums, ref products);
                AddMoments(Vector.LoadUnsafe(ref next, (nuint)Vector<T>.Count) - shifts, ref second, ref products2);
                AddMoments(Vector.LoadUnsafe(ref next, (nuint)(2 * Vector<T>.Count)) - shifts, ref third, ref products3);
                AddMoments(Vector.LoadUnsafe(ref next, (nuint)(3 * Vector<T>.Count)) - shifts, ref fourth, ref products4);
            }
            for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
                AddMoments(Vector.LoadUnsafe(ref from, (nuint)i) - shifts, ref sums, ref products);
            var (s, p) = (Vector.Sum(sums + second + (third + fourth)), Vector.Sum(products + products2 + (products3 + products4)));
            for (; i < length; i++)
            {
                s += x[i] - shift;
                p += (x[i] - shift) * (x[i] - shift);
            }
            sum += double.CreateTruncating(s);
            squares += double.CreateTruncating(p);
        }
        return (sum, squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMoments<T>(Vector<T> distance, ref Vector<T> sum, ref Vector<T> squares)
    {
        sum += distance;
        squares += distance * distance;
    }

    /// <summary>The sums of h and of h · (x − mean).</summary>
    private static (double Sum, double Products) Products<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> h, T shift, T rest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sum, product) = (0.0, 0.0);
        var (shifts, rests) = (Vector.Create(shift), Vector.Create(rest));
        for (var start = 0; start < x.Length; start += BlockSize)
        {
            var xs = x[start..Math.Min(start + BlockSize, x.Length)];
            var hs = h[start..];
            ref var l = ref MemoryMarshal.GetReference(xs);
            ref var r = ref MemoryMarshal.GetReference(hs);
            var i = 0;
            Vector<T> sums = default, second = default, third = default, fourth = default;
            Vector<T> products = default, products2 = default, products3 = default, products4 = default;
            for (; i <= xs.Length - 4 * Vector<T>.Count; i += 4 * Vector<T>.Count)
            {
                AddProducts(ref l, ref r, i, shifts, rests, ref sums, ref products);
                AddProducts(ref l, ref r, i + Vector<T>.Count, shifts, rests, ref second, ref products2);
                AddProducts(ref l, ref r, i + 2 * Vector<T>.Count, shifts, rests, ref third, ref products3);
                AddProducts(ref l, ref r, i + 3 * Vector<T>.Count, shifts, rests, ref fourth, ref products4);
            }
            for (; i <= xs.Length - Vector<T>.Count; i += Vector<T>.Count)
                AddProducts(ref l, ref r, i, shifts, rests, ref sums, ref products);
            var (s, p) = (Vector.Sum(sums + second + (third + fourth)), Vector.Sum(products + products2 + (products3 + products4)));
            for (; i < xs.Length; i++)
            {
                s += hs[i];
                p += hs[i] * (xs[i] - shift - rest);
            }
            sum += double.CreateTruncating(s);
            product += double.CreateTruncating(p);
        }
        return (sum, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts<T>(ref T x, ref T h, int i, Vector<T> shift, Vector<T> rest, ref Vector<T> sum, ref Vector<T> products)
        where T : unmanaged
    {
        var each = Vector.LoadUnsafe(ref h, (nuint)i);
        sum += each;
        products += each * (Vector.LoadUnsafe(ref x, (nuint)i) - shift - rest);
    }

    private readonly struct ForwardWork<T>(
        Planes<T> x, Planes<T>? weight, Planes<T>? bias, StandardGroups groups, GroupStatistics statistics, Storage<T> result) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int start, int end)
        {
            for (var group = start; group < end; group++)
            {
                Measure(group);
                for (var run = 0; run < groups.Runs; run++)
                    Write(group, run);
            }
        }

        private void Measure(int group)
        {
            var shift = 0.0;
            double n = groups.Size;
            if (statistics.IsCentered)
            {
                for (var run = 0; run < groups.Runs; run++)
                    shift += double.CreateTruncating(Reducing.Combine(Run(group, run), default(Sum.Kernel)));
                shift = double.CreateTruncating(T.CreateTruncating(shift / n));
            }
            var (sum, squares) = (0.0, 0.0);
            for (var run = 0; run < groups.Runs; run++)
            {
                var (s, q) = Moments(Run(group, run), T.CreateTruncating(shift));
                (sum, squares) = (sum + s, squares + q);
            }
            statistics.Shift[group] = shift;
            statistics.Rest[group] = statistics.IsCentered ? sum / n : 0;
            statistics.Variance[group] = statistics.IsCentered ? Math.Max(0, squares - sum * sum / n) / n : squares / n;
        }

        private void Write(int group, int run)
        {
            var (shift, rest, scale) = (T.CreateTruncating(statistics.Shift[group]), T.CreateTruncating(statistics.Rest[group]), T.CreateTruncating(statistics.Scale(group)));
            var to = result.Span.Slice(groups.Start(group, run), groups.RunLength);
            var at = groups.Weight(group, run);
            if (weight is not { } weights)
                Elementwise.MapSpan(Run(group, run), to, new Affine<T>(shift, rest, scale, T.Zero));
            else if (!groups.IsWeightPerElement)
                Elementwise.MapSpan(Run(group, run), to, new Affine<T>(shift, rest, scale * weights.From(at, 1)[0], bias!.Value.From(at, 1)[0]));
            else
                WriteEach(Run(group, run), weights.From(at, to.Length), bias!.Value.From(at, to.Length), to, shift, rest, scale);
        }

        private ReadOnlySpan<T> Run(int group, int run) => x.From(groups.Start(group, run), groups.RunLength);

        private static void WriteEach(ReadOnlySpan<T> x, ReadOnlySpan<T> weight, ReadOnlySpan<T> bias, Span<T> result, T shift, T rest, T scale)
        {
            ref var from = ref MemoryMarshal.GetReference(x);
            ref var w = ref MemoryMarshal.GetReference(weight);
            ref var b = ref MemoryMarshal.GetReference(bias);
            ref var to = ref MemoryMarshal.GetReference(result);
            var (shifts, rests, scales) = (Vector.Create(shift), Vector.Create(rest), Vector.Create(scale));
            var i = 0;
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var standard = (Vector.LoadUnsafe(ref from, (nuint)i) - shifts - rests) * scales;
                (standard * Vector.LoadUnsafe(ref w, (nuint)i) + Vector.LoadUnsafe(ref b, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            }
            for (; i < x.Length; i++)
                result[i] = (x[i] - shift - rest) * scale * weight[i] + bias[i];
        }
    }

    private readonly struct GradientWork<T>(
        Planes<T> x, Planes<T>? weight, Planes<T> gradient, StandardGroups groups, GroupStatistics statistics, Storage<T> result) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int start, int end)
        {
            Span<T> weighted = stackalloc T[groups.IsWeightPerElement ? BlockSize : 0];
            for (var group = start; group < end; group++)
            {
                var (shift, rest, scale) = (T.CreateTruncating(statistics.Shift[group]), T.CreateTruncating(statistics.Rest[group]), statistics.Scale(group));
                var (sum, products) = (0.0, 0.0);
                for (var run = 0; run < groups.Runs; run++)
                {
                    var common = Common(group, run);
                    for (var at = 0; at < groups.RunLength; at += BlockSize)
                    {
                        var (s, p) = Products(Block(x, group, run, at), Weighted(group, run, at, weighted), shift, rest);
                        (sum, products) = (sum + common * s, products + common * p);
                    }
                }
                var mean = statistics.IsCentered ? sum / groups.Size : 0;
                var slope = products / groups.Size * scale * scale * scale;
                for (var run = 0; run < groups.Runs; run++)
                {
                    var line = new Line<T>(
                        shift, rest, T.CreateTruncating(scale * Common(group, run)), T.CreateTruncating(slope), T.CreateTruncating(scale * mean));
                    for (var at = 0; at < groups.RunLength; at += BlockSize)
                    {
                        var xs = Block(x, group, run, at);
                        Elementwise.ZipSpan(xs, Weighted(group, run, at, weighted), result.Span.Slice(groups.Start(group, run) + at, xs.Length), line);
                    }
                }
            }
        }

        /// <summary>The weight that a whole run has.</summary>
        private double Common(int group, int run) =>
            weight is { } weights && !groups.IsWeightPerElement ? double.CreateTruncating(weights.From(groups.Weight(group, run), 1)[0]) : 1;

        /// <summary>Gradients times the weights that each element has.</summary>
        private ReadOnlySpan<T> Weighted(int group, int run, int at, Span<T> buffer)
        {
            ReadOnlySpan<T> gradients = Block(gradient, group, run, at);
            if (weight is not { } weights || !groups.IsWeightPerElement)
                return gradients;
            Elementwise.ZipSpan(gradients, weights.From(groups.Weight(group, run) + at, gradients.Length), buffer[..gradients.Length], default(Product<T>));
            return buffer[..gradients.Length];
        }

        private ReadOnlySpan<T> Block(Planes<T> from, int group, int run, int at) =>
            from.From(groups.Start(group, run) + at, Math.Min(BlockSize, groups.RunLength - at));
    }

    private readonly struct WeightWork<T>(Planes<T> x, Planes<T> gradient, StandardGroups groups, GroupStatistics statistics, Storage<T> partial) : IRangeWork
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        public void Invoke(int start, int end)
        {
            var sums = new double[groups.IsWeightPerElement ? 0 : groups.GroupWeights];
            for (var unit = start; unit < end; unit++)
            {
                // A unit is the weights of one group in one chunk: nobody else writes there.
                var first = unit / groups.WeightGroups * SetsPerChunk * groups.WeightGroups + unit % groups.WeightGroups;
                var last = Math.Min((long)groups.Count, first + (long)SetsPerChunk * groups.WeightGroups);
                var target = partial.Span.Slice(unit * groups.GroupWeights, groups.GroupWeights);
                target.Clear();
                sums.AsSpan().Clear();
                for (var group = first; group < last; group += groups.WeightGroups)
                {
                    var (shift, rest, scale) = (T.CreateTruncating(statistics.Shift[group]), T.CreateTruncating(statistics.Rest[group]), statistics.Scale(group));
                    for (var run = 0; run < groups.Runs; run++)
                    {
                        var at = groups.Start(group, run);
                        ReadOnlySpan<T> xs = x.From(at, groups.RunLength), gradients = gradient.From(at, groups.RunLength);
                        if (groups.IsWeightPerElement)
                            AddEach(xs, gradients, target, shift, rest, T.CreateTruncating(scale));
                        else
                            sums[run * groups.RunWeights] += scale * Products(xs, gradients, shift, rest).Products;
                    }
                }
                for (var i = 0; i < sums.Length; i++)
                    target[i] = T.CreateTruncating(sums[i]);
            }
        }

        private static void AddEach(ReadOnlySpan<T> x, ReadOnlySpan<T> gradient, Span<T> total, T shift, T rest, T scale)
        {
            ref var from = ref MemoryMarshal.GetReference(x);
            ref var g = ref MemoryMarshal.GetReference(gradient);
            ref var to = ref MemoryMarshal.GetReference(total);
            var (shifts, rests, scales) = (Vector.Create(shift), Vector.Create(rest), Vector.Create(scale));
            var i = 0;
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var standard = (Vector.LoadUnsafe(ref from, (nuint)i) - shifts - rests) * scales;
                (Vector.LoadUnsafe(ref to, (nuint)i) + Vector.LoadUnsafe(ref g, (nuint)i) * standard).StoreUnsafe(ref to, (nuint)i);
            }
            for (; i < x.Length; i++)
                total[i] += gradient[i] * ((x[i] - shift - rest) * scale);
        }
    }

    /// <summary>(x − mean) · scale + bias.</summary>
    private readonly struct Affine<T>(T shift, T rest, T scale, T bias) : IMap<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T x) => (x - shift - rest) * scale + bias;

        public Vector<T> Invoke(Vector<T> x) =>
            (x - Vector.Create(shift) - Vector.Create(rest)) * Vector.Create(scale) + Vector.Create(bias);
    }

    /// <summary>h · scale − (x − mean) · slope − mean of h · scale.</summary>
    private readonly struct Line<T>(T shift, T rest, T scale, T slope, T mean) : IZip<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T left, T right) => right * scale - (left - shift - rest) * slope - mean;

        public Vector<T> Invoke(Vector<T> left, Vector<T> right) =>
            right * Vector.Create(scale) - (left - Vector.Create(shift) - Vector.Create(rest)) * Vector.Create(slope) - Vector.Create(mean);
    }

    private readonly struct Product<T> : IZip<T, T> where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static bool IsVectorized => true;

        public T Invoke(T left, T right) => left * right;

        public Vector<T> Invoke(Vector<T> left, Vector<T> right) => left * right;
    }
}
