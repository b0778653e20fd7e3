using System.Buffers;
using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// The gradient of a convolution's kernel: for each filter and each tap of each channel, the sum over all windows of the incoming gradient times what the
/// tap sees. Images are taken some at a time, as many as fit into the caches, and each sum adds them up in their order. What taps see is copied
/// into a <see cref="WindowBand{T}"/>, where it lies in rows of windows; from there on there are two ways: many filters are multiplied as a
/// matrix (<c>KernelCorrelation.Panels.cs</c>), for a few each sum is a dot product of rows (<c>KernelCorrelation.Rows.cs</c>).
/// </summary>
internal sealed partial class KernelCorrelation<T> where T : unmanaged, INumber<T>
{
    // Windows at a time: a row of five numbers for each then fits into the first-level cache. Small kernels take more, so that threads have enough to do.
    private const int ChunkWindows = 1536, ChunkProducts = 1 << 22, ChunkNumbers = 1 << 20;

    // Up to so many filters most of a panel would be empty.
    private static int FewFilters => MatrixTile.Columns<T>() / 4;

    private readonly Storage<T> _image, _gradient, _result;
    private readonly Layout _imageLayout, _gradientLayout;
    private readonly TapAxis _z, _y;
    private readonly WindowBand<T> _band;
    private readonly int[] _taps;
    private readonly int _groups, _channels, _filters, _width, _rowSize, _bandRows, _bands, _channelSize;
    // Numbers of the incoming gradient that a unit has.
    private readonly int _gradientSize;
    private readonly bool _hasPanels;
    // The lanes of a row's last vector that hold windows.
    private readonly Vector<T> _present;
    private T[] _seen = [], _gradients = [], _sums = [];

    private KernelCorrelation(Storage<T> image, Layout imageLayout, Storage<T> gradient, Layout gradientLayout, Storage<T> result, Shape kernel, TapAxis[] axes, int groups)
    {
        (_image, _gradient, _result) = (image, gradient, result);
        (_imageLayout, _gradientLayout) = (imageLayout.Spatial3(), gradientLayout.Spatial3());
        (_z, _y, var x) = TapAxis.Three(axes);
        if (TapAxis.ArePointwise(_z, _y, x, _imageLayout) && _gradientLayout.Strides[3] == x.Count * _gradientLayout.Strides[4])
            (_y, x) = (TapAxis.One, TapAxis.Joined(_y, x));
        (_groups, _channels, _filters) = (groups, kernel[1], kernel[0] / groups);
        _hasPanels = _filters > FewFilters;
        _width = x.Count;
        _rowSize = _hasPanels ? _width : TileRows<T>.RoundUp(_width, Vector<T>.Count);
        _present = Vector.LessThan(Vector<T>.Indices, new Vector<T>(T.CreateTruncating(_width - _rowSize + Vector<T>.Count)));
        _bandRows = Math.Clamp(ChunkWindows / _rowSize, 1, _y.Count);
        _bands = (_y.Count - 1) / _bandRows + 1;
        _band = new WindowBand<T>(_z, _y, x, _bandRows);
        (_taps, _channelSize) = (_band.Taps(), _band.ChannelSize);
        _gradientSize = checked(_groups * (_hasPanels ? Panels * MatrixTile.Columns<T>() : _filters) * UnitWindows);
    }

    /// <summary>Places for windows in a unit.</summary>
    private int UnitWindows => _bandRows * _rowSize;

    /// <summary>Computes the gradient of the kernel.</summary>
    /// <param name="image">The elements of the image.</param>
    /// <param name="imageLayout">[batch, channels, …].</param>
    /// <param name="gradient">The elements of the incoming gradient.</param>
    /// <param name="gradientLayout">[batch, filters, …].</param>
    /// <param name="result">The elements of the result.</param>
    /// <param name="kernel">[filters, channels / groups, …].</param>
    /// <param name="axes">One for each spatial axis: the windows.</param>
    /// <param name="groups">The number of groups of channels and filters.</param>
    public static void Run(
        Storage<T> image, Layout imageLayout, Storage<T> gradient, Layout gradientLayout, Storage<T> result, Shape kernel, TapAxis[] axes, int groups)
    {
        if (gradientLayout.Shape.ElementCount == 0)
            result.Span.Clear();
        else
            new KernelCorrelation<T>(image, imageLayout, gradient, gradientLayout, result, kernel, axes, groups).Run();
    }

