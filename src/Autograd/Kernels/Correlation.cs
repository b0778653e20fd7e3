using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// Sums over windows as an implicit matrix product. Row f of the left matrix is filter f, written out; column j of the right matrix is
/// the window of result position j. The right matrix is never stored: a panel of it, as wide as a <see cref="MatrixTile"/>, is
/// packed straight from the image, multiplied with all filters while it is in the cache, and packed over.
/// <code>
/// rows of a panel: channel, tap          columns: image, position
/// ┌ image[b, c, position + tap] …
/// </code>
/// Each element sums its products in the same order whatever the number of threads.
/// </summary>
internal sealed class Correlation<T> where T : unmanaged, INumber<T>
{
    // Rows of a panel that are packed and multiplied at a time: with two vectors a row they fit into the first-level cache.
    private const int ChunkRows = 256;

    private readonly Storage<T> _image, _result;
    private readonly Layout _imageLayout;
    private readonly TapAxis _z, _y, _x;
    private readonly int _groups, _filters, _channels, _inner, _columns;
    private readonly int _resultHeight, _resultWidth, _resultPlane;
    private readonly T[] _packedFilters;
    // An absent window counts as a zero in the panel. That is wrong once a weight is not finite: there is no product, not 0 · ∞.
    private readonly bool _skipsAbsent;

    private Correlation(Storage<T> image, Layout imageLayout, Storage<T> kernel, Layout kernelLayout, Storage<T> result, Shape resultShape, TapAxis[] axes, int groups, bool isTransposed)
    {
        _image = image;
        _imageLayout = imageLayout.Spatial3();
        _result = result;
        (_z, _y, _x) = (axes.Length > 2 ? axes[^3] : TapAxis.One, axes.Length > 1 ? axes[^2] : TapAxis.One, axes[^1]);
        _groups = groups;
        _channels = imageLayout.Shape[1] / groups;
        _filters = resultShape[1] / groups;
        _inner = _channels * _z.Taps.Length * _y.Taps.Length * _x.Taps.Length;
        _columns = resultShape[0] * Positions;
        _resultWidth = resultShape[^1];
        _resultHeight = axes.Length > 1 ? resultShape[^2] : 1;
        _resultPlane = _resultHeight * _resultWidth * (axes.Length > 2 ? resultShape[^3] : 1);
        _packedFilters = ArrayPool<T>.Shared.Rent(checked(groups * FilterBlocks * MatrixTile.Rows * _inner));
        PackFilters(kernel, kernelLayout.Spatial3(), isTransposed);
        _skipsAbsent = isTransposed && !AreFinite(_packedFilters.AsSpan(0, groups * FilterBlocks * MatrixTile.Rows * _inner));
    }

    private int Positions => _z.Count * _y.Count * _x.Count;

    private int FilterBlocks => (_filters + MatrixTile.Rows - 1) / MatrixTile.Rows;

    /// <summary>Computes the positions of the result that the axes describe.</summary>
    /// <param name="image">The elements of the image.</param>
    /// <param name="imageLayout">[batch, channels, …].</param>
    /// <param name="kernel">The elements of the kernel.</param>
    /// <param name="kernelLayout">[filters, channels / groups, …], or [channels, filters / groups, …] if transposed.</param>
    /// <param name="result">The elements of the result.</param>
    /// <param name="resultShape">[batch, filters, …].</param>
    /// <param name="axes">One for each spatial axis.</param>
    /// <param name="groups">The number of groups of channels and filters.</param>
    /// <param name="isTransposed">Whether the kernel's first axis is the image's channels.</param>
    public static void Run(
        Storage<T> image, Layout imageLayout, Storage<T> kernel, Layout kernelLayout, Storage<T> result, Shape resultShape, TapAxis[] axes, int groups, bool isTransposed)
    {
        if (resultShape.ElementCount == 0)
            return;
        var correlation = new Correlation<T>(image, imageLayout, kernel, kernelLayout, result, resultShape, axes, groups, isTransposed);
        var panels = (correlation._columns - 1) / MatrixTile.Columns<T>() + 1;
        var cost = (long)correlation.FilterBlocks * MatrixTile.Rows * Math.Max(1, correlation._inner);
        Threads.Run(groups * panels, new Panels(correlation, panels), (int)Math.Min(int.MaxValue, cost));
        ArrayPool<T>.Shared.Return(correlation._packedFilters);
    }

