using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autograd.Kernels;

/// <summary>
/// The gradient of a convolution's kernel: for each filter and each tap of each channel, the sum over all windows of the incoming gradient times what the
/// tap sees. Both are rows of memory (what taps see, in a <see cref="WindowBand{T}"/>), so each sum is a dot product of rows; four filters
/// and three taps are taken at a time, and their twelve sums stay in registers:
/// <code>
///                    tap 0  tap 1  tap 2      eight windows at a time →
///   gradient 0 ────   s00    s01    s02
///   gradient 1 ────   s10    s11    s12       s += gradient · seen, lane by lane; the lanes are added up at the end
///   …
/// </code>
/// Images are taken some at a time, as many as fit into the caches, and each sum adds them up in their order.
/// </summary>
internal sealed class KernelCorrelation<T> where T : unmanaged, INumber<T>
{
    private const int BlockFilters = 4, BlockTaps = 3;

    // Windows at a time: a row of five numbers for each then fits into the first-level cache. Small kernels take more, so that threads have enough to do.
    private const int ChunkWindows = 1536, ChunkProducts = 1 << 22, ChunkNumbers = 1 << 20;

    private readonly Storage<T> _image, _gradient, _result;
    private readonly Layout _imageLayout, _gradientLayout;
    private readonly TapAxis _z, _y;
    private readonly WindowBand<T> _band;
    private readonly int[] _taps;
    private readonly int _groups, _channels, _filters, _width, _rowSize, _bandRows, _bands, _channelSize, _filterSize;
    // The lanes of a row's last vector that hold windows.
    private readonly Vector<T> _present;
    private T[] _seen = [], _gradients = [];

    private KernelCorrelation(Storage<T> image, Layout imageLayout, Storage<T> gradient, Layout gradientLayout, Storage<T> result, Shape kernel, TapAxis[] axes, int groups)
    {
        (_image, _gradient, _result) = (image, gradient, result);
        (_imageLayout, _gradientLayout) = (imageLayout.Spatial3(), gradientLayout.Spatial3());
        (_z, _y, var x) = TapAxis.Three(axes);
        if (TapAxis.ArePointwise(_z, _y, x, _imageLayout) && _gradientLayout.Strides[3] == x.Count * _gradientLayout.Strides[4])
            (_y, x) = (TapAxis.One, TapAxis.Joined(_y, x));
        (_groups, _channels, _filters) = (groups, kernel[1], kernel[0] / groups);
        _width = x.Count;
        _rowSize = (_width + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count;
        _present = Vector.LessThan(Vector<T>.Indices, new Vector<T>(T.CreateTruncating(_width - _rowSize + Vector<T>.Count)));
        _bandRows = Math.Clamp(ChunkWindows / _rowSize, 1, _y.Count);
        _bands = (_y.Count - 1) / _bandRows + 1;
        _band = new WindowBand<T>(_z, _y, x, _bandRows);
        (_taps, _channelSize, _filterSize) = (_band.Taps(), _band.ChannelSize, _bandRows * _rowSize);
    }

    private int Blocks => (_filters - 1) / BlockFilters + 1;

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
        var (seen, gradients) = (_groups * _channels * _channelSize, _groups * _filters * _filterSize);
        var products = (long)_groups * _filters * _channels * _taps.Length * _filterSize;
        var wanted = Math.Min(Math.Max(ChunkProducts / products, ChunkWindows / _filterSize), ChunkNumbers / (seen + gradients));
        var chunk = (int)Math.Clamp(wanted, 1, units);
        // Rows of what taps see are read as whole vectors: past the end.
        (_seen, _gradients) = (ArrayPool<T>.Shared.Rent(checked(chunk * seen + Vector<T>.Count)), ArrayPool<T>.Shared.Rent(checked(chunk * gradients)));
        _seen.AsSpan(chunk * seen, Vector<T>.Count).Clear();
        for (var first = 0; first < units; first += chunk)
        {
            var count = Math.Min(chunk, units - first);
            Threads.Run(count * _groups * (_channels + _filters), new CopyWork(this, first, count), _filterSize);
            var cost = (int)Math.Min(int.MaxValue, (long)count * BlockFilters * _channels * _taps.Length * _filterSize / 8);
            Threads.Run(_groups * Blocks, new ProductWork(this, first, count), cost);
        }
        ArrayPool<T>.Shared.Return(_seen);
        ArrayPool<T>.Shared.Return(_gradients);
    }

