using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autograd.Benchmarks.Reporting;

/// <summary>The machine that the numbers belong to.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, vectors, memory, system, runtime, and how busy it was.</summary>
    public static string Describe()
    {
        var vectors = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Processor()}, {Environment.ProcessorCount} cores, {vectors}-bit vectors, {memory:F0} GB; {RuntimeInformation.OSDescription}; "
            + $"{RuntimeInformation.FrameworkDescription}; {DateTime.UtcNow:yyyy-MM-dd}, load {Load:F1} at the start");
    }

    /// <summary>What others take of the machine, on average over the last minute: 1 for one core; 0 where the system does not tell.</summary>
    public static double Load => Read("/proc/loadavg") is [var averages, ..] ? double.Parse(averages.Split(' ')[0], CultureInfo.InvariantCulture) : 0;

    private static string Processor() =>
        Read("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string[] Read(string file) => File.Exists(file) ? File.ReadAllLines(file) : [];
}
