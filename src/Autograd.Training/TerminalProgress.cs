using System.Globalization;
using Spectre.Console;

namespace Autograd;

/// <summary>A bar for the epoch that runs, and a line for each that is over: for terminals.</summary>
/// <param name="console">The terminal.</param>
public sealed class TerminalProgress(IAnsiConsole console) : TrainingObserver
{
    private ProgressContext? _progress;
    private ProgressTask? _bar;
    private int _epochs;

    /// <summary>Bars on a terminal, plain lines elsewhere.</summary>
    public static TrainingObserver For(IAnsiConsole console, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(console);
        return console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi ? new TerminalProgress(console) : new LineProgress(writer);
    }

    /// <inheritdoc/>
    public override void Around(Action training) => console.Progress()
        .AutoClear(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .Start(progress =>
        {
            _progress = progress;
            try
            {
                training();
            }
            finally
            {
                (_progress, _bar) = (null, null);
            }
        });

    /// <inheritdoc/>
    public override void EpochBegins(Trainer trainer, int epoch, int epochs, int? batches)
    {
        _epochs = epochs;
        _bar = _progress?.AddTask($"epoch {epoch}/{epochs}", maxValue: batches ?? 1);
        _bar?.IsIndeterminate = batches is null;
    }

    /// <inheritdoc/>
    public override void BatchEnds(Trainer trainer, int epoch, int batch, double loss)
    {
        if (_bar is null)
            return;
        // As wide as the longest loss, so that the bar stands still.
        _bar.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}/{_epochs}, loss {loss,9:G4}");
        if (!_bar.IsIndeterminate)
            _bar.Value = batch;
    }

    /// <inheritdoc/>
    public override void EpochEnds(Trainer trainer, EpochResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _bar?.StopTask();
        if (_bar is not null)
            _progress?.RemoveTask(_bar);
        console.MarkupLineInterpolated($"[bold]epoch {result.Epoch}/{_epochs}:[/] {LineProgress.Text(result)}");
    }

    /// <inheritdoc/>
    public override void Warned(Trainer trainer, string warning) => console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
}
