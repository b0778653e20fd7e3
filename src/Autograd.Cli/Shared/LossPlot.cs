using ScottPlot;
using ScottPlot.TickGenerators;

namespace Autograd.Cli;

/// <summary>A loss as it fell, epoch by epoch; logarithmic where it fell far or took long.</summary>
internal static class LossPlot
{
    private const int FewEpochs = 100, ManyEpochs = 1000, FarFall = 100;

    /// <summary>Draws the curve.</summary>
    /// <param name="losses">The loss in each epoch.</param>
    /// <param name="name">What kind of loss it is.</param>
    /// <param name="learner">What the legend calls the curve.</param>
    /// <param name="reference">A loss to compare with, drawn as a dashed line, and its name; null for none.</param>
    public static Plot Create(double[] losses, string name, string learner, (double Loss, string Name)? reference)
    {
        var plot = PlotStyle.New("Loss", "epoch", name);
        var smallest = losses.Where(loss => loss > 0).DefaultIfEmpty(1).Min();
        var (isLogY, isLogX) = (losses.Max() > FarFall * smallest, losses.Length > ManyEpochs);
        var epochs = losses.Select((_, i) => isLogX ? Math.Log10(i + 1) : i + 1).ToArray();
        var curve = plot.Add.ScatterLine(epochs, losses.Select(Position).ToArray(), PlotStyle.Orange);
        curve.LineWidth = 2.5f;
        curve.LegendText = learner;
        curve.MarkerSize = losses.Length <= FewEpochs ? 5 : 0;
        // Where a reference is nothing but rounding, it has no place in the picture.
        if (reference is { } other && other.Loss > 1e-6 * smallest)
        {
            var line = plot.Add.HorizontalLine(Position(other.Loss), 1, PlotStyle.Grey, LinePattern.Dashed);
            line.LegendText = other.Name;
        }
        if (isLogX)
            PlotStyle.MakeLogarithmic(plot.Axes.Bottom);
        else
            ((NumericAutomatic)plot.Axes.Bottom.TickGenerator).IntegerTicksOnly = true;
        if (isLogY)
            PlotStyle.MakeLogarithmic(plot.Axes.Left);
        plot.ShowLegend(Alignment.UpperRight);
        return plot;

        // On a logarithmic axis a loss of 0 has no place.
        double Position(double loss) => isLogY ? Math.Log10(loss > 0 ? loss : smallest) : loss;
    }
}
