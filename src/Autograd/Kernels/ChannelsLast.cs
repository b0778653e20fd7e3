using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autograd.Kernels;

/// <summary>Images [batch, channels, height, width] of single precision in a storage.</summary>
internal readonly record struct Images(Storage<float> Storage, int Offset, int Count, int Channels, int Height, int Width, int ImageStride, int ChannelStride, int RowStride, int ColumnStride)
{
    /// <summary>The channels of one group out of several.</summary>
    public static Images Of(Storage<float> storage, Layout layout, int group, int groups)
    {
        var shape = layout.Shape;
        var strides = layout.Strides;
        var channels = shape[1] / groups;
        return new Images(storage, layout.Offset + group * channels * strides[1], shape[0], channels, shape[2], shape[3], strides[0], strides[1], strides[2], strides[3]);
    }
}

/// <summary>
/// Turns parts of images so that the channels of one pixel lie side by side, as vectors want them, and back. Eight channels of four
/// neighbouring pixels at a time:
/// <code>
///   channel 0:  p0 p1 p2 p3 │ channel 4:  p0 p1 p2 p3        pixel 0:  c0 c1 c2 c3 │ c4 c5 c6 c7
///   channel 1:  …           │ channel 5:  …             ⇄    pixel 1:  …
///   channel 2:  …           │ channel 6:  …                  pixel 2:  …
///   channel 3:  …           │ channel 7:  …                  pixel 3:  …
/// </code>
/// </summary>
internal static class ChannelsLast
{
    private const int Lanes = 8, Pixels = 4;

    /// <summary>Channels rounded up to whole vectors.</summary>
    public static int Padded(int channels) => (channels + Lanes - 1) / Lanes * Lanes;

