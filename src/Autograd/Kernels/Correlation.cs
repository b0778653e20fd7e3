using System.Buffers;
using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// Sums over windows: each position of the result sums, over the taps of all channels, a weight times what the tap sees. The result is computed
/// in pieces, some rows of windows of one image or a few small images. What a piece sees is copied once, with its padding
/// (<see cref="WindowBand{T}"/>), into the second-level cache. From there on there are two ways: many filters are multiplied as a matrix
/// (<c>Correlation.Panels.cs</c>), a few slide along the rows (<c>Correlation.Rows.cs</c>).
/// Each element sums its products in the same order whatever the number of threads.
/// </summary>
internal sealed partial class Correlation<T> where T : unmanaged, INumber<T>
{
    // Numbers that a piece may see: half of a second-level cache in single precision.
    private const int PieceNumbers = 1 << 17;

    // Products that are worth a piece of their own, windows that are worth a group's.
    private const int PieceProducts = 1 << 21, PieceWindows = 1 << 10;

    // Up to so many filters a matrix product would compute mostly rows that are not there.
    private const int FewFilters = 4;

    private readonly Storage<T> _image, _result;
    private readonly Layout _imageLayout;
    private readonly TapAxis _z, _y, _x;
    private readonly WindowBand<T> _band;
    private readonly int _groups, _filters, _channels, _inner, _blockRows;
    private readonly int _resultHeight, _resultWidth, _resultPlane;
    private readonly int _bandRows, _bands, _units, _pieceUnits;
    // Where in a piece's copy each product finds its number for the first window: the taps of channel 0, of channel 1, …
    private readonly int[] _offsets;
    private readonly T[] _packedFilters;

    private Correlation(Storage<T> image, Layout imageLayout, Storage<T> kernel, Layout kernelLayout, Storage<T> result, Shape resultShape, TapAxis[] axes, int groups, bool isTransposed)
    {
        (_image, _result) = (image, result);
        _imageLayout = imageLayout.Spatial3();
        (_z, _y, _x) = TapAxis.Three(axes);
        _groups = groups;
        _channels = imageLayout.Shape[1] / groups;
        _filters = resultShape[1] / groups;
        _inner = _channels * _z.Taps.Length * _y.Taps.Length * _x.Taps.Length;
        _resultWidth = resultShape[^1];
        _resultHeight = axes.Length > 1 ? resultShape[^2] : 1;
        _resultPlane = _resultHeight * _resultWidth * (axes.Length > 2 ? resultShape[^3] : 1);
        _blockRows = _filters <= FewFilters ? 1 : MatrixTile.Rows;
        _packedFilters = ArrayPool<T>.Shared.Rent(checked(groups * FilterBlocks * _blockRows * _inner));
        PackFilters(kernel, kernelLayout.Spatial3(), isTransposed);
        if (TapAxis.ArePointwise(_z, _y, _x, _imageLayout))
            (_y, _x) = (TapAxis.One, TapAxis.Joined(_y, _x));

        _bandRows = BandRows();
        _band = new WindowBand<T>(_z, _y, _x, _bandRows);
        _bands = (_y.Count + _bandRows - 1) / _bandRows;
        _units = imageLayout.Shape[0] * _z.Count * _bands;
        _pieceUnits = _bands > 1 ? 1 : PieceUnits();
        _offsets = new int[_inner];
        var taps = _band.Taps();
        for (var k = 0; k < _inner; k++)
            _offsets[k] = k / taps.Length * _band.ChannelSize + taps[k % taps.Length];
    }

    /// <summary>Rows of windows in a band: all if the cache holds what they see, else as many as it holds, but a panel's worth.</summary>
    private int BandRows()
    {
        var rows = Math.Max(1, _y.Count);
        var whole = Math.Max(1, (long)_channels * new WindowBand<T>(_z, _y, _x, rows).ChannelSize);
        return (int)Math.Clamp(rows * (long)PieceNumbers / whole, Math.Min(rows, MatrixTile.Columns<T>() / Math.Max(1, _x.Count) + 1), rows);
    }

    /// <summary>Images in a piece: as many as are worth it and fit into the cache, but a panel's worth of windows.</summary>
    private int PieceUnits()
    {
        var windows = Math.Max(1, _bandRows * _x.Count);
        var worth = Math.Min(PieceProducts / Math.Max(1, (long)_filters * _inner * windows), _groups > 1 ? PieceWindows / windows : int.MaxValue);
        var fitting = PieceNumbers / Math.Max(1, _channels * _band.ChannelSize);
        return (int)Math.Max(Math.Min(worth, fitting), (MatrixTile.Columns<T>() + windows - 1) / windows);
    }

