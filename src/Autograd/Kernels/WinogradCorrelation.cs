using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static Autograd.Kernels.WinogradTransforms;

namespace Autograd.Kernels;

/// <summary>
/// A convolution of stride and dilation 1 with a kernel of 3×3 or 5×5, in single precision, by <see cref="WinogradTransforms"/>: a fourth of the
/// multiplications, or 2.8 times fewer. The results of an image are cut into tiles of m×m, each of which sees 6×6 pixels; rows of tiles are cut into
/// blocks that fit into the second-level cache, and each goes its whole way there:
/// <code>
///   pixels of one row of tiles ──→ 36 × [tiles, channels] ─┐
///                                                          ├─ 36 products ──→ 36 × [tiles, filters] ──→ results
///   filters, once              ──→ 36 × [channels, filters]┘
/// </code>
/// </summary>
internal static class WinogradCorrelation
{
    /// <summary>Numbers greater than this would overflow in sums that the results do not have.</summary>
    public const float Limit = 1L << 50;

    // Tiles in a block: with 64 channels, what belongs to a block takes about 300 KB.
    private const int BlockTiles = 40;

    /// <summary>Where the filters lie: element [f, c, y, x] is at Offset + f·Filter + c·Channel + y·Row + x·Column.</summary>
    internal readonly record struct Filters(Storage<float> Storage, int Offset, int Count, int Size, int Filter, int Channel, int Row, int Column);

    // Fewer tiles than this save less than the transform of the filters costs.
    private const int FewestTiles = 32;

    /// <summary>Whether the transforms cost less than they save: they want vectors of channels and of filters, and enough tiles, mostly used.</summary>
    public static bool Pays(int images, int channels, int filters, int size, int height, int width)
    {
        if (!Vector256.IsHardwareAccelerated || size is not (3 or 5) || channels < 12 || filters < 12)
            return false;
        var m = Points + 1 - size;
        var tiles = (long)Up(height, m) * Up(width, m);
        return images * tiles >= FewestTiles && 2L * height * width >= tiles * m * m;
    }

    /// <summary>Computes a result [batch, filters, height, width] of which one group's filters start at an offset, unless a number is too large.</summary>
    /// <returns>Whether there is a result.</returns>
    public static bool TryRun(Images images, int before, int beforeColumns, Filters filters, Storage<float> result, int at, int resultFilters, int height, int width) =>
        filters.Size == 3
            ? new Problem<Four, Three>(images, before, beforeColumns, filters, result, at, resultFilters, height, width).TryRun()
            : new Problem<Two, Five>(images, before, beforeColumns, filters, result, at, resultFilters, height, width).TryRun();

    private static int Up(int count, int step) => (count + step - 1) / step;