    /// <summary>
    /// A part of an image, pixel by pixel; zeros where it lies outside, and in the channels that make the last vector whole.
    /// </summary>
    /// <returns>Whether no number was greater than the limit, or not a number.</returns>
    public static bool Read(Images from, int image, int firstRow, int rows, int firstColumn, int columns, Span<float> to, float limit)
    {
        var padded = Padded(from.Channels);
        var source = from.Storage.Span;
        var isWithin = Vector256<float>.AllBitsSet;
        // The columns that lie inside.
        var low = Math.Clamp(-firstColumn, 0, columns);
        var high = Math.Clamp(from.Width - firstColumn, low, columns);
        for (var row = 0; row < rows; row++)
        {
            var target = to.Slice(row * columns * padded, columns * padded);
            var y = firstRow + row;
            if ((uint)y >= (uint)from.Height)
            {
                target.Clear();
                continue;
            }
            target[..(low * padded)].Clear();
            target[(high * padded)..].Clear();
            var start = from.Offset + image * from.ImageStride + y * from.RowStride + (firstColumn + low) * from.ColumnStride;
            for (var channel = 0; channel < padded; channel += Lanes)
            {
                var at = start + channel * from.ChannelStride;
                var column = low;
                if (from.ColumnStride == 1 && channel + Lanes <= from.Channels)
                {
                    for (; column <= high - Pixels; column += Pixels, at += Pixels)
                    {
                        // Checked here: all eight channels' pixels lie in the storage, the four results in the target.
                        _ = source[at + (Lanes - 1) * from.ChannelStride + Pixels - 1];
                        _ = target[(column + Pixels - 1) * padded + channel + Lanes - 1];
                        isWithin &= Turn(ref source[at], from.ChannelStride, ref target[column * padded + channel], padded, limit);
                    }
                }
                for (; column < high; column++, at += from.ColumnStride)
                {
                    var pixel = target.Slice(column * padded + channel, Lanes);
                    pixel.Clear();
                    for (var lane = 0; lane < Math.Min(Lanes, from.Channels - channel); lane++)
                        pixel[lane] = source[at + lane * from.ChannelStride];
                    isWithin &= IsWithin(Vector256.LoadUnsafe(ref pixel[0]), limit);
                }
            }
        }
        return Vector256.EqualsAll(isWithin.AsInt32(), Vector256<int>.AllBitsSet);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Turn(ref float from, int channelStride, ref float to, int padded, float limit)
    {
        var (x0, x1, x2, x3) = (Pair(ref from, 0), Pair(ref from, 1), Pair(ref from, 2), Pair(ref from, 3));
        Transpose(ref x0, ref x1, ref x2, ref x3);
        x0.StoreUnsafe(ref to);
        x1.StoreUnsafe(ref Unsafe.Add(ref to, padded));
        x2.StoreUnsafe(ref Unsafe.Add(ref to, 2 * padded));
        x3.StoreUnsafe(ref Unsafe.Add(ref to, 3 * padded));
        return IsWithin(x0, limit) & IsWithin(x1, limit) & IsWithin(x2, limit) & IsWithin(x3, limit);

        Vector256<float> Pair(ref float start, int lane) => Vector256.Create(
            Vector128.LoadUnsafe(ref Unsafe.Add(ref start, lane * channelStride)), Vector128.LoadUnsafe(ref Unsafe.Add(ref start, (lane + 4) * channelStride)));
    }

    /// <summary>Four pixels of eight channels, into the channels' planes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteFour(ref float from, nint pixelStep, ref float to, nint channelStride)
    {
        var (x0, x1) = (Vector256.LoadUnsafe(ref from), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, pixelStep)));
        var (x2, x3) = (Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 2 * pixelStep)), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 3 * pixelStep)));
        Transpose(ref x0, ref x1, ref x2, ref x3);
        x0.GetLower().StoreUnsafe(ref to);
        x1.GetLower().StoreUnsafe(ref Unsafe.Add(ref to, channelStride));
        x2.GetLower().StoreUnsafe(ref Unsafe.Add(ref to, 2 * channelStride));
        x3.GetLower().StoreUnsafe(ref Unsafe.Add(ref to, 3 * channelStride));
        x0.GetUpper().StoreUnsafe(ref Unsafe.Add(ref to, 4 * channelStride));
        x1.GetUpper().StoreUnsafe(ref Unsafe.Add(ref to, 5 * channelStride));
        x2.GetUpper().StoreUnsafe(ref Unsafe.Add(ref to, 6 * channelStride));
        x3.GetUpper().StoreUnsafe(ref Unsafe.Add(ref to, 7 * channelStride));
    }

    /// <summary>Exchanges rows and columns of the 4×4 elements in each half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<float> x0, ref Vector256<float> x1, ref Vector256<float> x2, ref Vector256<float> x3)
    {
        var (low01, high01, low23, high23) = (Low(x0, x1), High(x0, x1), Low(x2, x3), High(x2, x3));
        x0 = LowPairs(low01, low23);
        x1 = HighPairs(low01, low23);
        x2 = LowPairs(high01, high23);
        x3 = HighPairs(high01, high23);
    }

    // In each half of four, of two vectors: the first two elements of both by turns, the last two; the first pairs, the last pairs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Low(Vector256<float> x, Vector256<float> y) => Avx.IsSupported
        ? Avx.UnpackLow(x, y)
        : Vector256.Create(x[0], y[0], x[1], y[1], x[4], y[4], x[5], y[5]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> High(Vector256<float> x, Vector256<float> y) => Avx.IsSupported
        ? Avx.UnpackHigh(x, y)
        : Vector256.Create(x[2], y[2], x[3], y[3], x[6], y[6], x[7], y[7]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LowPairs(Vector256<float> x, Vector256<float> y) => Avx.IsSupported
        ? Avx.UnpackLow(x.AsDouble(), y.AsDouble()).AsSingle()
        : Vector256.Create(x[0], x[1], y[0], y[1], x[4], x[5], y[4], y[5]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> HighPairs(Vector256<float> x, Vector256<float> y) => Avx.IsSupported
        ? Avx.UnpackHigh(x.AsDouble(), y.AsDouble()).AsSingle()
        : Vector256.Create(x[2], x[3], y[2], y[3], x[6], x[7], y[6], y[7]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> IsWithin(Vector256<float> x, float limit) => Vector256.LessThanOrEqual(Vector256.Abs(x), Vector256.Create(limit));
}
