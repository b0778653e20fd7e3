using SkiaSharp;

namespace Autograd.Cli;

/// <summary>Text in pictures that are drawn by hand.</summary>
internal static class Lettering
{
    public static SKFont Heading { get; } = Font(19);

    public static SKFont Title { get; } = Font(16);

    public static SKFont Cell { get; } = Font(16);

    public static SKFont Legend { get; } = Font(12);

    public static SKFont Sign { get; } = Font(32);

    public static float Width(string text, SKFont font) => font.MeasureText(Writable(text));

    public static void Write(SKCanvas canvas, string text, float x, float baseline, SKFont font, SKColor color, SKTextAlign align = SKTextAlign.Left)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(Writable(text), x, baseline, align, font, paint);
    }

    private static SKFont Font(float size) => new(PlotStyle.Typeface, size) { Edging = SKFontEdging.Antialias, Subpixel = true };

    /// <summary>Signs that the font may lack, in letters that every font has.</summary>
    private static string Writable(string text)
    {
        foreach (var (sign, substitute) in (ReadOnlySpan<(char, string)>)[('⋆', "*"), ('∂', "d"), ('°', " degrees")])
        {
            if (!PlotStyle.Typeface.ContainsGlyph(sign))
                text = text.Replace(sign.ToString(), substitute, StringComparison.Ordinal);
        }
        return text;
    }
}