    /// <summary>What the pieces share.</summary>
    private sealed class Problem<TResults, TSize>(
        Images images, int before, int beforeColumns, Filters filters, Storage<float> result, int at, int resultFilters, int height, int width)
        where TResults : struct, ICount
        where TSize : struct, ICount
    {
        private readonly int _tileRows = Up(height, TResults.Value), _tiles = Up(width, TResults.Value);
        private readonly int _panels = Up(filters.Count, MatrixTile.Columns<float>()), _channels = ChannelsLast.Padded(images.Channels);
        private readonly float[] _filters = ArrayPool<float>.Shared.Rent(checked(
            Up(filters.Count, MatrixTile.Columns<float>()) * MatrixTile.Columns<float>() * Points * Points * images.Channels));
        private volatile bool _failed;

        public bool TryRun()
        {
            Threads.Run(_panels * images.Channels, new FilterWork(this), MatrixTile.Columns<float>() * Points * Points);
            if (!_failed)
            {
                var rows = BlockRows();
                var cost = (int)Math.Min(int.MaxValue, (long)rows * _tiles * Points * Points * images.Channels * filters.Count / 16);
                Threads.Run(Up(images.Count * _tileRows, rows), new BlockWork(this, rows), cost);
            }
            ArrayPool<float>.Shared.Return(_filters);
            return !_failed;
        }

        /// <summary>Rows of tiles in a block: those that leave the fewest tiles of a product empty.</summary>
        private int BlockRows()
        {
            var best = 1;
            for (var rows = 1; rows * _tiles <= BlockTiles; rows++)
            {
                if (Used(rows) >= Used(best))
                    best = rows;
            }
            return best;

            float Used(int rows) => rows * _tiles / (float)(Up(rows * _tiles, MatrixTile.Rows) * MatrixTile.Rows);
        }

        /// <summary>Filters at the points: [panel of filters, point, channel, filter].</summary>
        private readonly struct FilterWork(Problem<TResults, TSize> problem) : IRangeWork
        {
            public void Invoke(int start, int end) => problem.TransformFilters(start, end);
        }

        private void TransformFilters(int start, int end)
        {
            var (columns, size) = (MatrixTile.Columns<float>(), TSize.Value);
            var source = filters.Storage.Span;
            Span<float> weights = stackalloc float[size * size * VectorSize];
            for (var i = start; i < end; i++)
            {
                var (panel, channel) = Math.DivRem(i, images.Channels);
                for (var lane = 0; lane < columns; lane += VectorSize)
                {
                    var first = panel * columns + lane;
                    weights.Clear();
                    for (var f = 0; f < Math.Min(VectorSize, filters.Count - first); f++)
                    {
                        var from = filters.Offset + (first + f) * filters.Filter + channel * filters.Channel;
                        for (int y = 0, to = f; y < size; y++)
                        {
                            for (var x = 0; x < size; x++, to += VectorSize)
                            {
                                weights[to] = source[from + y * filters.Row + x * filters.Column];
                                _failed |= !(Math.Abs(weights[to]) <= Limit);
                            }
                        }
                    }
                    var target = _filters.AsSpan((panel * Points * Points * images.Channels + channel) * columns + lane);
                    var plane = images.Channels * columns;
                    _ = target[(Points * Points - 1) * plane + VectorSize - 1];
                    Square<Evaluation<TSize>>(ref weights[0], size * VectorSize, VectorSize, ref target[0], Points * plane, plane);
                }
            }
        }

        private readonly struct BlockWork(Problem<TResults, TSize> problem, int rows) : IRangeWork
        {
            public void Invoke(int start, int end) => problem.RunBlocks(start, end, rows);
        }

        private void RunBlocks(int start, int end, int rows)
        {
            var (m, tiles) = (TResults.Value, Up(rows * _tiles, MatrixTile.Rows) * MatrixTile.Rows);
            // A few numbers between the planes, or all 36 would fall into the same places of the cache.
            var (pixelPlane, sumPlane) = (tiles * _channels + 16, tiles * MatrixTile.Columns<float>() + 16);
            var columns = _tiles * m + Points - m;
            var (strip, pixels, sums) = (
                ArrayPool<float>.Shared.Rent(Points * columns * _channels),
                ArrayPool<float>.Shared.Rent(Points * Points * pixelPlane), ArrayPool<float>.Shared.Rent(Points * Points * sumPlane));
            for (var block = start; block < end && !_failed; block++)
            {
                var (first, count) = (block * rows, Math.Min(rows, images.Count * _tileRows - block * rows));
                for (var row = 0; row < count; row++)
                {
                    var (image, tileRow) = Math.DivRem(first + row, _tileRows);
                    _failed |= !ChannelsLast.Read(images, image, tileRow * m - before, Points, -beforeColumns, columns, strip, Limit);
                    TransformPixels(strip, columns, pixels.AsSpan(row * _tiles * _channels), pixelPlane);
                }
                for (var panel = 0; panel < _panels; panel++)
                {
                    for (var point = 0; point < Points * Points; point++)
                    {
                        ref var right = ref _filters[(panel * Points * Points + point) * images.Channels * MatrixTile.Columns<float>()];
                        for (var tile = 0; tile < count * _tiles; tile += MatrixTile.Rows)
                        {
                            MatrixTile.Multiply(
                                ref pixels[point * pixelPlane + tile * _channels], _channels, 1, ref right, MatrixTile.Columns<float>(), images.Channels,
                                ref sums[point * sumPlane + tile * MatrixTile.Columns<float>()], MatrixTile.Columns<float>(), adds: false);
                        }
                    }
                    for (var row = 0; row < count; row++)
                        Store(first + row, panel, sums.AsSpan(row * _tiles * MatrixTile.Columns<float>()), sumPlane);
                }
            }
            ArrayPool<float>.Shared.Return(strip);
            ArrayPool<float>.Shared.Return(pixels);
            ArrayPool<float>.Shared.Return(sums);
        }

        private void TransformPixels(Span<float> strip, int columns, Span<float> pixels, int plane)
        {
            _ = strip[Points * columns * _channels - 1];
            _ = pixels[(Points * Points - 1) * plane + _tiles * _channels - 1];
            for (var tile = 0; tile < _tiles; tile++)
            {
                ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(strip), tile * TResults.Value * _channels);
                ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(pixels), tile * _channels);
                for (var channel = 0; channel < _channels; channel += VectorSize)
                    Square<Interpolation>(ref Unsafe.Add(ref from, channel), columns * _channels, _channels, ref Unsafe.Add(ref to, channel), Points * plane, plane);
            }
        }

        private void Store(int imageRow, int panel, Span<float> sums, int plane)
        {
            var (m, columns) = (TResults.Value, MatrixTile.Columns<float>());
            var (image, tileRow) = Math.DivRem(imageRow, _tileRows);
            var (y, rows) = (tileRow * m, Math.Min(m, height - tileRow * m));
            var target = result.Span;
            _ = sums[(Points * Points - 1) * plane + _tiles * columns - 1];
            Span<float> square = stackalloc float[m * m * VectorSize];
            for (var lane = 0; lane < columns && panel * columns + lane < filters.Count; lane += VectorSize)
            {
                var filter = panel * columns + lane;
                var count = Math.Min(VectorSize, filters.Count - filter);
                var corner = at + (image * resultFilters + filter) * height * width + y * width;
                for (var tile = 0; tile < _tiles; tile++)
                {
                    ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), tile * columns + lane);
                    Square<Collection<TResults>>(ref from, Points * plane, plane, ref square[0], m * VectorSize, VectorSize);
                    var (x, used) = (tile * m, Math.Min(m, width - tile * m));
                    for (var row = 0; row < rows; row++)
                    {
                        var pixels = square.Slice(row * m * VectorSize, m * VectorSize);
                        var to = corner + row * width + x;
                        if (used == 4 && count == VectorSize)
                        {
                            _ = target[to + (VectorSize - 1) * height * width + m - 1];
                            ChannelsLast.WriteFour(ref pixels[0], VectorSize, ref target[to], height * width);
                            continue;
                        }
                        for (var f = 0; f < count; f++)
                        {
                            for (var i = 0; i < used; i++)
                                target[to + f * height * width + i] = pixels[i * VectorSize + f];
                        }
                    }
                }
            }
        }
    }
}
