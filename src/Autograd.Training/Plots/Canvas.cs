using SkiaSharp;

namespace Autograd;

/// <summary>Drawings as the content of a file.</summary>
internal static class Canvas
{
    /// <summary>What was drawn, as pixels.</summary>
    public static byte[] Png(int width, int height, Action<SKCanvas> draw)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>What was drawn, as lines and letters.</summary>
    public static byte[] Svg(int width, int height, Action<SKCanvas> draw)
    {
        using var stream = new MemoryStream();
        // The canvas writes the end of the document when it is disposed.
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
            draw(canvas);
        return stream.ToArray();
    }
}
