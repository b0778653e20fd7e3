using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>
/// The loops of all reductions. The axes are ordered kept first, reduced last, and two cases remain: the reduced elements lie one after
/// another (each result is one horizontal run), or the kept ones do (whole rows are combined, vertically). Anything else is copied into
/// the first case. Partial results are combined pairwise, so that rounding errors grow with the logarithm of the count.
/// </summary>
internal static class Reducing
{
    /// <summary>Elements of a run that one thread combines; a longer one is cut.</summary>
    private const int PieceLength = 1 << 15;

    /// <summary>Elements combined in a straight run before pairwise combination begins: about as many for each lane of a vector as for a number alone.</summary>
    private static int RunLength => Vector.IsHardwareAccelerated ? 1024 : 64;

    /// <summary>Rows combined one after another before pairwise combination begins.</summary>
    private const int RowsPerBlock = 64;

    /// <summary>Elements of rows so short that their columns are walked: in longer ones a step down would be a step to another page.</summary>
    private const int NarrowWidth = 256;

    /// <summary>Elements of a matrix that one thread combines downwards; a larger one is cut.</summary>
    private const int MatrixSize = 1 << 15;

    /// <summary>Combines over the given ascending axes; the result has the kept axes in order.</summary>
    public static Storage<T> Reduce<T, TKernel>(Storage<T> x, Layout layout, ReadOnlySpan<int> axes, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        if (axes.Length == layout.Shape.Rank && layout.IsContiguous && layout.Shape.ElementCount <= PieceLength)
            return new Storage<T>(Combine(x.Span.Slice(layout.Offset, layout.Shape.ElementCount), kernel));
        if (axes is [0] && layout is { IsContiguous: true, Shape: { Rank: 2, ElementCount: > 0 and <= MatrixSize } shape } && shape[0] <= RowsPerBlock)
            return ReduceRows(x.Span.Slice(layout.Offset, shape.ElementCount), shape[1], kernel);
        var order = KeptFirst(layout.Shape.Rank, axes);
        var keptRank = order.Length - axes.Length;
        var ordered = layout.Permute(order);
        var kept = Shape.Create(ordered.Shape.Sizes[..keptRank]);
        var reduced = Shape.Create(ordered.Shape.Sizes[keptRank..]);
        var result = Storage.Allocate<T>(kept.ElementCount);
        if (reduced.ElementCount == 0 || kept.ElementCount == 0)
        {
            result.Span.Fill(kernel.Identity<T>());
            return result;
        }
        if (ordered.IsContiguous)
        {
            ReduceRuns(x, ordered.Offset, reduced.ElementCount, result, kernel);
            return result;
        }
        if (keptRank > 0 && ordered.Strides[keptRank - 1] == 1)
        {
            // Axes before the innermost kept one are walked outside; each step combines a matrix of [reduced, innermost kept] downwards.
            var inner = kept[^1];
            var outer = StridesOf(ordered, 0, keptRank - 1);
            var down = StridesOf(ordered, keptRank, order.Length);
            if (down.Length * (long)inner <= MatrixSize)
                Threads.Run(outer.Length, new Matrices<T, TKernel>(x, ordered.Offset, outer, down, inner, result, kernel), down.Length * inner);
            else
                for (var i = 0; i < outer.Length; i++)
                    ReduceLarge(x, ordered.Offset + outer[i], down, inner, result, i * inner, kernel);
            return result;
        }
        var copy = Storage.Allocate<T>(ordered.Shape.ElementCount);
        Copying.Gather(x.Span, ordered, copy.Span);
        ReduceRuns(copy, 0, reduced.ElementCount, result, kernel);
        copy.GiveBack();
        return result;
    }

    /// <summary>The rows of a small matrix combined: the gradient of a bias, where everything else would take longer than the sums.</summary>
    private static Storage<T> ReduceRows<T, TKernel>(ReadOnlySpan<T> x, int width, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        var result = Storage.Allocate<T>(width);
        Span<int> rows = stackalloc int[x.Length / width];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i * width;
        CombineRows<T, TKernel>(x, 0, rows, result.Span, kernel);
        return result;
    }

