using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Kernels;

/// <summary>A function of one element with its types fixed: what the loop calls.</summary>
internal interface IMap<TX, TResult> where TX : unmanaged where TResult : unmanaged
{
    static virtual bool IsVectorized => false;

    TResult Invoke(TX x);

    Vector<TResult> Invoke(Vector<TX> x) => throw new NotSupportedException();

    /// <summary>True if there is an overload for vectors of 512 bits; its results have the same bits.</summary>
    static virtual bool IsWide => false;

    Vector512<TResult> Invoke(Vector512<TX> x) => throw new NotSupportedException();
}

/// <summary>A function of two elements with its types fixed: what the loop calls.</summary>
internal interface IZip<TX, TResult> where TX : unmanaged where TResult : unmanaged
{
    static virtual bool IsVectorized => false;

    TResult Invoke(TX left, TX right);

    Vector<TResult> Invoke(Vector<TX> left, Vector<TX> right) => throw new NotSupportedException();

    /// <summary>True if there is an overload for vectors of 512 bits; its results have the same bits.</summary>
    static virtual bool IsWide => false;

    Vector512<TResult> Invoke(Vector512<TX> left, Vector512<TX> right) => throw new NotSupportedException();
}

/// <summary>
/// The loops of all elementwise operations, each written once. Contiguous operands and scalars take a vector loop over the whole
/// tensor; other layouts take the same loop row by row, or one element at a time where a row is strided. Large tensors are cut into
/// pieces of fixed size for the threads, so results do not depend on how many there are.
/// </summary>
internal static class Elementwise
{
    /// <summary>result[i] = map(x[i]).</summary>
    public static Storage<TResult> Map<TX, TResult, TMap>(Storage<TX> x, Layout layout, TMap map)
        where TX : unmanaged where TResult : unmanaged where TMap : struct, IMap<TX, TResult>
    {
        var result = Storage.Allocate<TResult>(layout.Shape.ElementCount);
        if (layout.IsContiguous)
            Threads.Run(result.Length, new ContiguousMap<TX, TResult, TMap>(x, layout.Offset, result, map));
        else
            StridedRows.Run(result.Length, layout, layout, new StridedMap<TX, TResult, TMap>(x, layout, result, map));
        return result;
    }

