using SkiaSharp;

namespace Autograd.Cli;

/// <summary>A picture on its way into a file.</summary>
internal static class Picture
{
    /// <summary>The content of a file, as PNG or SVG by its extension; to be written when all else has succeeded.</summary>
    public static byte[] Draw(OutputFile file, int width, int height, Action<SKCanvas> draw) =>
        file.Extension == ".svg" ? Canvas.Svg(width, height, draw) : Canvas.Png(width, height, draw);

    /// <summary>The line that tells where the picture is.</summary>
    public static string Announce(string path) =>
        $"Picture: {path}{(PlotStyle.HasFonts ? "" : ", without letters: no font is installed (fonts-dejavu-core has one)")}";
}
