using System.Numerics;

namespace Autograd.Kernels;

/// <summary>
/// A map of the plane, as used to look up where a point of the result comes from:
/// column' = xx · column + xy · row + x0, row' = yx · column + yy · row + y0.
/// </summary>
internal readonly record struct AffineMap(double XX, double XY, double X0, double YX, double YY, double Y0);

/// <summary>Images seen through an affine map.</summary>
internal static class AffineSampling
{
    /// <summary>
    /// result[c, i, j] = the image's channel c at the point that the map gives for row i and column j: the mean of the four pixels around it,
    /// weighted by nearness. Beyond the border all pixels are 0.
    /// </summary>
    public static void Sample<T>(ReadOnlySpan<T> images, Span<T> result, int height, int width, AffineMap map) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var plane = height * width;
        for (var at = 0; at < plane; at++)
        {
            var (i, j) = Math.DivRem(at, width);
            var (row, column) = (map.YX * j + map.YY * i + map.Y0, map.XX * j + map.XY * i + map.X0);
            var (top, left) = (Math.Floor(row), Math.Floor(column));
            T down = T.CreateTruncating(row - top), right = T.CreateTruncating(column - left);
            for (var channel = 0; channel < result.Length; channel += plane)
            {
                var image = images.Slice(channel, plane);
                result[channel + at] =
                    (T.One - down) * ((T.One - right) * Pixel(image, top, left) + right * Pixel(image, top, left + 1))
                    + down * ((T.One - right) * Pixel(image, top + 1, left) + right * Pixel(image, top + 1, left + 1));
            }
        }

        T Pixel(ReadOnlySpan<T> image, double row, double column) =>
            row >= 0 && row < height && column >= 0 && column < width ? image[(int)row * width + (int)column] : T.Zero;
    }
}
