using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Autograd.Cli;

/// <summary>The picture of a classifier: the points with the learned probability and its boundary, and the loss as it fell.</summary>
internal static class ClassificationPlot
{
    private const int Width = 1500, Height = 750, LeftWidth = 850;
    private const int GridSize = 400, ManyPoints = 1000;
    private const double Margin = 0.08;
    private const float BoundaryWidth = 3;
    private const string BoundaryName = "probability 0.5";

    private static readonly Color[] _colors = [PlotStyle.Blue, PlotStyle.Orange];
    private static readonly MarkerShape[] _shapes = [MarkerShape.FilledCircle, MarkerShape.FilledTriangleUp];

    /// <summary>Draws the picture for a file, as PNG or SVG by its extension.</summary>
    /// <returns>The content of the file.</returns>
    public static byte[] Draw(ClassificationResult result, OutputFile file)
    {
        using var left = result.Problem.Data.Features.Length == 2 ? PointsWithBoundary(result) : Probabilities(result);
        var reference = result.Linear is { } linear && double.IsFinite(linear.FinalLoss) ? (linear.FinalLoss, "linear classifier") : ((double, string)?)null;
        using var right = LossPlot.Create([.. result.Fit.Losses], result.Options.LossName, "network", reference);
        return Picture.Draw(file, Width, Height, Render);

        void Render(SKCanvas canvas)
        {
            left.Render(canvas, new PixelRect(0, LeftWidth, Height, 0));
            right.Render(canvas, new PixelRect(LeftWidth, Width, Height, 0));
        }
    }

    private static Plot PointsWithBoundary(ClassificationResult result)
    {
        var (problem, data) = (result.Problem, result.Problem.Data);
        var plot = PlotStyle.New(Title(result), data.Features[0], data.Features[1]);
        var (x, y) = (Positions(0), Positions(1));
        var probabilities = Grid(result, x, y);

        var map = plot.Add.Heatmap(Intensities(probabilities));
        map.Position = new CoordinateRect(x[0], x[^1], y[0], y[^1]);
        map.Colormap = new ProbabilityColors();
        map.ManualRange = new ScottPlot.Range(0, 1);

        AddPoints(plot, result, (_, points, i) => new Coordinates(points.Features[0][i], points.Features[1][i]));
        var boundary = new ContourLines { ContourLineLevels = [0.5], LineWidth = BoundaryWidth, LineColor = Colors.Black };
        boundary.LabelStyle.IsVisible = false;
        boundary.Update(probabilities);
        plot.PlottableList.Add(boundary);
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = BoundaryName, LineColor = Colors.Black, LineWidth = BoundaryWidth });

        plot.Axes.SetLimits(x[0], x[^1], y[0], y[^1]);
        ShowLegendBelow(plot);
        return plot;

        double[] Positions(int feature)
        {
            var values = problem.Training.Features[feature].Concat(problem.Test.Features[feature]).ToArray();
            var (low, high) = (values.Min(), values.Max());
            var margin = Margin * (high - low);
            return [.. Enumerable.Range(0, GridSize).Select(i => low - margin + i * (high - low + 2 * margin) / (GridSize - 1))];
        }
    }

    /// <summary>Where the boundary cannot be drawn: how sure the network is of each point, a band for each class.</summary>
    private static Plot Probabilities(ClassificationResult result)
    {
        var data = result.Problem.Data;
        var plot = PlotStyle.New(Title(result), $"learned probability of {PlotStyle.Short(data.Classes[1], 20)}", data.Label);
        var generator = new Generator(0);
        var spread = new double[1];
        AddPoints(plot, result, (probabilities, points, i) =>
        {
            // Spread within the band, so that points of like probability do not hide each other.
            generator.Uniform(spread, -0.35, 0.35);
            return new Coordinates(probabilities[i], (points.IsSecond[i] ? 1 : 0) + spread[0]);
        });
        var boundary = plot.Add.VerticalLine(0.5, BoundaryWidth, Colors.Black);
        boundary.LegendText = BoundaryName;
        plot.Axes.Left.TickGenerator = new NumericManual([0, 1], [.. data.Classes.Select(name => PlotStyle.Short(name, 12))]);
        plot.Axes.SetLimits(-0.04, 1.04, -0.5, 1.5);
        ShowLegendBelow(plot);
        return plot;
    }

    private static void AddPoints(Plot plot, ClassificationResult result, Func<float[], LabelledPoints, int, Coordinates> place)
    {
        var isMany = result.Training.Points.Count + result.Test.Points.Count > ManyPoints;
        foreach (var score in (ClassificationScore[])[result.Training, result.Test])
        {
            var isTest = score == result.Test;
            for (var which = 0; which < 2; which++)
            {
                Coordinates[] positions = [.. score.Points.OfClass(which).Select(i => place(score.Probabilities, score.Points, i))];
                var markers = plot.Add.ScatterPoints(positions, _colors[which]);
                markers.MarkerShape = _shapes[which];
                markers.MarkerSize = (isMany ? 4 : 8) + (!isTest ? 0 : isMany ? 1 : 2);
                markers.MarkerFillColor = _colors[which].WithAlpha(isTest ? 1 : isMany ? 0.3 : 0.5);
                markers.MarkerStyle.OutlineColor = Colors.Black;
                markers.MarkerStyle.OutlineWidth = !isTest ? 0 : isMany ? 0.4f : 1;
                markers.LegendText = $"{PlotStyle.Short(result.Problem.Data.Classes[which], 16)}, {(isTest ? "test" : "training")} ({positions.Length})";
            }
        }
    }

    /// <summary>The learned probability on a grid: row by row from above, as pictures lie.</summary>
    private static Coordinates3d[,] Grid(ClassificationResult result, double[] x, double[] y)
    {
        double[][] features = [[.. y.Reverse().SelectMany(_ => x)], [.. y.Reverse().SelectMany(value => Enumerable.Repeat(value, x.Length))]];
        var probabilities = result.Fit.Network.Predict(result.Problem.Standardize(features)).Sigmoid().ToArray<float>();
        var grid = new Coordinates3d[y.Length, x.Length];
        for (var i = 0; i < probabilities.Length; i++)
            grid[i / x.Length, i % x.Length] = new Coordinates3d(features[0][i], features[1][i], probabilities[i]);
        return grid;
    }

    private static double[,] Intensities(Coordinates3d[,] grid)
    {
        var values = new double[grid.GetLength(0), grid.GetLength(1)];
        for (var i = 0; i < grid.GetLength(0); i++)
        {
            for (var j = 0; j < grid.GetLength(1); j++)
                values[i, j] = grid[i, j].Z;
        }
        return values;
    }

    private static void ShowLegendBelow(Plot plot)
    {
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.FontSize = 13;
    }

    private static string Title(ClassificationResult result) =>
        string.Create(CultureInfo.InvariantCulture, $"Test accuracy {result.Test.Accuracy:P1} ({Wording.Count(result.Test.Errors, "error")} in {result.Test.Points.Count} points)");

    /// <summary>From a faint blue where the first class is certain by white to a faint orange where the second is, in steps of 5 %.</summary>
    private sealed class ProbabilityColors : IColormap
    {
        private const double Strength = 0.35;
        private const int Steps = 20;

        public string Name => "probability";

        public Color GetColor(double probability) =>
            Colors.White.InterpolateRgb(_colors[probability < 0.5 ? 0 : 1], Strength * Math.Abs(2 * Math.Round(Steps * probability) / Steps - 1));
    }
}
