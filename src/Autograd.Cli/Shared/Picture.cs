using SkiaSharp;

namespace Autograd.Cli;

/// <summary>A picture on its way into a file.</summary>
internal static class Picture
{
    /// <summary>The content of a file, as PNG or SVG by its extension; to be written when all else has succeeded.</summary>
    public static byte[] Draw(OutputFile file, int width, int height, Action<SKCanvas> draw) =>
        file.Extension == ".svg" ? Svg(width, height, draw) : Png(width, height, draw);

    /// <summary>The line that tells where the picture is.</summary>
    public static string Announce(string path) =>
        $"Picture: {path}{(PlotStyle.HasFonts ? "" : ", without letters: no font is installed (fonts-dejavu-core has one)")}";

    private static byte[] Png(int width, int height, Action<SKCanvas> draw)
    {
        using var surface = SKSurface.Create(new SKImageInfo(width, height));
        draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static byte[] Svg(int width, int height, Action<SKCanvas> draw)
    {
        using var stream = new MemoryStream();
        // The canvas writes the end of the document when it is disposed.
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
            draw(canvas);
        return stream.ToArray();
    }
}
