using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Autograd.Cli;

/// <summary>The picture of a fit: the data with the model, the residuals, and the loss as it fell.</summary>
internal static class RegressionPlot
{
    private const int Width = 1500, Height = 800, LeftWidth = 800;
    private const int FewEpochs = 100, ManyEpochs = 1000, ManyRows = 300;

    // Colours that the colour-blind tell apart (Okabe and Ito).
    private static readonly Color _data = Color.FromHex("#0072B2"), _model = Color.FromHex("#D55E00"), _reference = Color.FromHex("#666666");

    // The first that is installed of the sans-serif families that come with an operating system.
    private static readonly string _fontFamily =
        new[] { "Segoe UI", "Helvetica Neue", "Open Sans", "Noto Sans", "DejaVu Sans", "Liberation Sans", "Arial" }
            .FirstOrDefault(SKFontManager.Default.FontFamilies.Contains, Fonts.Default);

    /// <summary>Whether there is any font to write in.</summary>
    public static bool HasFonts => SKTypeface.Default.ContainsGlyph('a');

    /// <summary>Draws the picture into a file, as PNG or SVG by its extension.</summary>
    public static void Save(RegressionResult result, OutputFile file)
    {
        using var left = result.Data.Features.Length == 1 ? LineThroughData(result) : PredictedAgainstMeasured(result);
        using var upper = Residuals(result);
        using var lower = Loss(result);
        file.Write(file.Extension == ".svg" ? Svg(Draw) : Png(Draw));

        void Draw(SKCanvas canvas)
        {
            left.Render(canvas, new PixelRect(0, LeftWidth, Height, 0));
            upper.Render(canvas, new PixelRect(LeftWidth, Width, Height / 2, 0));
            lower.Render(canvas, new PixelRect(LeftWidth, Width, Height, Height / 2));
        }
    }

    private static Plot LineThroughData(RegressionResult result)
    {
        var (x, y) = (result.Data.FeatureValues[0], result.Data.TargetValues);
        var plot = NewPlot("Data and learned line", result.Data.Features[0], result.Data.Target);
        var (first, last) = (Array.IndexOf(x, x.Min()), Array.IndexOf(x, x.Max()));
        AddLine(plot, [x[first], x[last]], [result.Predictions[first], result.Predictions[last]], Short(RegressionReport.Equation(result, "G5"), 70));
        AddPoints(plot, x, y, $"data ({y.Length} rows)");
        plot.ShowLegend(result.Learned.Coefficients[0] < 0 ? Alignment.UpperRight : Alignment.UpperLeft);
        return plot;
    }

    private static Plot PredictedAgainstMeasured(RegressionResult result)
    {
        var measured = result.Data.TargetValues;
        var plot = NewPlot("Predicted against measured", $"{Short(result.Data.Target)} measured", $"{Short(result.Data.Target)} predicted");
        AddLine(plot, [measured.Min(), measured.Max()], [measured.Min(), measured.Max()], "predicted = measured");
        AddPoints(plot, measured, result.Predictions, $"data ({measured.Length} rows, {result.Data.Features.Length} features)");
        plot.ShowLegend(Alignment.UpperLeft);
        return plot;
    }

    private static Plot Residuals(RegressionResult result)
    {
        var (x, label) = result.Data.Features.Length == 1
            ? (result.Data.FeatureValues[0], result.Data.Features[0])
            : (result.Predictions, $"{Short(result.Data.Target)} predicted");
        var plot = NewPlot("Residuals", label, "measured − predicted");
        AddPoints(plot, x, result.Residuals, null);
        var zero = plot.Add.HorizontalLine(0, 2, _model);
        zero.ExcludeFromLegend = true;
        if (result.ResidualStandardDeviation is { } deviation)
        {
            foreach (var side in (int[])[2, -2])
            {
                var line = plot.Add.HorizontalLine(side * deviation, 1, _reference, LinePattern.Dashed);
                line.LegendText = "±2 residual standard deviations";
                line.ExcludeFromLegend = side < 0;
            }
            // Room above the points for the legend.
            plot.Axes.Margins(bottom: 0.1, top: 0.25);
            plot.ShowLegend(Alignment.UpperLeft);
        }
        return plot;
    }

    private static Plot Loss(RegressionResult result)
    {
        var plot = NewPlot("Loss", "epoch", "mean squared error");
        var losses = Enumerable.Range(0, result.Fit.Epochs).Select(result.Loss).ToArray();
        var smallest = losses.Where(loss => loss > 0).DefaultIfEmpty(1).Min();
        var (isLogY, isLogX) = (losses.Max() > 100 * smallest, losses.Length > ManyEpochs);
        var epochs = losses.Select((_, i) => isLogX ? Math.Log10(i + 1) : i + 1).ToArray();
        var curve = AddLine(plot, epochs, [.. losses.Select(Position)], "gradient descent");
        curve.MarkerSize = losses.Length <= FewEpochs ? 5 : 0;
        // Where the data lies on the line, the optimum is rounding and has no place in the picture.
        if (result.LeastSquaresError > 1e-6 * smallest)
        {
            var least = plot.Add.HorizontalLine(Position(result.LeastSquaresError), 1, _reference, LinePattern.Dashed);
            least.LegendText = "least squares";
        }
        if (isLogX)
            MakeLogarithmic(plot.Axes.Bottom);
        else
            ((NumericAutomatic)plot.Axes.Bottom.TickGenerator).IntegerTicksOnly = true;
        if (isLogY)
            MakeLogarithmic(plot.Axes.Left);
        plot.ShowLegend(Alignment.UpperRight);
        return plot;

        // On a logarithmic axis a loss of 0 has no place.
        double Position(double loss) => isLogY ? Math.Log10(loss > 0 ? loss : smallest) : loss;
    }

    private static Plot NewPlot(string title, string xLabel, string yLabel)
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

    private static void AddPoints(Plot plot, double[] x, double[] y, string? legend)
    {
        var points = plot.Add.ScatterPoints(x, y, _data.WithAlpha(x.Length > ManyRows ? 0.35 : 0.8));
        points.MarkerSize = x.Length > ManyRows ? 5 : 9;
        points.LegendText = legend ?? "";
    }

    private static Scatter AddLine(Plot plot, double[] x, double[] y, string legend)
    {
        var line = plot.Add.ScatterLine(x, y, _model);
        line.LineWidth = 2.5f;
        line.LegendText = legend;
        return line;
    }

    private static string TickLabel(double value, double span)
    {
        if (Math.Abs(value) < 1e-9 * span)
            return "0";
        var format = Math.Max(Math.Abs(value), span) is < 1e-3 or >= 1e6 ? "0.####e+0" : "#,0.######";
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Labels an axis that shows decimal logarithms by the numbers themselves.</summary>
    private static void MakeLogarithmic(IAxis axis) => axis.TickGenerator = new NumericAutomatic
    {
        MinorTickGenerator = new LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = exponent => exponent is >= -3 and <= 5
            ? Math.Pow(10, exponent).ToString("#,0.###", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"1e{exponent:0}"),
    };

    private static string Short(string text, int length = 40) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static byte[] Png(Action<SKCanvas> draw)
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static byte[] Svg(Action<SKCanvas> draw)
    {
        using var stream = new MemoryStream();
        // The canvas writes the end of the document when it is disposed.
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
            draw(canvas);
        return stream.ToArray();
    }
}