    private int FilterBlocks => (_filters + _blockRows - 1) / _blockRows;

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
        // An absent pixel counts as a zero. That is wrong once a weight is not finite: there is no product, not 0 · ∞.
        if (isTransposed && !AreFinite(correlation._packedFilters.AsSpan(0, groups * correlation.FilterBlocks * correlation._blockRows * correlation._inner)))
            correlation.RunPresent();
        else
            correlation.RunPieces();
        ArrayPool<T>.Shared.Return(correlation._packedFilters);
    }

    private void RunPieces()
    {
        var pieces = (_units + _pieceUnits - 1) / _pieceUnits;
        // A multiplication costs about a sixteenth of touching an element.
        var cost = (long)FilterBlocks * _blockRows * (_inner + 1) * _pieceUnits * _bandRows * _x.Count / 16;
        Threads.Run(_groups * pieces, new PieceWork(this), (int)Math.Clamp(cost, 1, int.MaxValue));
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
        if (_filters % _blockRows != 0)
            packed.AsSpan().Clear();
        for (int group = 0, blockStart = 0; group < _groups; group++)
        {
            for (var first = 0; first < _filters; first += _blockRows, blockStart += _blockRows * _inner)
            {
                for (var row = 0; row < _blockRows && first + row < _filters; row++)
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
                                    to += _blockRows;
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private readonly struct PieceWork(Correlation<T> correlation) : IRangeWork
    {
        public void Invoke(int start, int end)
        {
            var unitSize = correlation._channels * correlation._band.ChannelSize;
            // Whole vectors are read: past the end of the last row.
            var seen = ArrayPool<T>.Shared.Rent(checked(correlation._pieceUnits * unitSize + 2 * MatrixTile.Columns<T>()));
            for (var i = start; i < end; i++)
            {
                // Groups side by side: they lie side by side in memory.
                var (piece, group) = Math.DivRem(i, correlation._groups);
                var first = piece * correlation._pieceUnits;
                var count = Math.Min(correlation._pieceUnits, correlation._units - first);
                correlation.Copy(group, first, count, seen);
                seen.AsSpan(count * unitSize, MatrixTile.Columns<T>()).Clear();
                if (correlation._blockRows == 1)
                    correlation.RunRows(group, first, count, seen);
                else
                    correlation.RunPanels(group, first, count, seen);
            }
            ArrayPool<T>.Shared.Return(seen);
        }
    }

    /// <summary>Where a unit lies: some rows of windows of one image.</summary>
    private (int Image, int Plane, int FirstRow, int Rows) Unit(int unit)
    {
        var (plane, band) = Math.DivRem(unit, _bands);
        (var image, plane) = Math.DivRem(plane, _z.Count);
        return (image, plane, band * _bandRows, Math.Min(_bandRows, _y.Count - band * _bandRows));
    }

    private void Copy(int group, int first, int count, Span<T> seen)
    {
        var size = _band.ChannelSize;
        var strides = _imageLayout.Strides;
        for (var unit = 0; unit < count; unit++)
        {
            var (image, plane, firstRow, _) = Unit(first + unit);
            var at = _imageLayout.Offset + image * strides[0] + group * _channels * strides[1];
            for (var channel = 0; channel < _channels; channel++)
                _band.Copy(_image.Span, at + channel * strides[1], strides[2..], plane, firstRow, seen.Slice((unit * _channels + channel) * size, size));
        }
    }

    /// <summary>Where the result of a row of windows starts, for filter 0 of all groups.</summary>
    private int ResultRow(int image, int plane, int row) =>
        image * _groups * _filters * _resultPlane
        + ((_z.OutputStart + plane * _z.OutputStep) * _resultHeight + _y.OutputStart + row * _y.OutputStep) * _resultWidth + _x.OutputStart;

    private void Write(ReadOnlySpan<T> values, int at)
    {
        var target = _result.Span;
        if (_x.OutputStep == 1)
        {
            values.CopyTo(target[at..]);
            return;
        }
        foreach (var value in values)
        {
            target[at] = value;
            at += _x.OutputStep;
        }
    }

    /// <summary>One product after another, only where there is a pixel: for weights that are not finite.</summary>
    private void RunPresent()
    {
        for (var image = 0; image < _imageLayout.Shape[0]; image++)
        {
            for (var filter = 0; filter < _groups * _filters; filter++)
            {
                for (var z = 0; z < _z.Count; z++)
                {
                    for (var y = 0; y < _y.Count; y++)
                    {
                        var at = ResultRow(image, z, y) + filter * _resultPlane;
                        for (var x = 0; x < _x.Count; x++)
                            _result.Span[at + x * _x.OutputStep] = SumPresent(image, filter / _filters, filter % _filters, z, y, x);
                    }
                }
            }
        }
    }

    private T SumPresent(int image, int group, int filter, int z, int y, int x)
    {
        var strides = _imageLayout.Strides;
        var sum = T.Zero;
        var weight = (group * FilterBlocks + filter / _blockRows) * _blockRows * _inner + filter % _blockRows;
        for (var channel = 0; channel < _channels; channel++)
        {
            var from = _imageLayout.Offset + image * strides[0] + (group * _channels + channel) * strides[1];
            foreach (var (_, offsetZ) in _z.Taps)
            {
                foreach (var (_, offsetY) in _y.Taps)
                {
                    foreach (var (_, offsetX) in _x.Taps)
                    {
                        var (atZ, atY, atX) = (z * _z.InputStep + offsetZ, y * _y.InputStep + offsetY, x * _x.InputStep + offsetX);
                        if ((uint)atZ < (uint)_z.InputSize && (uint)atY < (uint)_y.InputSize && (uint)atX < (uint)_x.InputSize)
                            sum += _packedFilters[weight] * _image.Span[from + atZ * strides[2] + atY * strides[3] + atX * strides[4]];
                        weight += _blockRows;
                    }
                }
            }
        }
        return sum;
    }
}