    private readonly struct CopyWork(KernelCorrelation<T> problem, int first, int count) : IRangeWork
    {
        public void Invoke(int start, int end) => problem.Copy(first, count, start, end);
    }

    private readonly struct ProductWork(KernelCorrelation<T> problem, int first, int count) : IRangeWork
    {
        public void Invoke(int start, int end) => problem.Multiply(first, count, start, end);
    }

    /// <summary>Where a unit lies: some rows of windows of one image.</summary>
    private (int Image, int Plane, int FirstRow, int Rows) Unit(int unit)
    {
        var (plane, band) = Math.DivRem(unit, _bands);
        (var image, plane) = Math.DivRem(plane, _z.Count);
        return (image, plane, band * _bandRows, Math.Min(_bandRows, _y.Count - band * _bandRows));
    }

    /// <summary>Copies channels and filters, counted one after another: those of the chunk's first unit, of the second, …</summary>
    private void Copy(int first, int count, int start, int end)
    {
        var (channels, filters) = (_groups * _channels, _groups * _filters);
        for (var i = start; i < end; i++)
        {
            var (unit, channel) = Math.DivRem(i, channels + filters);
            var (image, plane, firstRow, rows) = Unit(first + unit);
            if (channel < channels)
            {
                var from = _imageLayout.Offset + image * _imageLayout.Strides[0] + channel * _imageLayout.Strides[1];
                _band.Copy(_image.Span, from, _imageLayout.Strides[2..], plane, firstRow, _seen.AsSpan((unit * channels + channel) * _channelSize, _channelSize));
                continue;
            }
            var strides = _gradientLayout.Strides;
            var filter = _gradients.AsSpan((unit * filters + channel - channels) * _filterSize, _filterSize);
            var at = _gradientLayout.Offset + image * strides[0] + (channel - channels) * strides[1] + plane * strides[2] + firstRow * strides[3];
            if (_rowSize == _width && strides[4] == 1 && strides[3] == _width)
            {
                _gradient.Span.Slice(at, rows * _width).CopyTo(filter);
                continue;
            }
            for (var row = 0; row < rows; row++, at += strides[3])
            {
                var target = filter.Slice(row * _rowSize, _rowSize);
                if (strides[4] == 1)
                {
                    _gradient.Span.Slice(at, _width).CopyTo(target);
                }
                else
                {
                    for (var x = 0; x < _width; x++)
                        target[x] = _gradient.Span[at + x * strides[4]];
                }
                target[_width..].Clear();
            }
        }
    }

    /// <summary>The sums of some blocks of filters over one chunk.</summary>
    private void Multiply(int first, int count, int start, int end)
    {
        var (channels, filters, taps) = (_groups * _channels, _groups * _filters, _taps.Length);
        Span<T> sums = stackalloc T[BlockFilters * BlockTaps];
        for (var i = start; i < end; i++)
        {
            var (group, block) = Math.DivRem(i, Blocks);
            var filter = group * _filters + block * BlockFilters;
            var height = Math.Min(BlockFilters, _filters - block * BlockFilters);
            // Bands of one height have one layout, so that sums run over all units; otherwise over one unit at a time.
            var step = _bands == 1 ? count : 1;
            var result = _result.Span;
            for (var unit = 0; unit < count; unit += step)
            {
                var rows = Unit(first + unit).Rows;
                ref var gradient = ref _gradients[(unit * filters + filter) * _filterSize];
                for (var tap = 0; tap < _channels * taps; tap += BlockTaps)
                {
                    var width = Math.Min(BlockTaps, _channels * taps - tap);
                    Dot(
                        ref gradient, height > 1 ? _filterSize : 0, height > 2 ? 2 * _filterSize : 0, height > 3 ? 3 * _filterSize : 0,
                        ref Seen(tap), ref Seen(tap + Math.Min(1, width - 1)), ref Seen(tap + width - 1), step, rows, sums);
                    for (var f = 0; f < height; f++)
                    {
                        for (var t = 0; t < width; t++)
                        {
                            ref var to = ref result[(filter + f) * _channels * taps + tap + t];
                            to = first + unit > 0 ? to + sums[f * BlockTaps + t] : sums[f * BlockTaps + t];
                        }
                    }
                }

                ref T Seen(int tap) => ref _seen[(unit * channels + group * _channels + tap / taps) * _channelSize + _taps[tap % taps]];
            }
        }
    }

