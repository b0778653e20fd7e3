using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static Autograd.Kernels.WinogradTransforms;

namespace Autograd.Kernels;

/// <summary>
/// The gradient of the kernel of a <see cref="WinogradCorrelation"/>, by the same transforms the other way round: what stood at the 36 points for the
/// filters is now summed over all tiles, as products of the pixels and of the incoming gradients at the points.
/// <code>
///   pixels    6×6 ── Interpolation ─→ 36 × [tiles, channels] ─┐
///                                                             ├─ 36 products ──→ 36 × [filters, channels] ── Collection ──→ kernel
///   gradients m×m ── Evaluation ────→ 36 × [tiles, filters]ᵀ ─┘      added up
/// </code>
/// Tiles are taken some hundred at a time: first their transforms, then their products, each shared among threads.
/// </summary>
internal static class WinogradKernelGradient
{
    // Tiles at a time: enough that their sums stay in registers for long, few enough for the third-level cache.
    private const int ChunkTiles = 256;

    /// <summary>Computes [filters, channels, size, size], of which one group's filters start at an offset, unless a number is too large.</summary>
    /// <returns>Whether there is a result.</returns>
    public static bool TryRun(Images images, Images gradients, int before, int beforeColumns, int size, Storage<float> result, int at) =>
        size == 3
            ? new Problem<Four, Three>(images, gradients, before, beforeColumns, result, at).TryRun()
            : new Problem<Two, Five>(images, gradients, before, beforeColumns, result, at).TryRun();

    private static int Up(int count, int step) => (count + step - 1) / step;

