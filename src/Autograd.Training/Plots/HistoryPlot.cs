using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Autograd;

/// <summary>The picture of a training: the losses on the left, and, if there are any, the metrics on the right, over the epochs.</summary>
internal static class HistoryPlot
{
    private const int FewEpochs = 60;

    // Beside blue and orange, others of Okabe and Ito's that the colour-blind tell apart.
    private static readonly Color[] _colors =
        [PlotStyle.Orange, PlotStyle.Blue, Color.FromHex("#009E73"), Color.FromHex("#CC79A7"), Color.FromHex("#56B4E9"), Color.FromHex("#E69F00")];

    /// <summary>Draws on a canvas of a size.</summary>
    public static void Render(SKCanvas canvas, IReadOnlyList<EpochResult> epochs, int width, int height)
    {
        var names = epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct().ToArray();
        var middle = names.Length == 0 ? width : width / 2;
        using var losses = Losses(epochs);
        losses.Render(canvas, new PixelRect(0, middle, height, 0));
        if (names.Length == 0)
            return;
        using var metrics = Metrics(epochs, names);
        metrics.Render(canvas, new PixelRect(middle, width, height, 0));
    }

    private static Plot Losses(IReadOnlyList<EpochResult> epochs)
    {
        var plot = PlotStyle.New("Loss", "epoch", "loss");
        var losses = epochs.SelectMany(epoch => (double?[])[epoch.TrainLoss, epoch.ValidationLoss]).OfType<double>().Where(double.IsFinite).ToArray();
        // A loss that fell far is seen on a logarithmic axis alone.
        var isLogarithmic = losses.Length > 0 && losses.Min() > 0 && losses.Max() > 20 * losses.Min();
        Add(plot, "training", _colors[0], epochs, epoch => Position(epoch.TrainLoss));
        if (epochs.Any(epoch => epoch.ValidationLoss is not null))
            Add(plot, "validation", _colors[1], epochs, epoch => Position(epoch.ValidationLoss ?? double.NaN));
        if (isLogarithmic)
            PlotStyle.MakeLogarithmic(plot.Axes.Left);
        Finish(plot, Alignment.UpperRight);
        return plot;

        double Position(double loss) => isLogarithmic ? Math.Log10(loss) : loss;
    }

    private static Plot Metrics(IReadOnlyList<EpochResult> epochs, string[] names)
    {
        var plot = PlotStyle.New(names.Length == 1 ? $"{char.ToUpperInvariant(names[0][0])}{names[0][1..]}" : "Metrics", "epoch", names.Length == 1 ? names[0] : "");
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            Add(plot, name, _colors[(i + 1) % _colors.Length], epochs, epoch => epoch.Metrics.GetValueOrDefault(name, double.NaN));
        }
        Finish(plot, names.Length == 1 ? null : Alignment.LowerRight);
        return plot;
    }

    private static void Add(Plot plot, string name, Color color, IReadOnlyList<EpochResult> epochs, Func<EpochResult, double> value)
    {
        var points = epochs.Select(epoch => new Coordinates(epoch.Epoch, value(epoch))).Where(point => double.IsFinite(point.Y)).ToArray();
        var curve = plot.Add.Scatter(points, color);
        (curve.LegendText, curve.LineWidth, curve.MarkerSize) = (name, 2.5f, points.Length <= FewEpochs ? 5 : 0);
    }

    private static void Finish(Plot plot, Alignment? legend)
    {
        ((NumericAutomatic)plot.Axes.Bottom.TickGenerator).IntegerTicksOnly = true;
        if (legend is { } place)
            plot.ShowLegend(place);
        else
            plot.HideLegend();
    }
}