    private static bool AreFinite(ReadOnlySpan<T> values)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            return true;
        foreach (var value in values)
        {
            if (!T.IsFinite(value))
                return false;
        }
        return true;
    }

    /// <summary>Blocks of filters, element by element, as <see cref="MatrixTile"/> takes them; missing filters are 0.</summary>
    private void PackFilters(Storage<T> kernel, Layout layout, bool isTransposed)
    {
        var source = kernel.Span;
        var strides = layout.Strides;
        var (filterStride, channelStride) = isTransposed ? (strides[1], strides[0]) : (strides[0], strides[1]);
        var groupStride = strides[0] * (isTransposed ? _channels : _filters);
        var packed = _packedFilters;
        if (_filters % MatrixTile.Rows != 0)
            packed.AsSpan().Clear();
        for (int group = 0, blockStart = 0; group < _groups; group++)
        {
            for (var first = 0; first < _filters; first += MatrixTile.Rows, blockStart += MatrixTile.Rows * _inner)
            {
                for (var row = 0; row < MatrixTile.Rows && first + row < _filters; row++)
                {
                    var to = blockStart + row;
                    for (var channel = 0; channel < _channels; channel++)
                    {
                        var from = layout.Offset + group * groupStride + (first + row) * filterStride + channel * channelStride;
                        foreach (var (z, _) in _z.Taps)
                        {
                            foreach (var (y, _) in _y.Taps)
                            {
                                foreach (var (x, _) in _x.Taps)
                                {
                                    packed[to] = source[from + z * strides[2] + y * strides[3] + x * strides[4]];
                                    to += MatrixTile.Rows;
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// <summary>Neighbouring columns of a panel in one row of one image.</summary>
    /// <param name="Lane">Where they stand in the panel.</param>
    /// <param name="Length">How many they are.</param>
    /// <param name="Image">Where the image starts, in its storage.</param>
    /// <param name="Z">The first column's place along each axis of the input, before the taps' offsets.</param>
    /// <param name="Y">See Z.</param>
    /// <param name="X">See Z.</param>
    /// <param name="Result">Where the first column's result goes, for filter 0 of all groups.</param>
    private readonly record struct RowPart(int Lane, int Length, int Image, int Z, int Y, int X, int Result);

    private readonly struct Panels(Correlation<T> correlation, int panels) : IRangeWork
    {
        public void Invoke(int start, int end)
        {
            var width = MatrixTile.Columns<T>();
            var (panel, rented) = (ArrayPool<T>.Shared.Rent(ChunkRows * width), ArrayPool<T>.Shared.Rent(correlation.FilterBlocks * MatrixTile.Rows * width));
            var sums = rented.AsSpan(0, correlation.FilterBlocks * MatrixTile.Rows * width);
            Span<RowPart> parts = stackalloc RowPart[width];
            for (var i = start; i < end; i++)
            {
                var (group, first) = (i / panels, i % panels * width);
                var count = correlation.Divide(first, Math.Min(width, correlation._columns - first), parts);
                if (correlation._skipsAbsent)
                    correlation.MultiplyPresent(group, parts[..count], sums);
                else
                    correlation.Multiply(group, parts[..count], panel, sums);
                correlation.Store(group, parts[..count], sums);
            }
            ArrayPool<T>.Shared.Return(panel);
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    /// <summary>Cuts the columns of a panel where a row of the result or an image ends.</summary>
    private int Divide(int first, int width, Span<RowPart> parts)
    {
        var (column, count) = (first, 0);
        var strides = _imageLayout.Strides;
        while (column < first + width)
        {
            var (image, position) = Math.DivRem(column, Positions);
            var (row, x) = Math.DivRem(position, _x.Count);
            var (z, y) = Math.DivRem(row, _y.Count);
            var length = Math.Min(_x.Count - x, first + width - column);
            var (resultZ, resultY, resultX) = (_z.OutputStart + z * _z.OutputStep, _y.OutputStart + y * _y.OutputStep, _x.OutputStart + x * _x.OutputStep);
            parts[count++] = new RowPart(
                column - first, length, _imageLayout.Offset + image * strides[0], z * _z.InputStep, y * _y.InputStep, x * _x.InputStep,
                image * _groups * _filters * _resultPlane + (resultZ * _resultHeight + resultY) * _resultWidth + resultX);
            column += length;
        }
        return count;
    }

    private void Multiply(int group, ReadOnlySpan<RowPart> parts, Span<T> panel, Span<T> sums)
    {
        var width = MatrixTile.Columns<T>();
        var blockSize = MatrixTile.Rows * width;
        sums.Clear();
        for (var first = 0; first < _inner; first += ChunkRows)
        {
            var rows = Math.Min(ChunkRows, _inner - first);
            Pack(group, first, rows, parts, panel);
            for (var block = 0; block < FilterBlocks; block++)
            {
                var filters = _packedFilters.AsSpan(((group * FilterBlocks + block) * _inner + first) * MatrixTile.Rows, rows * MatrixTile.Rows);
                MatrixTile.Multiply(filters, panel[..(rows * width)], sums.Slice(block * blockSize, blockSize), width, adds: true);
            }
        }
    }

    /// <summary>The same one product after another, only where there is a window: for weights that are not finite.</summary>
    private void MultiplyPresent(int group, ReadOnlySpan<RowPart> parts, Span<T> sums)
    {
        var width = MatrixTile.Columns<T>();
        var source = _image.Span;
        var strides = _imageLayout.Strides;
        sums.Clear();
        for (var k = 0; k < _inner; k++)
        {
            var (channel, offsetZ, offsetY, offsetX) = Tap(k);
            foreach (ref readonly var part in parts)
            {
                var (z, y) = (part.Z + offsetZ, part.Y + offsetY);
                if ((uint)z >= (uint)_z.InputSize || (uint)y >= (uint)_y.InputSize)
                    continue;
                var row = part.Image + (group * _channels + channel) * strides[1] + z * strides[2] + y * strides[3];
                for (var lane = 0; lane < part.Length; lane++)
                {
                    var x = part.X + offsetX + lane * _x.InputStep;
                    if ((uint)x >= (uint)_x.InputSize)
                        continue;
                    for (var filter = 0; filter < _filters; filter++)
                    {
                        var block = group * FilterBlocks + filter / MatrixTile.Rows;
                        var weight = _packedFilters[(block * _inner + k) * MatrixTile.Rows + filter % MatrixTile.Rows];
                        sums[filter * width + part.Lane + lane] += weight * source[row + x * strides[4]];
                    }
                }
            }
        }
    }

    /// <summary>What row k of a panel is about: a channel of the group, and where the tap looks along each axis.</summary>
    private (int Channel, int Z, int Y, int X) Tap(int k)
    {
        var (rest, x) = Math.DivRem(k, _x.Taps.Length);
        (rest, var y) = Math.DivRem(rest, _y.Taps.Length);
        var (channel, z) = Math.DivRem(rest, _z.Taps.Length);
        return (channel, _z.Taps[z].Offset, _y.Taps[y].Offset, _x.Taps[x].Offset);
    }

    /// <summary>Rows of the panel: what each column's window has under one tap of one channel.</summary>
    private void Pack(int group, int first, int count, ReadOnlySpan<RowPart> parts, Span<T> panel)
    {
        var width = MatrixTile.Columns<T>();
        var source = _image.Span;
        var strides = _imageLayout.Strides;
        var used = parts[^1].Lane + parts[^1].Length;
        for (var i = 0; i < count; i++)
        {
            var (channel, offsetZ, offsetY, offsetX) = Tap(first + i);
            var row = panel.Slice(i * width, width);
            foreach (ref readonly var part in parts)
            {
                var lanes = row.Slice(part.Lane, part.Length);
                var (z, y) = (part.Z + offsetZ, part.Y + offsetY);
                if ((uint)z < (uint)_z.InputSize && (uint)y < (uint)_y.InputSize)
                    PackPart(source, part.Image + (group * _channels + channel) * strides[1] + z * strides[2] + y * strides[3], part.X + offsetX, strides[4], lanes);
                else
                    lanes.Clear();
            }
            row[used..].Clear();
        }
    }

    /// <summary>Elements of one row of the image, from position <paramref name="x"/> on, 0 outside.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PackPart(ReadOnlySpan<T> source, int row, int x, int stride, Span<T> lanes)
    {
        var (size, step) = (_x.InputSize, _x.InputStep);
        // The lanes that lie inside: those before `low` are to the left of the image, those from `high` on to the right.
        var low = x >= 0 ? 0 : Math.Min(lanes.Length, (-x + step - 1) / step);
        var high = x >= size ? low : Math.Clamp((size - x + step - 1) / step, low, lanes.Length);
        lanes[..low].Clear();
        if (stride == 1 && step == 1 && high > low)
        {
            source.Slice(row + x + low, high - low).CopyTo(lanes[low..high]);
        }
        else
        {
            for (int lane = low, from = row + (x + low * step) * stride; lane < high; lane++, from += step * stride)
                lanes[lane] = source[from];
        }
        lanes[high..].Clear();
    }

    private void Store(int group, ReadOnlySpan<RowPart> parts, ReadOnlySpan<T> sums)
    {
        var width = MatrixTile.Columns<T>();
        for (var filter = 0; filter < _filters; filter++)
        {
            var row = sums.Slice(filter * width, width);
            foreach (ref readonly var part in parts)
            {
                var to = part.Result + (group * _filters + filter) * _resultPlane;
                var values = row.Slice(part.Lane, part.Length);
                if (_x.OutputStep == 1)
                {
                    values.CopyTo(_result.Span[to..]);
                }
                else
                {
                    foreach (var value in values)
                    {
                        _result.Span[to] = value;
                        to += _x.OutputStep;
                    }
                }
            }
        }
    }
}