    private sealed class Problem<TResults, TSize>(Images images, Images gradients, int before, int beforeColumns, Storage<float> result, int at)
        where TResults : struct, ICount
        where TSize : struct, ICount
    {
        private readonly int _tileRows = Up(gradients.Height, TResults.Value), _tiles = Up(gradients.Width, TResults.Value);
        private readonly int _channels = ChannelsLast.Padded(images.Channels), _filters = ChannelsLast.Padded(gradients.Channels);
        private readonly int _panels = Up(images.Channels, MatrixTile.Columns<float>());
        private float[] _pixels = [], _slopes = [], _sums = [];
        private int _pixelPlane, _slopePlane;
        private volatile bool _failed;

        private int SumPlane => _filters * _panels * MatrixTile.Columns<float>();

        public bool TryRun()
        {
            var rows = Math.Clamp(ChunkTiles / _tiles, 1, images.Count * _tileRows);
            (_pixelPlane, _slopePlane) = (rows * _tiles * _channels + 16, rows * _tiles * _filters + 16);
            // A tile reads whole panels of channels: past the end, when they are fewer.
            _pixels = ArrayPool<float>.Shared.Rent(checked(Points * Points * _pixelPlane + MatrixTile.Columns<float>()));
            _slopes = ArrayPool<float>.Shared.Rent(checked(Points * Points * _slopePlane));
            _sums = ArrayPool<float>.Shared.Rent(checked(Points * Points * SumPlane));
            for (var first = 0; first < images.Count * _tileRows && !_failed; first += rows)
            {
                var count = Math.Min(rows, images.Count * _tileRows - first);
                Threads.Run(count, new TransformWork(this, first), _tiles * Points * Points * (_channels + _filters) / 4);
                var cost = (int)Math.Min(int.MaxValue, (long)count * _tiles * _filters * MatrixTile.Columns<float>() / 16);
                Threads.Run(Points * Points * _panels, new ProductWork(this, count * _tiles, first > 0), cost);
            }
            if (!_failed)
                Threads.Run(gradients.Channels, new CollectionWork(this), Points * Points * _channels);
            ArrayPool<float>.Shared.Return(_pixels);
            ArrayPool<float>.Shared.Return(_slopes);
            ArrayPool<float>.Shared.Return(_sums);
            return !_failed;
        }

        private readonly struct TransformWork(Problem<TResults, TSize> problem, int first) : IRangeWork
        {
            public void Invoke(int start, int end) => problem.Transform(first, start, end);
        }

        private readonly struct ProductWork(Problem<TResults, TSize> problem, int tiles, bool adds) : IRangeWork
        {
            public void Invoke(int start, int end) => problem.Multiply(start, end, tiles, adds);
        }

        private readonly struct CollectionWork(Problem<TResults, TSize> problem) : IRangeWork
        {
            public void Invoke(int start, int end) => problem.Collect(start, end);
        }

        /// <summary>Pixels and gradients of some rows of tiles, at the points.</summary>
        private void Transform(int first, int start, int end)
        {
            var m = TResults.Value;
            var columns = _tiles * m + Points - m;
            var strip = ArrayPool<float>.Shared.Rent(Math.Max(Points * columns * _channels, m * m * _tiles * _filters));
            for (var row = start; row < end; row++)
            {
                var (image, tileRow) = Math.DivRem(first + row, _tileRows);
                _failed |= !ChannelsLast.Read(images, image, tileRow * m - before, Points, -beforeColumns, columns, strip, WinogradCorrelation.Limit);
                Transform<Interpolation>(strip, columns, _channels, _pixels.AsSpan(row * _tiles * _channels), _pixelPlane);
                _failed |= !ChannelsLast.Read(gradients, image, tileRow * m, m, 0, _tiles * m, strip, WinogradCorrelation.Limit);
                Transform<Evaluation<TResults>>(strip, _tiles * m, _filters, _slopes.AsSpan(row * _tiles * _filters), _slopePlane);
            }
            ArrayPool<float>.Shared.Return(strip);
        }

        private void Transform<TMap>(Span<float> strip, int columns, int channels, Span<float> target, int plane) where TMap : struct, ILinearMap
        {
            _ = strip[TMap.Inputs * columns * channels - 1];
            _ = target[(Points * Points - 1) * plane + _tiles * channels - 1];
            for (var tile = 0; tile < _tiles; tile++)
            {
                ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(strip), tile * TResults.Value * channels);
                ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(target), tile * channels);
                for (var channel = 0; channel < channels; channel += VectorSize)
                    Square<TMap>(ref Unsafe.Add(ref from, channel), columns * channels, channels, ref Unsafe.Add(ref to, channel), Points * plane, plane);
            }
        }

        /// <summary>The sums over tiles, of some points and panels of channels.</summary>
        private void Multiply(int start, int end, int tiles, bool adds)
        {
            var width = _panels * MatrixTile.Columns<float>();
            for (var i = start; i < end; i++)
            {
                var (point, panel) = Math.DivRem(i, _panels);
                ref var right = ref _pixels[point * _pixelPlane + panel * MatrixTile.Columns<float>()];
                for (var filter = 0; filter < _filters; filter += MatrixTile.Rows)
                {
                    MatrixTile.Multiply(
                        ref _slopes[point * _slopePlane + filter], 1, _filters, ref right, _channels, tiles,
                        ref _sums[point * SumPlane + filter * width + panel * MatrixTile.Columns<float>()], width, adds);
                }
            }
        }

        private void Collect(int start, int end)
        {
            var (size, width) = (TSize.Value, _panels * MatrixTile.Columns<float>());
            Span<float> square = stackalloc float[size * size * VectorSize];
            for (var filter = start; filter < end; filter++)
            {
                var target = result.Span.Slice(at + filter * images.Channels * size * size, images.Channels * size * size);
                for (var channel = 0; channel < images.Channels; channel += VectorSize)
                {
                    Square<Collection<TSize>>(ref _sums[filter * width + channel], Points * SumPlane, SumPlane, ref square[0], size * VectorSize, VectorSize);
                    for (var lane = 0; lane < Math.Min(VectorSize, images.Channels - channel); lane++)
                    {
                        for (var k = 0; k < size * size; k++)
                            target[(channel + lane) * size * size + k] = square[k * VectorSize + lane];
                    }
                }
            }
        }
    }
}