    /// <summary>Twelve dot products over some rows of some units.</summary>
    private void Dot(ref T gradient, nint second, nint third, nint fourth, ref T seen0, ref T seen1, ref T seen2, int units, int rows, Span<T> sums)
    {
        Vector<T> s00 = default, s01 = default, s02 = default, s10 = default, s11 = default, s12 = default;
        Vector<T> s20 = default, s21 = default, s22 = default, s30 = default, s31 = default, s32 = default;
        nint rowSize = _rowSize, rowStep = _band.RowStep, seenUnit = _groups * _channels * _channelSize, gradientUnit = _groups * _filters * _filterSize;
        var last = rowSize - Vector<T>.Count;
        for (nint unit = 0; unit < units; unit++)
        {
            for (nint row = 0; row < rows; row++)
            {
                ref var g = ref Unsafe.Add(ref gradient, unit * gradientUnit + row * rowSize);
                var at = unit * seenUnit + row * rowStep;
                for (nint x = 0; x <= last; x += Vector<T>.Count, at += Vector<T>.Count)
                {
                    var (v0, v1, v2) = (Load(ref seen0, at), Load(ref seen1, at), Load(ref seen2, at));
                    if (x == last)
                        (v0, v1, v2) = (v0 & _present, v1 & _present, v2 & _present);
                    var g0 = Load(ref g, x);
                    s00 = MatrixTile.MultiplyAdd(g0, v0, s00);
                    s01 = MatrixTile.MultiplyAdd(g0, v1, s01);
                    s02 = MatrixTile.MultiplyAdd(g0, v2, s02);
                    var g1 = Load(ref g, x + second);
                    s10 = MatrixTile.MultiplyAdd(g1, v0, s10);
                    s11 = MatrixTile.MultiplyAdd(g1, v1, s11);
                    s12 = MatrixTile.MultiplyAdd(g1, v2, s12);
                    var g2 = Load(ref g, x + third);
                    s20 = MatrixTile.MultiplyAdd(g2, v0, s20);
                    s21 = MatrixTile.MultiplyAdd(g2, v1, s21);
                    s22 = MatrixTile.MultiplyAdd(g2, v2, s22);
                    var g3 = Load(ref g, x + fourth);
                    s30 = MatrixTile.MultiplyAdd(g3, v0, s30);
                    s31 = MatrixTile.MultiplyAdd(g3, v1, s31);
                    s32 = MatrixTile.MultiplyAdd(g3, v2, s32);
                }
            }
        }
        (sums[0], sums[1], sums[2], sums[3]) = (Vector.Sum(s00), Vector.Sum(s01), Vector.Sum(s02), Vector.Sum(s10));
        (sums[4], sums[5], sums[6], sums[7]) = (Vector.Sum(s11), Vector.Sum(s12), Vector.Sum(s20), Vector.Sum(s21));
        (sums[8], sums[9], sums[10], sums[11]) = (Vector.Sum(s22), Vector.Sum(s30), Vector.Sum(s31), Vector.Sum(s32));

        static Vector<T> Load(ref T from, nint offset) => Vector.LoadUnsafe(ref Unsafe.Add(ref from, offset));
    }
}
