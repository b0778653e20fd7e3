using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Autograd;

/// <summary>What all plots have in common: colours, letters, ticks.</summary>
internal static class PlotStyle
{
    // The first that is installed of the sans-serif families that come with an operating system.
    private static readonly string _fontFamily =
        new[] { "Segoe UI", "Helvetica Neue", "Open Sans", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial" }
            .FirstOrDefault(SKFontManager.Default.FontFamilies.Contains, Fonts.Default);

    /// <summary>The letters, for what is drawn by hand.</summary>
    public static SKTypeface Typeface { get; } = SKTypeface.FromFamilyName(_fontFamily);

    // Colours that the colour-blind tell apart (Okabe and Ito).

    /// <summary>For data, and the first of two things.</summary>
    public static Color Blue { get; } = Color.FromHex("#0072B2");

    /// <summary>For models, and the second of two things.</summary>
    public static Color Orange { get; } = Color.FromHex("#D55E00");

    /// <summary>For what is there to compare with.</summary>
    public static Color Grey { get; } = Color.FromHex("#666666");

    /// <summary>Whether there is any font to write in.</summary>
    public static bool HasFonts => SKTypeface.Default.ContainsGlyph('a');

    /// <summary>An empty plot.</summary>
    public static Plot New(string title, string xLabel, string yLabel)
    {
        var plot = new Plot();
        plot.Title(title, 18);
        plot.XLabel(Short(xLabel), 16);
        plot.YLabel(Short(yLabel), 16);
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Legend.FontSize = 14;
        plot.Grid.MajorLineColor = Color.FromHex("#E5E5E5");
        plot.Font.Set(_fontFamily);
        // Dense ticks make a picture of this size restless.
        foreach (var axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
            axis.TickGenerator = new NumericAutomatic { TickDensity = 0.6, LabelFormatter = value => TickLabel(value, axis.Range.Span) };
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        return plot;
    }

    /// <summary>Labels an axis that shows decimal logarithms by the numbers themselves.</summary>
    public static void MakeLogarithmic(IAxis axis) => axis.TickGenerator = new NumericAutomatic
    {
        MinorTickGenerator = new LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = exponent => exponent is >= -3 and <= 5
            ? Math.Pow(10, exponent).ToString("#,0.###", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"1e{exponent:0}"),
    };

    /// <summary>A label that fits: the beginning of a long text.</summary>
    public static string Short(string text, int length = 40) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static string TickLabel(double value, double span)
    {
        if (Math.Abs(value) < 1e-9 * span)
            return "0";
        var format = Math.Max(Math.Abs(value), span) is < 1e-3 or >= 1e6 ? "0.####e+0" : "#,0.######";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
