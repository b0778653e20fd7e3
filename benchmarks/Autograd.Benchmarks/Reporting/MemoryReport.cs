using Autograd.Benchmarks.Measuring;
using Autograd.Benchmarks.Rows;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Benchmarks.Reporting;

/// <summary>Long loops, each in a process of its own: the memory must not grow.</summary>
internal static class MemoryReport
{
    private const int Missed = 1;
    private const double AllowedGrowth = 4;

    /// <summary>Runs all loops, in the peer too where it has the row, and says for each whether the memory stayed flat.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<MemoryRow> rows, WorkerLaunch? peer, int threads, IAnsiConsole console)
    {
        var table = ReportTable.NewTable(console).AddColumn("loop, without any using");
        foreach (var column in (string[])["runs", "µs a run", "peak MB", "growth MB", "generation 0", "1", "2", "garbage a run"])
            table.AddColumn(ReportTable.Number(column));
        if (peer is not null)
            table.AddColumn(ReportTable.Number($"{peer.Library}, peak MB"));
        table.AddColumn("bar");

        var missed = false;
        foreach (var row in rows)
        {
            var ours = Watch(WorkerLaunch.Self, row.Row.Name, row, threads)!;
            var theirs = peer is null ? null : Watch(peer, row.Peer ?? row.Row.Name, row, threads);
            var isMet = IsMet(row, ours, theirs);
            missed |= !isMet;
            string[] cells =
            [
                Markup.Escape(row.Row.Name), Invariant($"{row.Runs:N0}"), Invariant($"{ours.Microseconds:G3}"), Invariant($"{ours.Peak:F0}"),
                Invariant($"{ours.Highest - ours.Settled:F1}"), .. ours.Collections.Select(count => Invariant($"{count}")), Invariant($"{ours.Garbage:N0}"),
            ];
            if (peer is not null)
                cells = [.. cells, theirs is null ? "–" : Invariant($"{theirs.Peak:F0}")];
            table.AddRow([.. cells, $"{Text(row)}, {(isMet ? "[green]met[/]" : "[red]missed[/]")}"]);
            Console.Error.WriteLine(Invariant($"{row.Row.Name}: {ours.Peak:F0} MB"));
        }
        ReportTable.Print(table, console);
        console.WriteLine(Invariant($"Growth, collections and garbage: from the runs on that warm up, a fifth of them, 50 of a network, {AllowedGrowth} MB allowed. {Display.Threads(threads)}."));
        return missed ? Missed : 0;
    }

    private static Residence? Watch(WorkerLaunch launch, string name, MemoryRow row, int threads)
    {
        using var worker = new WorkerProcess(launch);
        return worker.Has(name) ? worker.Watch(name, threads, row.WarmUp, row.Runs) : null;
    }

    private static bool IsMet(MemoryRow row, Residence ours, Residence? theirs) =>
        ours.Highest - ours.Settled <= AllowedGrowth && ours.Peak <= (row.Bar ?? double.PositiveInfinity)
        && (theirs is null || ours.Peak <= (row.BarToPeer ?? double.PositiveInfinity) * theirs.Peak);

    private static string Text(MemoryRow row) => row switch
    {
        { Bar: { } bar } => Invariant($"flat, {bar} MB"),
        { BarToPeer: { } share } => Invariant($"flat, {share} of the peer"),
        _ => "flat",
    };
}
