using System.Diagnostics;
using Autograd.Benchmarks.Measuring;
using Autograd.Benchmarks.Reporting;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Benchmarks;

/// <summary>Long training loops without any <c>using</c>: the memory must not grow.</summary>
internal static class MemoryRuns
{
    private const int NotFlat = 1;

    // Until then code is compiled and the heap takes its size.
    private const double WarmUp = 0.2;
    private const double AllowedGrowth = 4;

    private static readonly double[] _points = [0, 0.1, WarmUp, 0.4, 0.6, 0.8, 1];

    /// <summary>Runs all loops and says for each whether the memory stayed flat.</summary>
    /// <returns>The exit code.</returns>
    public static int RunAll(IAnsiConsole console)
    {
        var areFlat = Watch(console, "y = mean(w·x + b) forward, backward and SGD on one element", 1_000_000, OneElement());
        areFlat &= Watch(console, "linear regression step on 36×1, SGD", 100_000, LinearRegression());
        return areFlat ? 0 : NotFlat;
    }

    private static Action OneElement()
    {
        var x = Tensor.From([5f]);
        var w = new Variable("w", Tensor.From([2f]));
        var b = new Variable("b", Tensor.From([3f]));
        var optimizer = new Sgd([w, b], learningRate: 1e-6);
        return () => optimizer.Step(() => (w * x + b).Mean());
    }

    private static Action LinearRegression()
    {
        var (x, y) = Data.Line(36);
        var (inputs, targets) = (Tensor.From(x, [36, 1]), Tensor.From(y, [36, 1]));
        var w = new Variable("w", Tensor.Zeros(1, 1));
        var b = new Variable("b", Tensor.Zeros(1));
        var optimizer = new Sgd([w, b], learningRate: 0.1);
        return () => optimizer.Step(() => (inputs.MatMul(w) + b).MeanSquaredError(targets));
    }

    private static bool Watch(IAnsiConsole console, string name, int steps, Action step)
    {
        console.WriteLine(Invariant($"{steps:N0} steps: {name}"));
        var table = ReportTable.NewTable(console);
        foreach (var column in (string[])["steps", "resident MB", "generation 0", "generation 1", "generation 2", "µs a step"])
            table.AddColumn(ReportTable.Number(column));

        var collections = Collections();
        var (done, settled, resident) = (0, 0.0, 0.0);
        foreach (var point in _points)
        {
            var (first, start) = (done, Stopwatch.GetTimestamp());
            for (; done < point * steps; done++)
                step();
            var elapsed = Stopwatch.GetElapsedTime(start);
            resident = Environment.WorkingSet / (double)(1 << 20);
            if (point <= WarmUp)
                settled = resident;
            var counts = Collections().Zip(collections, (now, before) => Invariant($"{now - before}"));
            table.AddRow([
                Invariant($"{done:N0}"), Invariant($"{resident:F1}"), .. counts,
                done == first ? "" : Invariant($"{elapsed.TotalMicroseconds / (done - first):F2}")]);
        }
        ReportTable.Print(table, console);

        var isFlat = resident - settled <= AllowedGrowth;
        console.MarkupLine(Invariant(
            $"{(isFlat ? "[green]flat[/]" : "[red]not flat[/]")}: {resident - settled:+0.0;−0.0;0.0} MB from step {WarmUp * steps:N0} on, {AllowedGrowth} allowed"));
        console.WriteLine();
        return isFlat;
    }

    private static int[] Collections() => [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
}
