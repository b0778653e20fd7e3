using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>The greatest element of each window and where it lies in its plane. The first of equal ones counts, and the last NaN.</summary>
internal static class MaxPooling
{
    /// <summary>Places are carried in lanes of the elements' type: single precision is exact up to here, twice over.</summary>
    private const int LargestPlane = 1 << 23;

    /// <summary>The place while no element was greater than −∞.</summary>
    private const int Nowhere = -(1 << 24);

    /// <summary>Fills the indices and returns the values.</summary>
    public static Storage<T> Run<T>(Planes<T> x, WindowGrid grid, int planes, Storage<long> indices) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var result = Storage.Allocate<T>(planes * grid.Count);
        if (grid.Width.Sliding is { } width && grid.Width.Count >= WindowGrid.FewWindows && width.Window <= LargestPlane / width.Dilation && grid.PlaneSize <= LargestPlane)
            Threads.Run(planes * grid.Rows, new AcrossWindows<T>(x, grid, width, result, indices), grid.RowCost);
        else
            Threads.Run(planes * grid.Rows, new WithinWindows<T>(x, grid, result, indices), grid.RowCost);
        return result;
    }

    /// <summary>Zeros, but for the sums of all source[i] with indices[i] at that place of their plane.</summary>
    public static Storage<T> ScatterAdd<T>(Planes<T> source, Planes<long> indices, int planes, int count, int planeSize) where T : unmanaged, INumber<T>
    {
        var result = Storage.Allocate<T>(planes * planeSize);
        Threads.Run(planes, new Adding<T>(source, indices, result, count, planeSize), count + planeSize);
        return result;
    }

    /// <summary>Zeros, but for the last source[i] with indices[i] at that place of their plane.</summary>
    /// <exception cref="ShapeException">An index does not lie in the plane.</exception>
    public static Storage<T> Scatter<T>(Planes<T> source, Planes<long> indices, int planes, int count, int planeSize) where T : unmanaged
    {
        var result = Storage.Allocate<T>(planes * planeSize);
        Threads.Run(planes, new Writing<T>(source, indices, result, count, planeSize), count + planeSize);
        return result;
    }

    /// <summary>A row of windows at once: each position of the windows in turn, as vectors across the windows.</summary>
    private readonly struct AcrossWindows<T>(Planes<T> x, WindowGrid grid, WindowAxis width, Storage<T> result, Storage<long> indices) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var (depths, heights, columns, count) = (grid.Depth, grid.Height, grid.Width, grid.Width.Count);
            var rented = ArrayPool<T>.Shared.Rent(count);
            var places = rented.AsSpan(0, count);
            using var source = new SteppedRow<T>(width.Stride, width.Size);
            for (var row = start; row < end; row++)
            {
                var (plane, d, h) = grid.Place(row);
                var elements = x.Plane(plane, grid.PlaneSize);
                var greatest = result.Span.Slice(row * count, count);
                greatest.Fill(T.CreateSaturating(double.NegativeInfinity));
                places.Fill(T.CreateTruncating(Nowhere));
                for (var i = 0; i < depths.Length[d]; i++)
                {
                    for (var j = 0; j < heights.Length[h]; j++)
                    {
                        var place = ((depths.First[d] + i * depths.Step) * heights.Size + heights.First[h] + j * heights.Step) * width.Size;
                        source.Read(elements.Slice(place, width.Size));
                        for (var k = 0; k < width.Window; k++)
                        {
                            var (first, last) = width.Reaching(k, count);
                            var shift = k * width.Dilation - width.Before;
                            if (last > first)
                            {
                                var candidates = source.From(first * width.Stride + shift, last - first);
                                TakeGreater(candidates, greatest[first..last], places[first..last], T.CreateTruncating(place + shift));
                            }
                        }
                    }
                }
                var corner = (depths.First[d] * heights.Size + heights.First[h]) * width.Size;
                var found = indices.Span.Slice(row * count, count);
                for (int i = 0, step = 0; i < found.Length; i++, step += width.Stride)
                {
                    var place = int.CreateTruncating(places[i]);
                    found[i] = place == Nowhere ? corner + columns.First[i] : place + step;
                }
            }
            ArrayPool<T>.Shared.Return(rented);
        }

        private static void TakeGreater(ReadOnlySpan<T> candidates, Span<T> greatest, Span<T> places, T place)
        {
            if (candidates.Length < Vector<T>.Count)
            {
                for (var i = 0; i < candidates.Length; i++)
                {
                    if (candidates[i] > greatest[i] || T.IsNaN(candidates[i]))
                        (greatest[i], places[i]) = (candidates[i], place);
                }
                return;
            }
            ref var candidate = ref MemoryMarshal.GetReference(candidates);
            ref var great = ref MemoryMarshal.GetReference(greatest);
            ref var at = ref MemoryMarshal.GetReference(places);
            var here = Vector.Create(place);
            for (var i = 0; i < candidates.Length; i += Vector<T>.Count)
            {
                // The last vector overlaps the one before: what was taken once is taken again.
                var offset = (nuint)Math.Min(i, candidates.Length - Vector<T>.Count);
                var x = Vector.LoadUnsafe(ref candidate, offset);
                var y = Vector.LoadUnsafe(ref great, offset);
                var isTaken = Vector.GreaterThan(x, y) | ~Vector.Equals(x, x);
                Vector.ConditionalSelect(isTaken, x, y).StoreUnsafe(ref great, offset);
                Vector.ConditionalSelect(isTaken, here, Vector.LoadUnsafe(ref at, offset)).StoreUnsafe(ref at, offset);
            }
        }
    }

    /// <summary>One window after another: for few and large windows, and for parts of different sizes.</summary>
    private readonly struct WithinWindows<T>(Planes<T> x, WindowGrid grid, Storage<T> result, Storage<long> indices) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var count = grid.Width.Count;
            for (var row = start; row < end; row++)
            {
                var (plane, d, h) = grid.Place(row);
                var elements = x.Plane(plane, grid.PlaneSize);
                for (var w = 0; w < count; w++)
                    (result.Span[row * count + w], indices.Span[row * count + w]) = Greatest(elements, d, h, w);
            }
        }

        private (T Value, long Place) Greatest(ReadOnlySpan<T> elements, int d, int h, int w)
        {
            var (depths, heights, widths) = (grid.Depth, grid.Height, grid.Width);
            var greatest = T.CreateSaturating(double.NegativeInfinity);
            var found = (depths.First[d] * heights.Size + heights.First[h]) * widths.Size + widths.First[w];
            for (var i = 0; i < depths.Length[d]; i++)
            {
                for (var j = 0; j < heights.Length[h]; j++)
                {
                    var place = ((depths.First[d] + i * depths.Step) * heights.Size + heights.First[h] + j * heights.Step) * widths.Size + widths.First[w];
                    for (var k = 0; k < widths.Length[w]; k++, place += widths.Step)
                    {
                        if (elements[place] > greatest || T.IsNaN(elements[place]))
                            (greatest, found) = (elements[place], place);
                    }
                }
            }
            return (greatest, found);
        }
    }

    private readonly struct Adding<T>(Planes<T> source, Planes<long> indices, Storage<T> result, int count, int planeSize) : IRangeWork
        where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            for (var plane = start; plane < end; plane++)
            {
                var target = result.Span.Slice(plane * planeSize, planeSize);
                target.Clear();
                ReadOnlySpan<T> values = source.Plane(plane, count);
                ReadOnlySpan<long> places = indices.Plane(plane, count);
                for (var i = 0; i < values.Length; i++)
                    target[(int)places[i]] += values[i];
            }
        }
    }

    private readonly struct Writing<T>(Planes<T> source, Planes<long> indices, Storage<T> result, int count, int planeSize) : IRangeWork where T : unmanaged
    {
        public void Invoke(int start, int end)
        {
            for (var plane = start; plane < end; plane++)
            {
                var target = result.Span.Slice(plane * planeSize, planeSize);
                target.Clear();
                ReadOnlySpan<T> values = source.Plane(plane, count);
                ReadOnlySpan<long> places = indices.Plane(plane, count);
                for (var i = 0; i < values.Length; i++)
                {
                    if ((ulong)places[i] >= (ulong)planeSize)
                        throw new ShapeException($"MaxUnpool: index {places[i]} lies outside a plane of {planeSize} elements; give the size that was pooled.");
                    target[(int)places[i]] = values[i];
                }
            }
        }
    }
}
