using System.Diagnostics;
using System.Runtime.InteropServices;
using Autograd.Benchmarks.Reporting;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>How long a program takes from its start to its first result, as the runtime compiles it and as NativeAOT did; a program that computes nothing beside it.</summary>
internal static class StartRuns
{
    private const string Project = "benchmarks/Autograd.Benchmarks.Start";
    private const int Starts = 25;
    private const int Missed = 1;

    private static readonly (string Argument, string Name)[] _programs =
        [("bare", "nothing"), ("operation", "the first operation"), ("training", "the first training step")];

    /// <summary>Builds the program, starts it again and again and prints the medians.</summary>
    /// <returns>The exit code: 1 if the first operation takes longer than it should.</returns>
    public static int RunAll(IAnsiConsole console)
    {
        var project = Path.Combine(Repository.Root("--start builds a program"), Project);
        var rid = RuntimeInformation.RuntimeIdentifier;
        var (compiled, native) = (Path.Combine(project, "bin/Release/jit"), Path.Combine(project, "bin/Release/native"));
        Repository.Run("The program for --start could not be built", "dotnet", "build", project, "--configuration", "Release", "--verbosity", "quiet", "--nologo", "--output", compiled);
        Repository.Run(
            "The program for --start could not be compiled by NativeAOT, which needs clang or gcc", "dotnet", "publish", project,
            "--configuration", "Release", "--runtime", rid, "--verbosity", "quiet", "--nologo", "--output", native);

        (string Kind, string Folder, double Bar)[] kinds = [("compiled while it runs", compiled, 60), ("NativeAOT", native, 10)];
        var table = ReportTable.NewTable(console).AddColumn("program").AddColumn("until").AddColumn(ReportTable.Number("ms")).AddColumn("bar");
        var isMissed = false;
        foreach (var (kind, folder, bar) in kinds)
        {
            var medians = Medians(Path.Combine(folder, "Autograd.Benchmarks.Start"));
            for (var i = 0; i < _programs.Length; i++)
            {
                var hasBar = _programs[i].Argument == "operation";
                isMissed |= hasBar && medians[i] > bar;
                table.AddRow(
                    kind, _programs[i].Name, Invariant($"{medians[i]:F1}"),
                    !hasBar ? "" : medians[i] > bar ? Invariant($"[red]{bar}, missed[/]") : Invariant($"[green]{bar}, met[/]"));
            }
        }
        ReportTable.Print(table, console);
        console.WriteLine(Invariant($"Medians of {Starts} starts. {Machine.Describe()}."));
        return isMissed ? Missed : 0;
    }

    /// <summary>Milliseconds until each program's first line, by turns.</summary>
    private static double[] Medians(string executable)
    {
        var times = _programs.Select(_ => new List<double>()).ToArray();
        // The first start reads files from the disk, and does not count.
        for (var start = -1; start < Starts; start++)
        {
            for (var i = 0; i < _programs.Length; i++)
            {
                var elapsed = Time(executable, _programs[i].Argument);
                if (start >= 0)
                    times[i].Add(elapsed);
            }
        }
        return [.. times.Select(samples => samples.Order().ElementAt(Starts / 2))];
    }

    private static double Time(string executable, string argument)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(executable, argument) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadLine();
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.WaitForExit();
        return line is not null ? elapsed : throw new CommandException($"{Path.GetFileName(executable)} {argument} ended without a result.");
    }
}
