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

    /// <summary>Draws the picture into a file, as PNG or SVG by its extension.</summary>
    public static void Save(RegressionResult result, OutputFile file)
    {
        using var left = result.Data.Features.Length == 1 ? LineThroughData(result) : PredictedAgainstMeasured(result);
        using var upper = Residuals(result);
        using var lower = Loss(result);
        Picture.Save(file, Width, Height, Draw);

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

    private static Plot Loss(RegressionResult result)
    {
        var plot = PlotStyle.New("Loss", "epoch", "mean squared error");
        var losses = Enumerable.Range(0, result.Fit.Epochs).Select(result.Loss).ToArray();
        var smallest = losses.Where(loss => loss > 0).DefaultIfEmpty(1).Min();
        var (isLogY, isLogX) = (losses.Max() > 100 * smallest, losses.Length > ManyEpochs);
        var epochs = losses.Select((_, i) => isLogX ? Math.Log10(i + 1) : i + 1).ToArray();
        var curve = AddLine(plot, epochs, [.. losses.Select(Position)], "gradient descent");
        curve.MarkerSize = losses.Length <= FewEpochs ? 5 : 0;
        // Where the data lies on the line, the optimum is rounding and has no place in the picture.
        if (result.LeastSquaresError > 1e-6 * smallest)
        {
            var least = plot.Add.HorizontalLine(Position(result.LeastSquaresError), 1, PlotStyle.Grey, LinePattern.Dashed);
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

    private static void AddPoints(Plot plot, double[] x, double[] y, string? legend)
    {
        var points = plot.Add.ScatterPoints(x, y, PlotStyle.Blue.WithAlpha(x.Length > ManyRows ? 0.35 : 0.8));
        points.MarkerSize = x.Length > ManyRows ? 5 : 9;
        points.LegendText = legend ?? "";
    }

    private static Scatter AddLine(Plot plot, double[] x, double[] y, string legend)
    {
        var line = plot.Add.ScatterLine(x, y, PlotStyle.Orange);
        line.LineWidth = 2.5f;
        line.LegendText = legend;
        return line;
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
}
