using SkiaSharp;

namespace Autograd;

/// <summary>Images in files: PNG, JPEG and what else Skia reads.</summary>
public static class ImageFile
{
    private const long LargestPixelCount = 100_000_000;

    /// <summary>Reads an image, on white where it is transparent. A note in the file that the image is turned is not followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="color">The channels.</param>
    /// <param name="height">The height that it is resized to, or null for its own.</param>
    /// <param name="width">The width that it is resized to, or null for its own.</param>
    /// <returns>Float32 [channels, height, width] from 0 to 1.</returns>
    /// <exception cref="FormatException">The file is not an image, is damaged, or has more than 100 million pixels.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Read(string path, ImageColor color = ImageColor.Rgb, int? height = null, int? width = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(height ?? 1, 1, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(width ?? 1, 1, nameof(width));
        // An own look at the file first, so that a file that is not there is an exception that says so.
        using var data = SKData.CreateCopy(File.ReadAllBytes(path));
        using var codec = SKCodec.Create(data) ?? throw new FormatException($"{path}: this is not an image that can be read; PNG and JPEG are.");
        var own = codec.Info;
        if ((long)own.Width * own.Height > LargestPixelCount)
            throw new FormatException($"{path}: an image of {own.Width} × {own.Height} is too large; there may be {LargestPixelCount} pixels.");
        using var bitmap = new SKBitmap(new SKImageInfo(own.Width, own.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        if (codec.GetPixels(bitmap.Info, bitmap.GetPixels()) != SKCodecResult.Success)
            throw new FormatException($"{path}: this image is damaged or cut short.");
        LayOnWhite(bitmap.GetPixelSpan());

        var target = bitmap.Info.WithSize(width ?? own.Width, height ?? own.Height);
        if (target.Size == bitmap.Info.Size)
            return Channels(bitmap.GetPixelSpan(), color, target.Height, target.Width);
        // Smaller images average the pixels that they come from, step by step of half the size.
        using var resized = bitmap.Resize(target, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))
            ?? throw new FormatException($"{path}: the image cannot be resized to {target.Width} × {target.Height}.");
        return Channels(resized.GetPixelSpan(), color, target.Height, target.Width);
    }

    private static void LayOnWhite(Span<byte> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 4)
        {
            var opacity = pixels[i + 3];
            if (opacity == byte.MaxValue)
                continue;
            for (var channel = i; channel < i + 3; channel++)
                pixels[channel] = (byte)((pixels[channel] * opacity + 255 * (255 - opacity) + 127) / 255);
            pixels[i + 3] = byte.MaxValue;
        }
    }

    /// <summary>Pixels of four bytes become planes of numbers.</summary>
    private static Input Channels(ReadOnlySpan<byte> pixels, ImageColor color, int height, int width)
    {
        var plane = height * width;
        var values = new float[(color == ImageColor.Rgb ? 3 : 1) * plane];
        for (var at = 0; at < plane; at++)
        {
            var (red, green, blue) = (pixels[4 * at], pixels[4 * at + 1], pixels[4 * at + 2]);
            if (color == ImageColor.Grey)
                values[at] = (299 * red + 587 * green + 114 * blue) / 255_000f;
            else
                (values[at], values[plane + at], values[2 * plane + at]) = (red / 255f, green / 255f, blue / 255f);
        }
        return Tensor.From(values, [values.Length / plane, height, width]);
    }
}
