using System.Diagnostics;
using Autograd.Benchmarks.Reporting;
using Spectre.Console;
using static System.FormattableString;

namespace Autograd.Benchmarks.Accuracy;

/// <summary>
/// Walks over every number of single precision, 2³² bit patterns but for NaN, and compares each function with its exact value: the greatest error in units
/// in the last place, and how often the result is not the nearest number.
/// </summary>
internal static class UlpRuns
{
    // Consecutive bit patterns: the arguments, results and references of a block fit into the second-level cache.
    private const int BlockSize = 1 << 13;
    private const long Patterns = 1L << 32;

    // Of a quick look: an odd number, so that all mantissas have their turn.
    private const int QuickStep = 251;

    /// <summary>Measures some functions and prints a table.</summary>
    public static int RunAll(IReadOnlyList<FloatFunction> functions, bool isQuick, IAnsiConsole console)
    {
        Computation.Threads = 1; // Blocks are what is shared among threads.
        var table = ReportTable.NewTable(console).AddColumn("function").AddColumn(ReportTable.Number("greatest error")).AddColumn(ReportTable.Number("at"))
            .AddColumn(ReportTable.Number("not nearest"));
        foreach (var function in functions)
        {
            var start = Stopwatch.GetTimestamp();
            var errors = Measure(function, isQuick ? QuickStep : 1);
            Console.Error.WriteLine(Invariant($"{function.Name}: {errors.Greatest:F2} ulp at {errors.At:R}, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
            table.AddRow(function.Name, Invariant($"{errors.Greatest:F2} ulp"), Invariant($"{errors.At:R}"), Invariant($"{100 * errors.ShareNotNearest:F2} %"));
        }
        ReportTable.Print(table, console);
        console.WriteLine(isQuick ? Invariant($"Every {QuickStep}st number of single precision.") : "Every number of single precision.");
        console.WriteLine(Invariant($"{Machine.Describe()}."));
        return 0;
    }

    private static Errors Measure(FloatFunction function, int step)
    {
        var total = new Errors(0, 0, 0, 0);
        var gate = new Lock();
        Parallel.For(0, Patterns / BlockSize / step, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, block =>
        {
            var errors = MeasureBlock(function, block * BlockSize * step, step);
            lock (gate)
                total = total.With(errors);
        });
        return total;
    }

    private static Errors MeasureBlock(FloatFunction function, long first, int step)
    {
        var arguments = new float[BlockSize];
        var wide = new double[BlockSize];
        var count = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            var x = BitConverter.UInt32BitsToSingle((uint)(first + i * (long)step));
            if (!float.IsNaN(x))
                (arguments[count], wide[count++]) = (x, x);
        }
        if (count == 0)
            return new Errors(0, 0, 0, 0);
        Array.Resize(ref wide, count);
        Array.Resize(ref arguments, count);
        var results = function.Apply(Tensor.From(arguments)).ToArray<float>();
        var exact = function.Reference(wide);
        var (greatest, at, others) = (-1.0, 0f, 0L);
        for (var i = 0; i < count; i++)
        {
            if (BitConverter.SingleToInt32Bits(results[i]) == BitConverter.SingleToInt32Bits((float)exact[i]) && greatest >= 0.5)
                continue;
            var error = ErrorOf(results[i], exact[i]);
            if (error > greatest)
                (greatest, at) = (error, arguments[i]);
            if (!results[i].Equals((float)exact[i]))
                others++;
        }
        return new Errors(greatest, at, others, count);
    }

    /// <summary>The distance from the exact value in units in the last place of the binade that holds the exact value; infinite where only one of them is NaN.</summary>
    private static double ErrorOf(float result, double exact)
    {
        if (result.Equals((float)exact) && !float.IsFinite(result))
            return 0;
        if (float.IsNaN(result) || double.IsNaN(exact))
            return double.PositiveInfinity;
        // Infinity stands for what comes after the greatest number.
        var reached = float.IsFinite(result) ? result : Math.CopySign(Math.ScaleB(1, 128), result);
        var wanted = Math.Clamp(exact, -Math.ScaleB(1, 128), Math.ScaleB(1, 128));
        var exponent = Math.Clamp((int)(BitConverter.DoubleToInt64Bits(wanted) >> 52) & 0x7FF, 1023 - 126, 1023 + 127) - 23;
        return Math.Abs(reached - wanted) / BitConverter.Int64BitsToDouble((long)exponent << 52);
    }

    /// <summary>What is known of some arguments.</summary>
    private sealed record Errors(double Greatest, float At, long NotNearest, long Count)
    {
        public double ShareNotNearest => NotNearest / (double)Count;

        /// <summary>Of both, in any order: of two equal errors the one at the smaller bit pattern counts.</summary>
        public Errors With(Errors other)
        {
            var isGreater = other.Greatest > Greatest
                || (other.Greatest == Greatest && other.Count > 0 && BitConverter.SingleToUInt32Bits(other.At) < BitConverter.SingleToUInt32Bits(At));
            var worse = isGreater ? other : this;
            return new Errors(worse.Greatest, worse.At, NotNearest + other.NotNearest, Count + other.Count);
        }
    }
}
