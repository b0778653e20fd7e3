using Spectre.Console;

namespace Autograd.Cli;

/// <summary>Where a command writes: a terminal with colours and progress bars, or a pipe or file without.</summary>
internal static class Terminal
{
    private const int WidthInPipe = 100_000;

    /// <summary>The console that writes to the terminal, or plainly into a pipe or file.</summary>
    public static IAnsiConsole Open(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal)
            console.Profile.Width = WidthInPipe;
        return console;
    }

    /// <summary>Runs some work, with a progress bar on a terminal.</summary>
    public static T ShowProgress<T>(IAnsiConsole console, Func<Action<double>?, T> work)
    {
        if (!console.Profile.Capabilities.Interactive)
            return work(null);
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .Start(context =>
            {
                var bar = context.AddTask("Learning");
                return work(done => bar.Value = 100 * done);
            });
    }
}
