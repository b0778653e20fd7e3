using Autograd.Benchmarks.Measuring;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Benchmarks.Reporting;

/// <summary>The tables a person reads: coloured on a terminal, Markdown in a file or pipe.</summary>
internal static class ReportTable
{
    public static void Write(Report report, IAnsiConsole console)
    {
        var hasPeer = report.Libraries.Count > 1;
        var table = NewTable(console).AddColumn("row").AddColumn(Number("threads")).AddColumn(Number("Autograd")).AddColumn(Number("of the limit"));
        if (hasPeer)
            table.AddColumn(Number(report.Libraries[1].Split(' ')[0])).AddColumn(Number("ratio")).AddColumn(new TableColumn("bar").NoWrap());
        foreach (var measurement in report.Measurements)
        {
            string[] cells = [Markup.Escape(measurement.Row.Name), Invariant($"{measurement.Threads}"), Time(measurement.OurTime, measurement.Ours), Share(measurement.ShareOfLimit)];
            table.AddRow(hasPeer ? [.. cells, .. PeerCells(measurement)] : cells);
        }
        Print(table, console);
        if (report.Groups.Count > 0)
            Print(Means(report, console), console);
        foreach (var (count, peaks) in report.Peaks)
            console.WriteLine(Invariant($"The limit with {Display.Threads(count)}: {peaks.Arithmetic / 1e9:F0} GFLOP/s, {peaks.Copying / 1e9:F0} GB/s."));
        console.WriteLine($"{string.Join(" beside ", report.Libraries)}. {report.Machine}.");
        if (report.Measurements.Any(measurement => measurement.Ours.IsDisturbed || measurement.Peer?.IsDisturbed == true))
            console.WriteLine("~ Others used the processors meanwhile, so this time says little.");
        foreach (var measurement in report.Measurements.Where(measurement => measurement.Disagrees))
            console.WriteLine(Display.Summary(measurement));
    }

    private static string[] PeerCells(Measurement measurement) => measurement switch
    {
        { PeerTime: null } => ["–", "–", ""],
        { Disagrees: true } => [Time(measurement.PeerTime.Value, measurement.Peer!), "[red]differs[/]", ""],
        { Row.Bar: null } => [Time(measurement.PeerTime.Value, measurement.Peer!), Display.Ratio(measurement.Ratio!.Value), ""],
        { Misses: true } => [Time(measurement.PeerTime.Value, measurement.Peer!), Display.Ratio(measurement.Ratio!.Value), Invariant($"[red]{measurement.Row.Bar}, missed[/]")],
        _ => [Time(measurement.PeerTime.Value, measurement.Peer!), Display.Ratio(measurement.Ratio!.Value), Invariant($"[green]{measurement.Row.Bar}, met[/]")],
    };

    private static string Share(double? share) => share is null ? "" : Invariant($"{100 * share:F0} %");

    private static string Time(double nanoseconds, Series series) => (series.IsDisturbed ? "~" : "") + Display.Time(nanoseconds);

    private static Table Means(Report report, IAnsiConsole console)
    {
        var table = NewTable(console).AddColumn("geometric mean");
        foreach (var count in report.Threads)
            table.AddColumn(Number(Display.Threads(count)));
        table.AddColumn(Number("all"));
        foreach (var group in report.Groups)
            table.AddRow([group, .. Cells(group)]);
        return table.AddRow(["overall", .. Cells(null)]);

        IEnumerable<string> Cells(string? group) =>
            report.Threads.Select(count => Display.Ratio(report.GeometricMean(group, count))).Append(Display.Ratio(report.GeometricMean(group)));
    }

    public static Table NewTable(IAnsiConsole console)
    {
        var isTerminal = console.Profile.Out.IsTerminal;
        if (!isTerminal)
            console.Profile.Width = 400;
        return new Table().Border(isTerminal ? TableBorder.Rounded : TableBorder.Markdown);
    }

    /// <summary>Writes a table and an empty line; where it is not a terminal without the blanks that Spectre.Console puts around Markdown.</summary>
    public static void Print(Table table, IAnsiConsole console)
    {
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(table);
        }
        else
        {
            foreach (var line in console.ToAnsi(table).Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0))
                console.Profile.Out.Writer.WriteLine(line);
        }
        console.WriteLine();
    }

    public static TableColumn Number(string title) => new TableColumn(title).RightAligned().NoWrap();
}