    /// <summary>result[i] = zip(left[i], right[i]); both layouts have the result's shape.</summary>
    public static Storage<TResult> Zip<TX, TResult, TZip>(Storage<TX> left, Layout leftLayout, Storage<TX> right, Layout rightLayout, TZip zip)
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        var result = Storage.Allocate<TResult>(leftLayout.Shape.ElementCount);
        if (leftLayout.IsContiguous && rightLayout.IsContiguous)
            Threads.Run(result.Length, new ContiguousZip<TX, TResult, TZip>(left, leftLayout.Offset, right, rightLayout.Offset, result, zip));
        else if (leftLayout.IsContiguous && rightLayout.IsConstant)
            Threads.Run(result.Length, new ContiguousMap<TX, TResult, WithRight<TX, TResult, TZip>>(left, leftLayout.Offset, result, new(zip, right.Span[rightLayout.Offset])));
        else if (rightLayout.IsContiguous && leftLayout.IsConstant)
            Threads.Run(result.Length, new ContiguousMap<TX, TResult, WithLeft<TX, TResult, TZip>>(right, rightLayout.Offset, result, new(zip, left.Span[leftLayout.Offset])));
        else if (leftLayout.IsContiguous && RepeatedRow(rightLayout) is > 0 and var width)
            Threads.Run(result.Length / width, new RowZip<TX, TResult, TZip>(left, leftLayout.Offset, right, rightLayout.Offset, width, result, zip), width);
        else if (rightLayout.IsContiguous && RepeatedRow(leftLayout) is > 0 and var leftWidth)
            Threads.Run(result.Length / leftWidth, new RowZip<TX, TResult, Swapped<TX, TResult, TZip>>(right, rightLayout.Offset, left, leftLayout.Offset, leftWidth, result, new(zip)), leftWidth);
        else
            StridedRows.Run(result.Length, leftLayout, rightLayout, new StridedZip<TX, TResult, TZip>(left, leftLayout, right, rightLayout, result, zip));
        return result;
    }

    private readonly struct StridedMap<TX, TResult, TMap>(Storage<TX> x, Layout layout, Storage<TResult> result, TMap map) : IRangeWork
        where TX : unmanaged where TResult : unmanaged where TMap : struct, IMap<TX, TResult>
    {
        public void Invoke(int start, int end)
        {
            var rows = new StridedRows(layout);
            rows.Skip(start);
            ReadOnlySpan<TX> from = x.Span;
            var to = result.Span;
            for (var at = start * rows.Length; start < end && rows.Next(); start++, at += rows.Length)
            {
                var target = to.Slice(at, rows.Length);
                if (rows.Stride0 == 1)
                {
                    MapSpan(from.Slice(rows.Offset0, rows.Length), target, map);
                    continue;
                }
                for (int i = 0, place = rows.Offset0; i < target.Length; i++, place += rows.Stride0)
                    target[i] = map.Invoke(from[place]);
            }
        }
    }

    private readonly struct StridedZip<TX, TResult, TZip>(
        Storage<TX> left, Layout leftLayout, Storage<TX> right, Layout rightLayout, Storage<TResult> result, TZip zip) : IRangeWork
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        public void Invoke(int start, int end)
        {
            var rows = new StridedRows(leftLayout, rightLayout);
            rows.Skip(start);
            ReadOnlySpan<TX> ls = left.Span, rs = right.Span;
            var to = result.Span;
            for (var at = start * rows.Length; start < end && rows.Next(); start++, at += rows.Length)
            {
                var target = to.Slice(at, rows.Length);
                switch (rows.Stride0, rows.Stride1)
                {
                    case (1, 1):
                        ZipSpan(ls.Slice(rows.Offset0, rows.Length), rs.Slice(rows.Offset1, rows.Length), target, zip);
                        break;
                    case (1, 0):
                        MapSpan(ls.Slice(rows.Offset0, rows.Length), target, new WithRight<TX, TResult, TZip>(zip, rs[rows.Offset1]));
                        break;
                    case (0, 1):
                        MapSpan(rs.Slice(rows.Offset1, rows.Length), target, new WithLeft<TX, TResult, TZip>(zip, ls[rows.Offset0]));
                        break;
                    default:
                        for (int i = 0, l = rows.Offset0, r = rows.Offset1; i < target.Length; i++, l += rows.Stride0, r += rows.Stride1)
                            target[i] = zip.Invoke(ls[l], rs[r]);
                        break;
                }
            }
        }
    }

    /// <summary>How many elements lie one after another before they are repeated, over and over; 0 if a layout is of another kind.</summary>
    private static int RepeatedRow(Layout layout)
    {
        var (shape, width) = (layout.Shape, 1);
        var axis = shape.Rank - 1;
        for (; axis >= 0 && (shape[axis] == 1 || layout.Strides[axis] == width); axis--)
            width *= shape[axis];
        return layout.Strides[..(axis + 1)].ContainsAnyExcept(0) ? 0 : width;
    }

    /// <summary>
    /// Each row of a matrix with the same row. A short one is repeated in a buffer first, so that the loop runs over many rows at once:
    /// <code>
    /// matrix   a b c d e f g h i j k l …
    /// row      x y z x y z x y z              as often as it fits
    /// </code>
    /// </summary>
    private readonly struct RowZip<TX, TResult, TZip>(
        Storage<TX> matrix, int matrixOffset, Storage<TX> row, int rowOffset, int width, Storage<TResult> result, TZip zip) : IRangeWork
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        private const int BufferLength = 256;

        [SkipLocalsInit]
        public void Invoke(int start, int end)
        {
            ReadOnlySpan<TX> from = matrix.Span.Slice(matrixOffset + start * width, (end - start) * width);
            var to = result.Span.Slice(start * width, from.Length);
            scoped ReadOnlySpan<TX> rows = row.Span.Slice(rowOffset, width);
            if (width <= BufferLength / 2)
            {
                Span<TX> buffer = stackalloc TX[BufferLength];
                buffer = buffer[..Math.Min(BufferLength / width * width, from.Length)];
                Repeat(rows, buffer);
                rows = buffer;
            }
            for (; from.Length > rows.Length; from = from[rows.Length..], to = to[rows.Length..])
                ZipSpan(from[..rows.Length], rows, to[..rows.Length], zip);
            ZipSpan(from, rows[..from.Length], to, zip);
        }

        /// <summary>Fills a buffer with a row, twice as much of it each time.</summary>
        private static void Repeat(ReadOnlySpan<TX> row, Span<TX> buffer)
        {
            row.CopyTo(buffer);
            for (var filled = row.Length; filled < buffer.Length; filled *= 2)
                buffer[..Math.Min(filled, buffer.Length - filled)].CopyTo(buffer[filled..]);
        }
    }

    /// <summary>result[i] = map(x[i]) for memory that does not overlap.</summary>
    public static void MapSpan<TX, TResult, TMap>(ReadOnlySpan<TX> x, Span<TResult> result, TMap map)
        where TX : unmanaged where TResult : unmanaged where TMap : struct, IMap<TX, TResult>
    {
        if (TMap.IsWide && Vector512.IsHardwareAccelerated && x.Length >= Vector512<TX>.Count)
        {
            MapWideVectors(x, result, map);
            return;
        }
        if (TMap.IsVectorized && Vector.IsHardwareAccelerated && x.Length >= Vector<TX>.Count)
        {
            MapVectors(x, result, map);
            return;
        }
        for (var i = 0; i < x.Length; i++)
            result[i] = map.Invoke(x[i]);
    }

    /// <summary>result[i] = zip(left[i], right[i]) for memory that does not overlap.</summary>
    public static void ZipSpan<TX, TResult, TZip>(ReadOnlySpan<TX> left, ReadOnlySpan<TX> right, Span<TResult> result, TZip zip)
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        if (TZip.IsWide && Vector512.IsHardwareAccelerated && left.Length >= Vector512<TX>.Count)
        {
            ZipWideVectors(left, right, result, zip);
            return;
        }
        if (TZip.IsVectorized && Vector.IsHardwareAccelerated && left.Length >= Vector<TX>.Count)
        {
            ZipVectors(left, right, result, zip);
            return;
        }
        for (var i = 0; i < left.Length; i++)
            result[i] = zip.Invoke(left[i], right[i]);
    }

    // The last vector of each of these loops overlaps the one before it, so that every element takes the same path wherever it lies. There is one
    // call of the kernel in each, and each is a method of its own: the compiler inlines only so much into one.

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapWideVectors<TX, TResult, TMap>(ReadOnlySpan<TX> x, Span<TResult> result, TMap map)
        where TX : unmanaged where TResult : unmanaged where TMap : struct, IMap<TX, TResult>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result);
        var last = (nuint)(x.Length - Vector512<TX>.Count);
        for (nuint i = 0; ; i = Math.Min(i + (nuint)Vector512<TX>.Count, last))
        {
            map.Invoke(Vector512.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
            if (i == last)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void MapVectors<TX, TResult, TMap>(ReadOnlySpan<TX> x, Span<TResult> result, TMap map)
        where TX : unmanaged where TResult : unmanaged where TMap : struct, IMap<TX, TResult>
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(result);
        var last = (nuint)(x.Length - Vector<TX>.Count);
        for (nuint i = 0; ; i = Math.Min(i + (nuint)Vector<TX>.Count, last))
        {
            map.Invoke(Vector.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
            if (i == last)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ZipWideVectors<TX, TResult, TZip>(ReadOnlySpan<TX> left, ReadOnlySpan<TX> right, Span<TResult> result, TZip zip)
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        ref var to = ref MemoryMarshal.GetReference(result);
        var last = (nuint)(left.Length - Vector512<TX>.Count);
        for (nuint i = 0; ; i = Math.Min(i + (nuint)Vector512<TX>.Count, last))
        {
            zip.Invoke(Vector512.LoadUnsafe(ref l, i), Vector512.LoadUnsafe(ref r, i)).StoreUnsafe(ref to, i);
            if (i == last)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ZipVectors<TX, TResult, TZip>(ReadOnlySpan<TX> left, ReadOnlySpan<TX> right, Span<TResult> result, TZip zip)
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        ref var l = ref MemoryMarshal.GetReference(left);
        ref var r = ref MemoryMarshal.GetReference(right);
        ref var to = ref MemoryMarshal.GetReference(result);
        var last = (nuint)(left.Length - Vector<TX>.Count);
        for (nuint i = 0; ; i = Math.Min(i + (nuint)Vector<TX>.Count, last))
        {
            zip.Invoke(Vector.LoadUnsafe(ref l, i), Vector.LoadUnsafe(ref r, i)).StoreUnsafe(ref to, i);
            if (i == last)
                return;
        }
    }

    private readonly struct ContiguousMap<TX, TResult, TMap>(Storage<TX> x, int offset, Storage<TResult> result, TMap map) : IRangeWork
        where TX : unmanaged where TResult : unmanaged where TMap : struct, IMap<TX, TResult>
    {
        public void Invoke(int start, int end) => MapSpan(x.Span[(offset + start)..(offset + end)], result.Span[start..end], map);
    }

    private readonly struct ContiguousZip<TX, TResult, TZip>(
        Storage<TX> left, int leftOffset, Storage<TX> right, int rightOffset, Storage<TResult> result, TZip zip) : IRangeWork
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        public void Invoke(int start, int end) =>
            ZipSpan(left.Span[(leftOffset + start)..(leftOffset + end)], right.Span[(rightOffset + start)..(rightOffset + end)], result.Span[start..end], zip);
    }

    private readonly struct Swapped<TX, TResult, TZip>(TZip zip) : IZip<TX, TResult>
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        public static bool IsVectorized => TZip.IsVectorized;

        public TResult Invoke(TX left, TX right) => zip.Invoke(right, left);

        public Vector<TResult> Invoke(Vector<TX> left, Vector<TX> right) => zip.Invoke(right, left);

        public static bool IsWide => TZip.IsWide;

        public Vector512<TResult> Invoke(Vector512<TX> left, Vector512<TX> right) => zip.Invoke(right, left);
    }

    private readonly struct WithRight<TX, TResult, TZip>(TZip zip, TX right) : IMap<TX, TResult>
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        public static bool IsVectorized => TZip.IsVectorized;

        public TResult Invoke(TX x) => zip.Invoke(x, right);

        public Vector<TResult> Invoke(Vector<TX> x) => zip.Invoke(x, new Vector<TX>(right));

        public static bool IsWide => TZip.IsWide;

        public Vector512<TResult> Invoke(Vector512<TX> x) => zip.Invoke(x, Vector512.Create(right));
    }

    private readonly struct WithLeft<TX, TResult, TZip>(TZip zip, TX left) : IMap<TX, TResult>
        where TX : unmanaged where TResult : unmanaged where TZip : struct, IZip<TX, TResult>
    {
        public static bool IsVectorized => TZip.IsVectorized;

        public TResult Invoke(TX x) => zip.Invoke(left, x);

        public Vector<TResult> Invoke(Vector<TX> x) => zip.Invoke(new Vector<TX>(left), x);

        public static bool IsWide => TZip.IsWide;

        public Vector512<TResult> Invoke(Vector512<TX> x) => zip.Invoke(Vector512.Create(left), x);
    }
}
