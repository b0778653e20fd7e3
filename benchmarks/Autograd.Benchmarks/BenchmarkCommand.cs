using System.CommandLine;
using System.Globalization;
using System.IO.Enumeration;
using Autograd.Benchmarks.Accuracy;
using Autograd.Benchmarks.Measuring;
using Autograd.Benchmarks.Peers;
using Autograd.Benchmarks.Reporting;
using Autograd.Benchmarks.Rows;
using Spectre.Console;

namespace Autograd.Benchmarks;

/// <summary>The command line: what to measure, beside whom, and where the numbers go.</summary>
internal static class BenchmarkCommand
{
    private const int Disagreement = 1;

    public static RootCommand Create()
    {
        var peer = new Option<string>("--peer") { Description = "Measures beside another library, each in its own process, by turns: torchsharp" };
        var self = new Option<bool>("--self") { Description = "Measures Autograd alone" };
        var memory = new Option<bool>("--memory") { Description = "Runs long training loops without any using and watches the memory; --peer compares" };
        var start = new Option<bool>("--start") { Description = "Measures how long a program takes from its start to its first operation" };
        var ulp = new Option<bool>("--ulp") { Description = "Compares elementary functions with their exact values at every number of single precision" };
        var functions = new Option<string>("--functions") { Description = "With --ulp: only functions whose name contains this, or matches it where it has * or ?", HelpName = "PATTERN" };
        var list = new Option<bool>("--list") { Description = "Lists the rows" };
        var rows = new Option<string>("--rows")
        {
            Description = "Only rows whose name or group contains this, or matches it where it has * or ?",
            HelpName = "PATTERN",
        };
        var threads = new Option<string>("--threads") { Description = "Numbers of threads", HelpName = "N,N", DefaultValueFactory = _ => "1,2" };
        var json = new Option<FileInfo>("--json") { Description = "Writes every sample to a file", HelpName = "FILE" };
        var quick = new Option<bool>("--quick") { Description = "A first impression in a fifth of the time; not for comparing" };
        peer.AcceptOnlyFromAmong("torchsharp");

        var root = new RootCommand("Measures Autograd, alone or beside TorchSharp.") { peer, self, memory, start, ulp, functions, list, rows, threads, json, quick, WorkerCommand() };
        root.SetAction(result =>
        {
            var counts = ParseThreads(result.GetValue(threads)!);
            if (result.GetValue(memory))
            {
                RefuseDebugBuild();
                var loops = Choose("--rows", result.GetValue(rows), MemoryRows.All, loop => [loop.Row.Name]);
                return MemoryReport.Run(loops, result.GetValue(peer) is null ? null : TorchSharpPeer.Prepare(), counts[^1], AnsiConsole.Console);
            }
            var chosen = Choose("--rows", result.GetValue(rows), AutogradRows.All, row => [row.Name, row.Group]);
            if (result.GetValue(list))
                return List(chosen);
            RefuseDebugBuild();
            if (result.GetValue(start))
                return StartRuns.RunAll(AnsiConsole.Console);
            if (result.GetValue(ulp))
                return UlpRuns.RunAll(Choose("--functions", result.GetValue(functions), FloatFunction.All, function => [function.Name]), result.GetValue(quick), AnsiConsole.Console);
            if (result.GetValue(self) == result.GetValue(peer) is not null)
                throw new CommandException("Choose one of --peer torchsharp, --self, --memory, --start, --ulp, --list.");
            var effort = result.GetValue(quick) ? Effort.Quick : Effort.Full;
            return Measure(chosen, counts, result.GetValue(peer) is null ? null : TorchSharpPeer.Prepare(), effort, result.GetValue(json));
        });
        return root;
    }

    /// <summary>The process that measures Autograd's rows for the one that the user started.</summary>
    private static Command WorkerCommand()
    {
        var command = new Command("worker") { Hidden = true };
        command.SetAction(_ => Worker.Serve(() => new Library(
            $"Autograd {typeof(Tensor).Assembly.GetName().Version?.ToString(3)}",
            count => Computation.Threads = count,
            [.. AutogradRows.All, .. MemoryRows.Own])));
        return command;
    }

    private static int Measure(IReadOnlyList<Row> rows, int[] threads, WorkerLaunch? peer, Effort effort, FileInfo? json)
    {
        using var file = json?.CreateText();
        var machine = Machine.Describe();
        var comparison = new Comparison(WorkerLaunch.Self, peer, effort);
        var libraries = comparison.Greet(AutogradRows.All);

        List<Measurement> measurements = [];
        foreach (var row in rows)
        {
            foreach (var count in threads)
            {
                var measurement = comparison.Measure(row, count);
                measurements.Add(measurement);
                Console.Error.WriteLine($"[{measurements.Count}/{rows.Count * threads.Length}] {Display.Summary(measurement)}");
            }
        }

        var report = new Report(machine, libraries, measurements);
        ReportTable.Write(report, AnsiConsole.Console);
        if (file is not null)
            ReportJson.Write(report, file);
        return measurements.Any(measurement => measurement.Disagrees) ? Disagreement : 0;
    }

    private static int List(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows)
            Console.WriteLine($"{row.Group}: {row.Name}");
        return 0;
    }

    private static IReadOnlyList<T> Choose<T>(string option, string? pattern, IReadOnlyList<T> all, Func<T, string[]> names)
    {
        if (pattern is null)
            return all;
        var wildcard = pattern.AsSpan().ContainsAny('*', '?') ? pattern : $"*{pattern}*";
        T[] chosen = [.. all.Where(item => names(item).Any(name => FileSystemName.MatchesSimpleExpression(wildcard, name)))];
        return chosen.Length > 0
            ? chosen
            : throw new CommandException($"{option}: nothing matches '{pattern}'. There are {string.Join(", ", all.Select(item => names(item)[^1]).Distinct())}.");
    }

    private static int[] ParseThreads(string text) =>
    [
        .. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new CommandException($"--threads: '{text}' is not a list of positive whole numbers such as 1,2.")),
    ];

    [System.Diagnostics.Conditional("DEBUG")]
    private static void RefuseDebugBuild() => throw new CommandException("The time of a debug build means nothing; add -c Release.");
}