    private void Run()
    {
        var units = _imageLayout.Shape[0] * _z.Count * _bands;
        var (channels, tasks) = (_groups * _channels, _groups * (_hasPanels ? Strips : Blocks));
        var products = Math.Max(1, (long)_filters * channels * _taps.Length * UnitWindows);
        var wanted = Math.Min(Math.Max(ChunkProducts / products, ChunkWindows / UnitWindows), ChunkNumbers / Math.Max(1, channels * _channelSize + _gradientSize));
        var chunk = (int)Math.Clamp(wanted, 1, units);
        // Rows of what taps see are read as whole vectors: past the end.
        var beyond = MatrixTile.Columns<T>();
        _seen = ArrayPool<T>.Shared.Rent(checked(chunk * channels * _channelSize + beyond));
        _gradients = ArrayPool<T>.Shared.Rent(checked(chunk * _gradientSize));
        _sums = ArrayPool<T>.Shared.Rent(_hasPanels ? checked(tasks * StripSums) : 0);
        _seen.AsSpan(chunk * channels * _channelSize, beyond).Clear();
        for (var first = 0; first < units; first += chunk)
        {
            var count = Math.Min(chunk, units - first);
            Threads.Run(count * (channels + _groups * (_hasPanels ? Panels : _filters)), new CopyWork(this, first, count), UnitWindows);
            var cost = (long)count * UnitWindows * (channels * _taps.Length * _filters / tasks) / 8;
            Threads.Run(tasks, new ProductWork(this, first, count), (int)Math.Min(int.MaxValue, cost));
        }
        ArrayPool<T>.Shared.Return(_seen);
        ArrayPool<T>.Shared.Return(_gradients);
        ArrayPool<T>.Shared.Return(_sums);
    }

    private readonly struct CopyWork(KernelCorrelation<T> problem, int first, int count) : IRangeWork
    {
        public void Invoke(int start, int end) => problem.Copy(first, count, start, end);
    }

    private readonly struct ProductWork(KernelCorrelation<T> problem, int first, int count) : IRangeWork
    {
        public void Invoke(int start, int end)
        {
            if (problem._hasPanels)
                problem.MultiplyPanels(first, count, start, end);
            else
                problem.MultiplyRows(first, count, start, end);
        }
    }

    /// <summary>Where a unit lies: some rows of windows of one image.</summary>
    private (int Image, int Plane, int FirstRow, int Rows) Unit(int unit)
    {
        var (plane, band) = Math.DivRem(unit, _bands);
        (var image, plane) = Math.DivRem(plane, _z.Count);
        return (image, plane, band * _bandRows, Math.Min(_bandRows, _y.Count - band * _bandRows));
    }

    /// <summary>
    /// Copies channels, and filters or panels of them, counted one after another: those of the chunk's first unit, of the second, …
    /// </summary>
    private void Copy(int first, int count, int start, int end)
    {
        var channels = _groups * _channels;
        var each = channels + _groups * (_hasPanels ? Panels : _filters);
        for (var i = start; i < end; i++)
        {
            var (unit, part) = Math.DivRem(i, each);
            var (image, plane, firstRow, rows) = Unit(first + unit);
            if (part < channels)
            {
                var (from, next) = (_imageLayout.Offset + image * _imageLayout.Strides[0] + part * _imageLayout.Strides[1], _imageLayout.Strides[1]);
                _band.Copy(_image.Span, from, next, _imageLayout.Strides[2..], plane, firstRow, _seen.AsSpan((unit * channels + part) * _channelSize, _channelSize));
                continue;
            }
            var strides = _gradientLayout.Strides;
            var at = _gradientLayout.Offset + image * strides[0] + plane * strides[2] + firstRow * strides[3];
            if (_hasPanels)
                CopyPanel(part - channels, at, rows, unit * UnitWindows, count * UnitWindows);
            else
                CopyFilter(at + (part - channels) * strides[1], rows, _gradients.AsSpan(unit * _gradientSize + (part - channels) * UnitWindows, UnitWindows));
        }
    }
}