    /// <summary>All axes with the given ascending ones last.</summary>
    public static int[] KeptFirst(int rank, ReadOnlySpan<int> axes)
    {
        var order = new int[rank];
        var kept = 0;
        for (var axis = 0; axis < rank; axis++)
        {
            if (!axes.Contains(axis))
                order[kept++] = axis;
        }
        axes.CopyTo(order.AsSpan(kept));
        return order;
    }

    /// <summary>Combines a run of elements into one.</summary>
    public static T Combine<T, TKernel>(ReadOnlySpan<T> x, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel => Combine(x, default(Same<T>), kernel);

    /// <summary>Combines what a function makes of each element of a run.</summary>
    public static T Combine<T, TMap, TKernel>(ReadOnlySpan<T> x, TMap map, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TMap : struct, IMap<T, T> where TKernel : struct, IReductionKernel
    {
        if (x.Length > RunLength)
        {
            var half = Half(x.Length);
            return kernel.Combine(Combine(x[..half], map, kernel), Combine(x[half..], map, kernel));
        }
        if (TMap.IsWide && Vector512.IsHardwareAccelerated && x.Length >= Vector512<T>.Count)
            return CombineMapped(x, map, kernel);
        ref var from = ref MemoryMarshal.GetReference(x);
        var i = 0;
        var total = kernel.Identity<T>();
        if (TMap.IsVectorized && Vector.IsHardwareAccelerated && x.Length >= Vector<T>.Count)
        {
            var lanes = Load(ref from, 0, map);
            i = Vector<T>.Count;
            if (x.Length >= 4 * Vector<T>.Count)
            {
                // Four sums at a time: a single one would wait for the addition before it.
                var (second, third, fourth) = (Load(ref from, 1, map), Load(ref from, 2, map), Load(ref from, 3, map));
                for (i = 4 * Vector<T>.Count; i <= x.Length - 4 * Vector<T>.Count; i += 4 * Vector<T>.Count)
                {
                    ref var next = ref Unsafe.Add(ref from, i);
                    lanes = kernel.Combine(lanes, Load(ref next, 0, map));
                    second = kernel.Combine(second, Load(ref next, 1, map));
                    third = kernel.Combine(third, Load(ref next, 2, map));
                    fourth = kernel.Combine(fourth, Load(ref next, 3, map));
                }
                lanes = kernel.Combine(kernel.Combine(lanes, second), kernel.Combine(third, fourth));
            }
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
                lanes = kernel.Combine(lanes, Load(ref Unsafe.Add(ref from, i), 0, map));
            for (var lane = 0; lane < Vector<T>.Count; lane++)
                total = kernel.Combine(total, lanes[lane]);
        }
        for (; i < x.Length; i++)
            total = kernel.Combine(total, map.Invoke(Unsafe.Add(ref from, i)));
        return total;
    }

    /// <summary>Combines what a function makes of a run, element by element in wide vectors first.</summary>
    [SkipLocalsInit, MethodImpl(MethodImplOptions.NoInlining)]
    private static T CombineMapped<T, TMap, TKernel>(ReadOnlySpan<T> x, TMap map, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TMap : struct, IMap<T, T> where TKernel : struct, IReductionKernel
    {
        Span<T> mapped = stackalloc T[RunLength];
        mapped = mapped[..x.Length];
        Elementwise.MapSpan(x, mapped, map);
        return Combine<T, TKernel>(mapped, kernel);
    }

    /// <summary>What a function makes of one of the vectors from a place on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T, TMap>(ref T from, int vector, TMap map) where T : unmanaged where TMap : struct, IMap<T, T> =>
        map.Invoke(Vector.LoadUnsafe(ref from, (nuint)(vector * Vector<T>.Count)));

    /// <summary>The first place of the greatest or least element of a line, or of NaN, which then is that element.</summary>
    public static int FirstPlace<T>(ReadOnlySpan<T> x, T extremum) where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            if (x[i] == extremum || T.IsNaN(x[i]))
                return i;
        }
        return 0;
    }

    /// <summary>Where to split: at a multiple of the run length, so that the tree depends on the count alone.</summary>
    private static int Half(int length) => (length / RunLength + 1) / 2 * RunLength;

    /// <summary>Where each element of some of a layout's axes lies, in row-major order.</summary>
    private static int[] StridesOf(Layout layout, int firstAxis, int endAxis)
    {
        int[] offsets = [0];
        for (var axis = firstAxis; axis < endAxis; axis++)
        {
            var (size, stride) = (layout.Shape[axis], layout.Strides[axis]);
            var next = new int[offsets.Length * size];
            for (var i = 0; i < next.Length; i++)
                next[i] = offsets[i / size] + i % size * stride;
            offsets = next;
        }
        return offsets;
    }

    /// <summary>Combines each run. Few long ones are cut into pieces, whose results are shorter runs to combine in turn.</summary>
    private static void ReduceRuns<T, TKernel>(Storage<T> x, int offset, int runLength, Storage<T> result, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        if (runLength <= PieceLength)
        {
            Threads.Run(result.Length, new Runs<T, TKernel>(x, offset, runLength, result, kernel), runLength);
            return;
        }
        var pieces = (runLength - 1) / PieceLength + 1;
        var partial = Storage.Allocate<T>(result.Length * pieces);
        Threads.Run(partial.Length, new Pieces<T, TKernel>(x, offset, runLength, pieces, partial, kernel), PieceLength);
        ReduceRuns(partial, 0, pieces, result, kernel);
        partial.GiveBack();
    }

    private readonly struct Same<T> : IMap<T, T> where T : unmanaged
    {
        public static bool IsVectorized => true;

        public T Invoke(T x) => x;

        public Vector<T> Invoke(Vector<T> x) => x;
    }

    private readonly struct Runs<T, TKernel>(Storage<T> x, int offset, int runLength, Storage<T> result, TKernel kernel) : IRangeWork
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
                result.Span[i] = Combine(x.Span.Slice(offset + i * runLength, runLength), kernel);
        }
    }

    /// <summary>Pieces of long runs.</summary>
    private readonly struct Pieces<T, TKernel>(Storage<T> x, int offset, int runLength, int pieces, Storage<T> partial, TKernel kernel) : IRangeWork
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                var first = i % pieces * PieceLength;
                partial.Span[i] = Combine(x.Span.Slice(offset + i / pieces * runLength + first, Math.Min(PieceLength, runLength - first)), kernel);
            }
        }
    }

    /// <summary>
    /// Combines a large matrix downwards. Many rows are cut into chunks of whole rows, whose results are the rows of a smaller matrix to
    /// combine in turn; few rows are cut into columns.
    /// </summary>
    private static void ReduceLarge<T, TKernel>(Storage<T> x, int offset, int[] rows, int width, Storage<T> result, int at, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        var chunkRows = Math.Max(RowsPerBlock, MatrixSize / width);
        if (rows.Length <= chunkRows)
        {
            Threads.Run(width, new Columns<T, TKernel>(x, offset, rows, result, at, kernel), rows.Length);
            return;
        }
        var chunks = (rows.Length - 1) / chunkRows + 1;
        var partial = Storage.Allocate<T>(chunks * width);
        Threads.Run(chunks, new Chunks<T, TKernel>(x, offset, rows, chunkRows, width, partial, kernel), chunkRows * width);
        var starts = new int[chunks];
        for (var i = 0; i < chunks; i++)
            starts[i] = i * width;
        ReduceLarge(partial, 0, starts, width, result, at, kernel);
        partial.GiveBack();
    }

    /// <summary>total = rows combined, pairwise beyond a block of them.</summary>
    private static void CombineRows<T, TKernel>(ReadOnlySpan<T> x, int offset, ReadOnlySpan<int> rows, Span<T> total, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        if (rows.Length > RowsPerBlock)
        {
            var half = (rows.Length / RowsPerBlock + 1) / 2 * RowsPerBlock;
            CombineRows(x, offset, rows[..half], total, kernel);
            Span<T> rest = new T[total.Length];
            CombineRows(x, offset, rows[half..], rest, kernel);
            CombineInto(total, rest, kernel);
            return;
        }
        if (total.Length <= NarrowWidth)
        {
            CombineColumns(x, offset, rows, total, kernel);
            return;
        }
        x.Slice(offset + rows[0], total.Length).CopyTo(total);
        foreach (var row in rows[1..])
            CombineInto(total, x.Slice(offset + row, total.Length), kernel);
    }

    /// <summary>
    /// total = rows combined one after another, four vectors of columns at a time or one: they stay in registers. The last overlaps the one before it.
    /// </summary>
    private static void CombineColumns<T, TKernel>(ReadOnlySpan<T> x, int offset, ReadOnlySpan<int> rows, Span<T> total, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        // Rows may lie before the first one.
        ref var from = ref Unsafe.AsRef(in x[offset]);
        var (column, last) = (0, total.Length - Vector<T>.Count);
        if (Vector.IsHardwareAccelerated && last >= 0)
        {
            for (; column <= total.Length - 4 * Vector<T>.Count; column += 4 * Vector<T>.Count)
            {
                ref var top = ref Unsafe.Add(ref from, rows[0] + column);
                var (first, second) = (Load(ref top, 0, default(Same<T>)), Load(ref top, 1, default(Same<T>)));
                var (third, fourth) = (Load(ref top, 2, default(Same<T>)), Load(ref top, 3, default(Same<T>)));
                foreach (var row in rows[1..])
                {
                    ref var next = ref Unsafe.Add(ref from, row + column);
                    first = kernel.Combine(first, Load(ref next, 0, default(Same<T>)));
                    second = kernel.Combine(second, Load(ref next, 1, default(Same<T>)));
                    third = kernel.Combine(third, Load(ref next, 2, default(Same<T>)));
                    fourth = kernel.Combine(fourth, Load(ref next, 3, default(Same<T>)));
                }
                ref var to = ref total[column];
                first.StoreUnsafe(ref to);
                second.StoreUnsafe(ref to, (nuint)Vector<T>.Count);
                third.StoreUnsafe(ref to, (nuint)(2 * Vector<T>.Count));
                fourth.StoreUnsafe(ref to, (nuint)(3 * Vector<T>.Count));
            }
            while (column < total.Length)
            {
                column = Math.Min(column, last);
                var lanes = Load(ref Unsafe.Add(ref from, rows[0] + column), 0, default(Same<T>));
                foreach (var row in rows[1..])
                    lanes = kernel.Combine(lanes, Load(ref Unsafe.Add(ref from, row + column), 0, default(Same<T>)));
                lanes.StoreUnsafe(ref total[column]);
                column += Vector<T>.Count;
            }
        }
        for (; column < total.Length; column++)
        {
            var number = x[offset + rows[0] + column];
            foreach (var row in rows[1..])
                number = kernel.Combine(number, x[offset + row + column]);
            total[column] = number;
        }
    }

    private static void CombineInto<T, TKernel>(Span<T> total, ReadOnlySpan<T> x, TKernel kernel)
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            ref var to = ref MemoryMarshal.GetReference(total);
            ref var from = ref MemoryMarshal.GetReference(x);
            for (; i <= total.Length - Vector<T>.Count; i += Vector<T>.Count)
                kernel.Combine(Vector.LoadUnsafe(ref to, (nuint)i), Vector.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < total.Length; i++)
            total[i] = kernel.Combine(total[i], x[i]);
    }

    /// <summary>Many small matrices, each combined downwards by one thread.</summary>
    private readonly struct Matrices<T, TKernel>(Storage<T> x, int offset, int[] outer, int[] rows, int width, Storage<T> result, TKernel kernel)
        : IRangeWork where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
                CombineRows<T, TKernel>(x.Span, offset + outer[i], rows, result.Span.Slice(i * width, width), kernel);
        }
    }

    /// <summary>Chunks of rows of one matrix.</summary>
    private readonly struct Chunks<T, TKernel>(Storage<T> x, int offset, int[] rows, int chunkRows, int width, Storage<T> partial, TKernel kernel)
        : IRangeWork where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                var first = i * chunkRows;
                var chunk = rows.AsSpan(first, Math.Min(chunkRows, rows.Length - first));
                CombineRows<T, TKernel>(x.Span, offset, chunk, partial.Span.Slice(i * width, width), kernel);
            }
        }
    }

    /// <summary>Columns of a matrix of few rows.</summary>
    private readonly struct Columns<T, TKernel>(Storage<T> x, int offset, int[] rows, Storage<T> result, int at, TKernel kernel) : IRangeWork
        where T : unmanaged, INumber<T>, IMinMaxValue<T> where TKernel : struct, IReductionKernel
    {
        public void Invoke(int start, int end) =>
            CombineRows<T, TKernel>(x.Span, offset + start, rows, result.Span.Slice(at + start, end - start), kernel);
    }
}
