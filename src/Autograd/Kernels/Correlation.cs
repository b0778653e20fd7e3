using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autograd.Kernels;

/// <summary>
/// Sums over windows: each position of the result sums, over the taps of all channels, a weight times what the tap sees. The result is computed
/// in pieces, some rows of windows of one image or a few small images. What a piece sees is copied once, with its padding
/// (<see cref="WindowBand{T}"/>), into the second-level cache. From there on there are three ways: many filters are multiplied as a matrix
/// (<c>Correlation.Panels.cs</c>), also where windows are further than a pixel apart (<c>Correlation.Turned.cs</c>), a few slide along the rows
/// (<c>Correlation.Rows.cs</c>).
/// A transposed convolution falls into phases, which see the same copy; those along x are computed together, so that whole rows of the result are written.
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
    // What all phases see, and the phases, those along x innermost.
    private readonly TapAxis _z, _y, _x;
    private readonly Phase[] _phases;
    private readonly int _columnPhases;
    private readonly WindowBand<T> _band;
    private readonly bool _isTurned;
    private readonly int _groups, _filters, _channels, _inner, _blockRows;
    private readonly int _resultDepth, _resultHeight, _resultWidth, _resultPlane;
    private readonly int _bandRows, _bands, _units, _pieceUnits;
    private readonly T[] _packedFilters;

    private Correlation(Storage<T> image, Layout imageLayout, Storage<T> kernel, Layout kernelLayout, Storage<T> result, Shape resultShape, TapAxis[][] axes, int groups, bool isTransposed)
    {
        (_image, _result) = (image, result);
        _imageLayout = imageLayout.Spatial3();
        var (zPhases, yPhases, xPhases) = TapAxis.Three(axes);
        (_z, _y, _x) = (TapAxis.Together(zPhases), TapAxis.Together(yPhases), TapAxis.Together(xPhases));
        _groups = groups;
        _channels = imageLayout.Shape[1] / groups;
        _filters = resultShape[1] / groups;
        _isTurned = AreTurned(_x, zPhases.Length * yPhases.Length * xPhases.Length, _filters);
        _blockRows = _isTurned ? MatrixTile.Columns<T>() : _filters <= FewFilters ? 1 : MatrixTile.Rows;
        _resultWidth = resultShape[^1];
        _resultHeight = axes.Length > 1 ? resultShape[^2] : 1;
        _resultDepth = axes.Length > 2 ? resultShape[^3] : 1;
        _resultPlane = _resultDepth * _resultHeight * _resultWidth;

        _inner = _channels * zPhases.Sum(z => z.Taps.Length) * yPhases.Sum(y => y.Taps.Length) * xPhases.Sum(x => x.Taps.Length);
        _packedFilters = ArrayPool<T>.Shared.Rent(checked(groups * PaddedFilters * _inner));
        _phases = new Phase[zPhases.Length * yPhases.Length * xPhases.Length];
        _columnPhases = xPhases.Length;
        var (phase, packed) = (0, 0);
        foreach (var z in zPhases)
        {
            foreach (var y in yPhases)
            {
                foreach (var x in xPhases)
                {
                    var inner = _channels * z.Taps.Length * y.Taps.Length * x.Taps.Length;
                    _phases[phase++] = new Phase(z, y, x, new int[inner], packed);
                    packed += groups * PaddedFilters * inner;
                }
            }
        }
        foreach (var each in _phases)
            PackFilters(each, kernel, kernelLayout.Spatial3(), isTransposed);
        if (TapAxis.ArePointwise(_z, _y, _x, _imageLayout))
        {
            (_y, _x) = (TapAxis.One, TapAxis.Joined(_y, _x));
            (_resultHeight, _resultWidth) = (1, _x.Count);
            _phases[0] = _phases[0] with { Y = _y, X = _x };
        }

        _bandRows = BandRows();
        _band = Band(_bandRows);
        _bands = (_y.Count + _bandRows - 1) / _bandRows;
        _units = imageLayout.Shape[0] * _z.Count * _bands;
        _pieceUnits = _bands > 1 ? 1 : PieceUnits();
        foreach (var each in _phases)
        {
            var taps = _band.Taps(each.Z, each.Y, each.X);
            for (var k = 0; k < each.Offsets.Length; k++)
                each.Offsets[k] = k / taps.Length * _band.ChannelSize + taps[k % taps.Length];
        }
    }

    /// <summary>Positions of the result that meet the same elements of the kernel: all of them, or those of one remainder by the stride along each axis.</summary>
    /// <param name="Z">The positions and taps along the first axis.</param>
    /// <param name="Y">Those along the second.</param>
    /// <param name="X">Those along the last.</param>
    /// <param name="Offsets">Where in a piece's copy each product finds its number for the first window: the taps of channel 0, of channel 1, …</param>
    /// <param name="Packed">Where its packed filters start.</param>
    private sealed record Phase(TapAxis Z, TapAxis Y, TapAxis X, int[] Offsets, int Packed)
    {
        /// <summary>Products in a sum.</summary>
        public int Inner => Offsets.Length;
    }

    private WindowBand<T> Band(int rows) => new(_z, _y, _isTurned ? _x.EachPixel() : _x, rows);

    /// <summary>Rows of windows in a band: all if the cache holds what they see, else as many as it holds, but a panel's worth.</summary>
    private int BandRows()
    {
        var rows = Math.Max(1, _y.Count);
        var whole = Math.Max(1, (long)_channels * Band(rows).ChannelSize);
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

    private int PaddedFilters => FilterBlocks * _blockRows;

    /// <summary>The packed filters of a block.</summary>
    private ReadOnlySpan<T> Packed(Phase phase, int group, int block) =>
        _packedFilters.AsSpan(phase.Packed + (group * FilterBlocks + block) * _blockRows * phase.Inner, _blockRows * phase.Inner);

    /// <summary>Computes the result.</summary>
    /// <param name="image">The elements of the image.</param>
    /// <param name="imageLayout">[batch, channels, …].</param>
    /// <param name="kernel">The elements of the kernel.</param>
    /// <param name="kernelLayout">[filters, channels / groups, …], or [channels, filters / groups, …] if transposed.</param>
    /// <param name="result">The elements of the result.</param>
    /// <param name="resultShape">[batch, filters, …].</param>
    /// <param name="axes">The phases of each spatial axis, the longest first: together they make up the result.</param>
    /// <param name="groups">The number of groups of channels and filters.</param>
    /// <param name="isTransposed">Whether the kernel's first axis is the image's channels.</param>
    public static void Run(
        Storage<T> image, Layout imageLayout, Storage<T> kernel, Layout kernelLayout, Storage<T> result, Shape resultShape, TapAxis[][] axes, int groups, bool isTransposed)
    {
        if (resultShape.ElementCount == 0)
            return;
        var correlation = new Correlation<T>(image, imageLayout, kernel, kernelLayout, result, resultShape, axes, groups, isTransposed);
        // An absent pixel counts as a zero. That is wrong once a weight is not finite: there is no product, not 0 · ∞.
        if (isTransposed && !AreFinite(correlation._packedFilters.AsSpan(0, groups * correlation.PaddedFilters * correlation._inner)))
            correlation.RunPresent();
        else
            correlation.RunPieces();
        ArrayPool<T>.Shared.Return(correlation._packedFilters);
    }

    private void RunPieces()
    {
        var pieces = (_units + _pieceUnits - 1) / _pieceUnits;
        // A multiplication costs about a sixteenth of touching an element.
        var cost = (long)PaddedFilters * (_inner + _phases.Length) * _pieceUnits * _bandRows * _x.Count / 16;
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
    private void PackFilters(Phase phase, Storage<T> kernel, Layout layout, bool isTransposed)
    {
        var strides = layout.Strides;
        var (filterStride, channelStride) = isTransposed ? (strides[1], strides[0]) : (strides[0], strides[1]);
        var groupStride = strides[0] * (isTransposed ? _channels : _filters);
        var elements = Elements(phase, channelStride, strides[2], strides[3], strides[4]);
        Threads.Run(_groups * FilterBlocks, new PackWork(this, phase, kernel, layout.Offset, groupStride, filterStride, elements, AreNeighbours(elements)), _blockRows * phase.Inner);
    }

    /// <summary>Whether a filter's elements lie one after another, as they mostly do: turning them is a matter of vectors then.</summary>
    private static bool AreNeighbours(int[] elements)
    {
        for (var i = 0; i < elements.Length; i++)
        {
            if (elements[i] != i)
                return false;
        }
        return true;
    }

    private readonly struct PackWork(
        Correlation<T> correlation, Phase phase, Storage<T> kernel, int offset, int groupStride, int filterStride, int[] elements, bool areNeighbours) : IRangeWork
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                var (group, block) = Math.DivRem(i, correlation.FilterBlocks);
                var size = correlation._blockRows;
                var filters = Math.Min(size, correlation._filters - block * size);
                var packed = correlation._packedFilters.AsSpan(phase.Packed + i * size * phase.Inner, size * phase.Inner);
                if (filters < size)
                    packed.Clear();
                var from = offset + group * groupStride + block * size * filterStride;
                if (areNeighbours)
                {
                    Copying.Transpose(kernel.Span, from, filterStride, packed, size, elements.Length, filters);
                    continue;
                }
                foreach (var element in elements)
                {
                    for (var filter = 0; filter < filters; filter++)
                        packed[filter] = kernel.Span[from + element + filter * filterStride];
                    packed = packed[size..];
                }
            }
        }
    }

    /// <summary>Where a filter's elements lie, counted from its first, in the order of the products.</summary>
    private int[] Elements(Phase phase, int channelStride, int strideZ, int strideY, int strideX)
    {
        var elements = new int[phase.Inner];
        var k = 0;
        for (var channel = 0; channel < _channels; channel++)
        {
            foreach (var (z, _) in phase.Z.Taps)
            {
                foreach (var (y, _) in phase.Y.Taps)
                {
                    foreach (var (x, _) in phase.X.Taps)
                        elements[k++] = channel * channelStride + z * strideZ + y * strideY + x * strideX;
                }
            }
        }
        return elements;
    }

    private readonly struct PieceWork(Correlation<T> correlation) : IRangeWork
    {
        public void Invoke(int start, int end)
        {
            var unitSize = correlation._channels * correlation._band.ChannelSize;
            // Whole vectors are read: before the start of the first row, and past the end of the last.
            var seen = ArrayPool<T>.Shared.Rent(checked(VectorCount + correlation._pieceUnits * unitSize + 2 * MatrixTile.Columns<T>()));
            seen.AsSpan(0, VectorCount).Clear();
            for (var i = start; i < end; i++)
            {
                // Groups side by side: they lie side by side in memory.
                var (piece, group) = Math.DivRem(i, correlation._groups);
                var first = piece * correlation._pieceUnits;
                var count = Math.Min(correlation._pieceUnits, correlation._units - first);
                correlation.Copy(group, first, count, seen.AsSpan(VectorCount));
                seen.AsSpan(VectorCount + count * unitSize, MatrixTile.Columns<T>()).Clear();
                for (var phase = 0; phase < correlation._phases.Length; phase += correlation._columnPhases)
                {
                    var phases = correlation._phases.AsSpan(phase, correlation._columnPhases);
                    if (correlation._isTurned)
                        correlation.RunTurned(phases[0], group, first, count, seen);
                    else if (correlation._blockRows == 1)
                        correlation.RunRows(phases, group, first, count, seen);
                    else
                        correlation.RunPanels(phases, group, first, count, seen);
                }
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
                _band.Copy(_image.Span, at + channel * strides[1], strides[1], strides[2..], plane, firstRow, seen.Slice((unit * _channels + channel) * size, size));
        }
    }

    /// <summary>
    /// Where a row of windows writes its results, for filter 0 of all groups, and how many there are: none, where a phase ends before the longest.
    /// </summary>
    private (int Start, int Count) ResultRow(Phase phase, int image, int plane, int row)
    {
        var (z, y) = (phase.Z.OutputStart + plane * phase.Z.OutputStep, phase.Y.OutputStart + row * phase.Y.OutputStep);
        var start = image * _groups * _filters * _resultPlane + (z * _resultHeight + y) * _resultWidth;
        return (start, z < _resultDepth && y < _resultHeight ? _resultWidth : 0);
    }

    /// <summary>Sums of all phases along x for the same windows, brought into the result's order: the first of each phase, the second of each, …</summary>
    /// <param name="sums">The first phase's sums.</param>
    /// <param name="next">From one phase's sums to the next one's.</param>
    /// <param name="count">Sums of each phase.</param>
    /// <param name="line">Room for them all.</param>
    private ReadOnlySpan<T> Interleave(ReadOnlySpan<T> sums, int next, int count, Span<T> line)
    {
        if (_columnPhases == 1)
            return sums[..count];
        var done = 0;
        if (_columnPhases == 2 && Unsafe.SizeOf<T>() == sizeof(uint))
        {
            var even = MemoryMarshal.Cast<T, uint>(sums[..count]);
            var odd = MemoryMarshal.Cast<T, uint>(sums.Slice(next, count));
            var pairs = MemoryMarshal.Cast<T, ulong>(line);
            for (; done <= count - Vector<uint>.Count; done += Vector<uint>.Count)
            {
                Vector.Widen(new Vector<uint>(even[done..]), out var evenLow, out var evenHigh);
                Vector.Widen(new Vector<uint>(odd[done..]), out var oddLow, out var oddHigh);
                (evenLow | oddLow << 32).CopyTo(pairs[done..]);
                (evenHigh | oddHigh << 32).CopyTo(pairs[(done + Vector<ulong>.Count)..]);
            }
        }
        for (var phase = 0; phase < _columnPhases; phase++)
        {
            for (var i = done; i < count; i++)
                line[i * _columnPhases + phase] = sums[phase * next + i];
        }
        return line[..(count * _columnPhases)];
    }

    /// <summary>One product after another, only where there is a pixel: for weights that are not finite.</summary>
    private void RunPresent()
    {
        foreach (var phase in _phases)
        {
            for (var image = 0; image < _imageLayout.Shape[0]; image++)
            {
                for (var filter = 0; filter < _groups * _filters; filter++)
                {
                    for (var z = 0; z < phase.Z.Count; z++)
                    {
                        for (var y = 0; y < phase.Y.Count; y++)
                        {
                            var at = ResultRow(phase, image, z, y).Start + filter * _resultPlane + phase.X.OutputStart;
                            for (var x = 0; x < phase.X.Count; x++)
                                _result.Span[at + x * phase.X.OutputStep] = SumPresent(phase, image, filter / _filters, filter % _filters, z, y, x);
                        }
                    }
                }
            }
        }
    }

    private T SumPresent(Phase phase, int image, int group, int filter, int z, int y, int x)
    {
        var strides = _imageLayout.Strides;
        var sum = T.Zero;
        var weights = Packed(phase, group, filter / _blockRows);
        var weight = filter % _blockRows;
        for (var channel = 0; channel < _channels; channel++)
        {
            var from = _imageLayout.Offset + image * strides[0] + (group * _channels + channel) * strides[1];
            foreach (var (_, offsetZ) in phase.Z.Taps)
            {
                foreach (var (_, offsetY) in phase.Y.Taps)
                {
                    foreach (var (_, offsetX) in phase.X.Taps)
                    {
                        var (atZ, atY, atX) = (z * _z.InputStep + offsetZ, y * _y.InputStep + offsetY, x * _x.InputStep + offsetX);
                        if ((uint)atZ < (uint)_z.InputSize && (uint)atY < (uint)_y.InputSize && (uint)atX < (uint)_x.InputSize)
                            sum += weights[weight] * _image.Span[from + atZ * strides[2] + atY * strides[3] + atX * strides[4]];
                        weight += _blockRows;
                    }
                }
            }
        }
        return sum;
    }
}
