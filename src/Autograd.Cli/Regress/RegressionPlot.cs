using ScottPlot;
using SkiaSharp;

namespace Autograd.Cli;

/// <summary>The picture of a fit: the data with the model, the residuals, and the loss as it fell.</summary>
internal static class RegressionPlot
{
    private const int Width = 1500, Height = 800, LeftWidth = 800;
    private const int ManyRows = 300;

    /// <summary>Draws the picture for a file, as PNG or SVG by its extension.</summary>
    /// <returns>The content of the file.</returns>
    public static byte[] Draw(RegressionResult result, OutputFile file)
    {
        using var left = result.Data.Features.Length == 1 ? LineThroughData(result) : PredictedAgainstMeasured(result);
        using var upper = Residuals(result);
        using var lower = LossPlot.Create(
            [.. Enumerable.Range(0, result.Fit.Epochs).Select(result.Loss)], "mean squared error", "gradient descent", (result.LeastSquaresError, "least squares"));
        return Picture.Draw(file, Width, Height, Render);

        void Render(SKCanvas canvas)
        {
            left.Render(canvas, new PixelRect(0, LeftWidth, Height, 0));
            upper.Render(canvas, new PixelRect(LeftWidth, Width, Height / 2, 0));
            lower.Render(canvas, new PixelRect(LeftWidth, Width, Height, Height / 2));
        }
    }

    private static Plot LineThroughData(RegressionResult result)
    {
        var (x, y) = (result.Data.FeatureValues[0], result.Data.TargetValues);
        var plot = PlotStyle.New("Data and learned line", result.Data.Features[0], result.Data.Target);
        var (first, last) = (Array.IndexOf(x, x.Min()), Array.IndexOf(x, x.Max()));
        AddLine(plot, [x[first], x[last]], [result.Predictions[first], result.Predictions[last]], PlotStyle.Short(RegressionReport.Equation(result, "G5"), 70));
        AddPoints(plot, x, y, $"data ({y.Length} rows)");
        plot.ShowLegend(result.Learned.Coefficients[0] < 0 ? Alignment.UpperRight : Alignment.UpperLeft);
        return plot;
    }

    private static Plot PredictedAgainstMeasured(RegressionResult result)
    {
        var measured = result.Data.TargetValues;
        var plot = PlotStyle.New("Predicted against measured", $"{PlotStyle.Short(result.Data.Target)} measured", $"{PlotStyle.Short(result.Data.Target)} predicted");
        AddLine(plot, [measured.Min(), measured.Max()], [measured.Min(), measured.Max()], "predicted = measured");
        AddPoints(plot, measured, result.Predictions, $"data ({measured.Length} rows, {result.Data.Features.Length} features)");
        plot.ShowLegend(Alignment.UpperLeft);
        return plot;
    }

    private static Plot Residuals(RegressionResult result)
    {
        var (x, label) = result.Data.Features.Length == 1
            ? (result.Data.FeatureValues[0], result.Data.Features[0])
            : (result.Predictions, $"{PlotStyle.Short(result.Data.Target)} predicted");
        var plot = PlotStyle.New("Residuals", label, "measured − predicted");
        AddPoints(plot, x, result.Residuals, null);
        var zero = plot.Add.HorizontalLine(0, 2, PlotStyle.Orange);
        zero.ExcludeFromLegend = true;
        if (result.ResidualStandardDeviation is { } deviation)
        {
            foreach (var side in (int[])[2, -2])
            {
                var line = plot.Add.HorizontalLine(side * deviation, 1, PlotStyle.Grey, LinePattern.Dashed);
                line.LegendText = "±2 residual standard deviations";
                line.ExcludeFromLegend = side < 0;
            }
            // Room above the points for the legend.
            plot.Axes.Margins(bottom: 0.1, top: 0.25);
            plot.ShowLegend(Alignment.UpperLeft);
        }
        return plot;
    }

    private static void AddPoints(Plot plot, double[] x, double[] y, string? legend)
    {
        var points = plot.Add.ScatterPoints(x, y, PlotStyle.Blue.WithAlpha(x.Length > ManyRows ? 0.35 : 0.8));
        points.MarkerSize = x.Length > ManyRows ? 5 : 9;
        points.LegendText = legend ?? "";
    }

    private static void AddLine(Plot plot, double[] x, double[] y, string legend)
    {
        var line = plot.Add.ScatterLine(x, y, PlotStyle.Orange);
        line.LineWidth = 2.5f;
        line.LegendText = legend;
    }
}
