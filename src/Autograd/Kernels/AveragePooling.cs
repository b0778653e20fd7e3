using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>How many elements an average divides by.</summary>
/// <param name="CountsPadding">True to count padding; false to count the elements that a window really has.</param>
/// <param name="Fixed">A divisor for all windows in place of a count; 0 for none.</param>
internal readonly record struct Divisor(bool CountsPadding, int Fixed = 0)
{
    /// <summary>The factors along the width, and with <see cref="Row"/> those of the other axes.</summary>
    public void FillColumns<T>(AxisWindows width, Span<T> columns) where T : INumber<T>
    {
        for (var i = 0; i < columns.Length; i++)
            columns[i] = Fixed != 0 ? T.One : T.CreateTruncating(CountsPadding ? width.Reach[i] : width.Length[i]);
    }

    /// <summary>The factor of a row of windows.</summary>
    public T Row<T>(WindowGrid grid, int depth, int height) where T : INumber<T> => T.CreateTruncating(
        Fixed != 0 ? Fixed
        : CountsPadding ? (long)grid.Depth.Reach[depth] * grid.Height.Reach[height]
        : (long)grid.Depth.Length[depth] * grid.Height.Length[height]);
}

/// <summary>The average of each window, and its transpose: a gradient handed out in equal shares.</summary>
internal static class AveragePooling
{
    public static Storage<T> Run<T>(Planes<T> x, WindowGrid grid, int planes, Divisor divisor) where T : unmanaged, INumber<T>
    {
        var result = Storage.Allocate<T>(planes * grid.Count);
        Threads.Run(planes * grid.Rows, new Averaging<T>(x, grid, result, divisor), grid.RowCost);
        return result;
    }

    public static Storage<T> Share<T>(Planes<T> gradient, WindowGrid grid, int planes, Divisor divisor) where T : unmanaged, INumber<T>
    {
        var result = Storage.Allocate<T>(planes * grid.PlaneSize);
        Threads.Run(planes, new Sharing<T>(gradient, grid, result, divisor), (int)Math.Min(int.MaxValue, grid.PlaneSize + (long)grid.Rows * grid.RowCost));
        return result;
    }

    private readonly struct Averaging<T>(Planes<T> x, WindowGrid grid, Storage<T> result, Divisor divisor) : IRangeWork where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var (depths, heights, widths, count) = (grid.Depth, grid.Height, grid.Width, grid.Width.Count);
            var rented = ArrayPool<T>.Shared.Rent(count);
            var columns = rented.AsSpan(0, count);
            divisor.FillColumns(widths, columns);
            var isAcross = widths.Sliding is not null && count >= WindowGrid.FewWindows;
            using var source = new SteppedRow<T>(isAcross ? widths.Sliding!.Value.Stride : 1, widths.Size);
            for (var row = start; row < end; row++)
            {
                var (plane, d, h) = grid.Place(row);
                var elements = x.Plane(plane, grid.PlaneSize);
                var sums = result.Span.Slice(row * count, count);
                sums.Clear();
                for (var i = 0; i < depths.Length[d]; i++)
                {
                    for (var j = 0; j < heights.Length[h]; j++)
                    {
                        var place = (depths.First[d] + i * depths.Step) * heights.Size + heights.First[h] + j * heights.Step;
                        source.Read(elements.Slice(place * widths.Size, widths.Size));
                        if (isAcross)
                            AddAcross(source, widths.Sliding!.Value, sums);
                        else
                            AddWithin(source, widths, sums);
                    }
                }
                var factor = divisor.Row<T>(grid, d, h);
                for (var i = 0; i < sums.Length; i++)
                    sums[i] /= factor * columns[i];
            }
            ArrayPool<T>.Shared.Return(rented);
        }

        private static void AddAcross(SteppedRow<T> source, WindowAxis width, Span<T> sums)
        {
            for (var k = 0; k < width.Window; k++)
            {
                var (first, last) = width.Reaching(k, sums.Length);
                if (last > first)
                    Add(source.From(first * width.Stride + k * width.Dilation - width.Before, last - first), sums[first..last]);
            }
        }

        private static void AddWithin(SteppedRow<T> source, AxisWindows widths, Span<T> sums)
        {
            for (var w = 0; w < sums.Length; w++)
                sums[w] += Sum(source.From(widths.First[w], widths.Length[w]));
        }
    }

    private readonly struct Sharing<T>(Planes<T> gradient, WindowGrid grid, Storage<T> result, Divisor divisor) : IRangeWork where T : unmanaged, INumber<T>
    {
        public void Invoke(int start, int end)
        {
            var (depths, heights, widths, count) = (grid.Depth, grid.Height, grid.Width, grid.Width.Count);
            var (columns, shares) = (ArrayPool<T>.Shared.Rent(count), ArrayPool<T>.Shared.Rent(count));
            divisor.FillColumns(widths, columns.AsSpan(0, count));
            result.Span[(start * grid.PlaneSize)..(end * grid.PlaneSize)].Clear();
            for (var row = start * grid.Rows; row < end * grid.Rows; row++)
            {
                var (plane, d, h) = grid.Place(row);
                var factor = divisor.Row<T>(grid, d, h);
                ReadOnlySpan<T> gradients = gradient.Plane(row, count);
                for (var i = 0; i < gradients.Length; i++)
                    shares[i] = gradients[i] / (factor * columns[i]);
                for (var i = 0; i < depths.Length[d]; i++)
                {
                    for (var j = 0; j < heights.Length[h]; j++)
                    {
                        var place = (depths.First[d] + i * depths.Step) * heights.Size + heights.First[h] + j * heights.Step;
                        HandOut(shares.AsSpan(0, count), widths, result.Span.Slice(plane * grid.PlaneSize + place * widths.Size, widths.Size));
                    }
                }
            }
            ArrayPool<T>.Shared.Return(columns);
            ArrayPool<T>.Shared.Return(shares);
        }

        private static void HandOut(ReadOnlySpan<T> shares, AxisWindows widths, Span<T> row)
        {
            if (widths.Sliding is { Stride: 1 } width)
            {
                for (var k = 0; k < width.Window; k++)
                {
                    var (first, last) = width.Reaching(k, shares.Length);
                    if (last > first)
                        Add(shares[first..last], row[(first + k * width.Dilation - width.Before)..]);
                }
                return;
            }
            for (var w = 0; w < shares.Length; w++)
            {
                foreach (ref var element in row.Slice(widths.First[w], widths.Length[w]))
                    element += shares[w];
            }
        }
    }

    /// <summary>target[i] += x[i].</summary>
    private static void Add<T>(ReadOnlySpan<T> x, Span<T> target) where T : unmanaged, INumber<T>
    {
        target = target[..x.Length];
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(target);
        var addends = MemoryMarshal.Cast<T, Vector<T>>(x);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] += addends[i];
        for (var i = vectors.Length * Vector<T>.Count; i < x.Length; i++)
            target[i] += x[i];
    }

    private static T Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, INumber<T>
    {
        var sums = Vector<T>.Zero;
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(x);
        foreach (var vector in vectors)
            sums += vector;
        var sum = Vector.Sum(sums);
        foreach (var rest in x[(vectors.Length * Vector<T>.Count)..])
            sum += rest;
        return sum;
    }
}
